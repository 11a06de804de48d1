namespace Isopleth.Arrays;

/// <summary>A data set as a format found it, before the CF conventions give its values their meaning.</summary>
/// <param name="Variables">The variables with their stored values and all their attributes.</param>
/// <param name="Attributes">The data set's own attributes.</param>
public sealed record StoredDataset(IReadOnlyList<Variable> Variables, IReadOnlyDictionary<string, object> Attributes)
{
    /// <summary>The file or store, for messages; null when there is none.</summary>
    public string? Source { get; init; }

    /// <summary>The dimensions that are declared, also those that no variable has, by name.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new OrderedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The paths of the store's groups, this one's own excepted, for example <c>/PRODUCT</c>.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What is to be disposed with the data set, for example the open file.</summary>
    public IDisposable? Owner { get; init; }
}
