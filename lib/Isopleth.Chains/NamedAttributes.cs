namespace Isopleth.Chains;

/// <summary>Attributes of a variable or dataset in the order they are to be written.</summary>
internal static class NamedAttributes
{
    public static OrderedDictionary<string, object> Of(params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var named = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            named[name] = value;
        }

        return named;
    }
}
