namespace Isopleth.Atmosphere;

/// <summary>What a pixel is.</summary>
public enum PixelRole : byte
{
    /// <summary>Background.</summary>
    None = 0,

    /// <summary>Part of a plume.</summary>
    Plume = 1,

    /// <summary>The pixel that holds a known source, whether or not it emits.</summary>
    Source = 2,
}

/// <summary>How far a pixel's flag can be trusted; 0 is good.</summary>
[Flags]
public enum PlumeQuality : byte
{
    /// <summary>Nothing speaks against the flag.</summary>
    Good = 0,

    /// <summary>The product's validity is below the option's minimum, as it often is in strong volcanic plumes.</summary>
    LowValidity = 1,

    /// <summary>Cloud hides part of the column below it.</summary>
    Cloudy = 2,

    /// <summary>The pixel has no column.</summary>
    NoColumn = 4,

    /// <summary>Too few pixels around it for a background of its own: the scene's background stands in.</summary>
    SparseBackground = 8,
}
