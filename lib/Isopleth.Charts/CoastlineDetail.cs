namespace Isopleth.Charts;

/// <summary>How fine coastlines are: the scale of Natural Earth's maps, in millions.</summary>
public enum CoastlineDetail
{
    /// <summary>1 : 10 million, for extents of some degrees.</summary>
    Fine = 10,

    /// <summary>1 : 50 million, for a continent.</summary>
    Medium = 50,

    /// <summary>1 : 110 million, for the whole Earth.</summary>
    Coarse = 110,
}
