namespace Isopleth.Catalogue.Intake;

/// <summary>Reads expected kinds of values out of mappings; what is not as expected is a <see cref="CatalogueException"/> at its line.</summary>
internal sealed class NodeReader(string file)
{
    public YamlMap Map(YamlNode node, string key, string hint) => node as YamlMap ?? throw Fault(node, key, $"a mapping was expected, not {node.Describe()}.", hint);

    /// <summary>The mapping under <paramref name="key"/>; null when it is absent or empty.</summary>
    public YamlMap? OptionalMap(YamlMap map, string path, string key, string hint) =>
        map.Find(key)?.Value is { } node && !IsEmpty(node) ? Map(node, Join(path, key), hint) : null;

    /// <summary>The text under <paramref name="key"/>; empty when it is absent.</summary>
    public string Text(YamlMap map, string path, string key) => map.Find(key)?.Value switch
    {
        null => "",
        YamlScalar { IsText: true } scalar => scalar.Text,
        var node when IsEmpty(node) => "",
        var node => throw Fault(node, Join(path, key), $"text was expected, not {node.Describe()}.", node is YamlScalar scalar ? $"Quote it: \"{scalar.Text}\"." : "Write plain text."),
    };

    /// <summary>Holds that every key of a mapping is text and comes once.</summary>
    public void RequireKeys(YamlMap map, string path)
    {
        foreach (var (key, _) in map.Pairs)
        {
            RequireText(key, path);
            RequireOnce(map, key, path);
        }
    }

    public void RequireText(YamlScalar key, string path)
    {
        if (!key.IsText)
        {
            throw Fault(key, Join(path, key.Text), $"a name must be text, but this is {key.Describe()}.", $"Quote it: \"{key.Text}\".");
        }
    }

    public void RequireOnce(YamlMap map, YamlScalar key, string path)
    {
        var same = map.Pairs.Where(p => p.Key.Text == key.Text).ToList();
        if (same.Count > 1)
        {
            throw Fault(same[1].Key, Join(path, key.Text), $"the key '{key.Text}' comes twice, in line {same[0].Key.Line} and in line {same[1].Key.Line}.", "Rename or remove one of them.");
        }
    }

    public CatalogueException Fault(YamlNode node, string key, string reason, string hint) => new(new(file, node.Line, node.Column, key, reason, hint));

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static bool IsEmpty(YamlNode node) => node is YamlScalar { Plain: true } scalar && scalar.ToValue() is null;
}
