using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>A format that the door recognises.</summary>
/// <param name="Name">Its name, for example <c>GeoTIFF</c>.</param>
/// <param name="Reader">What opens it; null for a format that is named and not read.</param>
/// <param name="Hint">What to do: instead, for a format that is not read; besides, for one that has a reader of its own.</param>
public sealed record DataFormat(string Name, Func<string, Dataset>? Reader, string? Hint = null)
{
    /// <summary>Whether its files open here.</summary>
    public bool IsSupported => Reader is not null;

    /// <summary>Opens one group, layer or part of a file by its name; null for formats that have none.</summary>
    internal Func<string, string, Dataset>? InGroup { get; init; }
}
