namespace Isopleth.Charts;

/// <summary>The sign that stands for a point.</summary>
public enum PointSymbol
{
    /// <summary>A disc.</summary>
    Circle,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle that points upwards: volcanoes and stacks.</summary>
    Triangle,

    /// <summary>A square on its corner.</summary>
    Diamond,
}
