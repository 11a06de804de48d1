namespace Isopleth.Formats;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>Good practice that the standard or an archive recommends; nothing is wrong without it.</summary>
    Advice,

    /// <summary>Unusual, and allowed.</summary>
    Information,

    /// <summary>A recommendation of the standard is not followed, or a reader may misunderstand the data.</summary>
    Warning,

    /// <summary>A requirement of the standard is broken.</summary>
    Error,
}
