namespace Isopleth.Atmosphere;

/// <summary>What the screening says of a pixel.</summary>
[Flags]
public enum PixelScreening : byte
{
    /// <summary>The model describes the spectrum.</summary>
    Expected = 0,

    /// <summary>The reconstruction score stands out.</summary>
    Event = 1,

    /// <summary>The score stood out by single channels only: a hot pixel or a particle hit, no event.</summary>
    Spike = 2,

    /// <summary>Some channels are missing; the scores come from the others.</summary>
    Partial = 4,

    /// <summary>Not screened: not valid, or too many channels missing.</summary>
    Missing = 8,

    /// <summary>The hyperspectral range index of a species stands out.</summary>
    RangeIndex = 16,
}
