using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Isopleth.Catalogue;

/// <summary>What a catalogue says about itself or an entry: keys with text, numbers, lists and further keys, in the order they were written.</summary>
/// <remarks>A value is null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <c>object?[]</c> or again a <see cref="CatalogueMetadata"/>.</remarks>
public sealed class CatalogueMetadata : IReadOnlyDictionary<string, object?>
{
    private readonly Dictionary<string, object?> _values;

    internal CatalogueMetadata(Dictionary<string, object?> values) => _values = values;

    internal static CatalogueMetadata Empty { get; } = new([]);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value of <paramref name="key"/>.</summary>
    /// <param name="key">A key that is there.</param>
    /// <exception cref="KeyNotFoundException">There is no such key; the message lists those there are.</exception>
    public object? this[string key] => _values.TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no metadata '{key}'; there is: {(Count == 0 ? "none" : string.Join(", ", Keys))}.");

    /// <summary>The value of <paramref name="key"/> as text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text, a list joined with commas; null when the key is absent or empty.</returns>
    public string? Text(string key) => _values.TryGetValue(key, out var value) ? TextOf(value) : null;

    /// <summary>The values of <paramref name="key"/>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The list; a single value is a list of one; empty when the key is absent.</returns>
    public IReadOnlyList<object?> List(string key) => _values.GetValueOrDefault(key) switch
    {
        null => [],
        object?[] list => list,
        var single => [single],
    };

    /// <summary>The keys below <paramref name="key"/>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What stands below it; empty when the key is absent or holds a plain value.</returns>
    public CatalogueMetadata Section(string key) => _values.GetValueOrDefault(key) as CatalogueMetadata ?? Empty;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    /// <summary>The keys and values on one line.</summary>
    /// <returns><c>{key: value, …}</c>.</returns>
    public override string ToString() => "{" + string.Join(", ", _values.Select(p => $"{p.Key}: {TextOf(p.Value)}")) + "}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static string? TextOf(object? value) => value switch
    {
        null => null,
        object?[] list => string.Join(", ", list.Select(TextOf)),
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
