using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue;

/// <summary>A parameter of an entry: what may be chosen when it is opened.</summary>
public sealed class CatalogueParameter
{
    internal CatalogueParameter(string name, string description, ParameterType type) =>
        (Name, Description, Type) = (name, description, type);

    /// <summary>Its name, as <see cref="CatalogueEntry.Open(ReadOnlySpan{ValueTuple{string, object}})"/> takes it.</summary>
    public string Name { get; }

    /// <summary>What it chooses.</summary>
    public string Description { get; }

    /// <summary>The type of its values.</summary>
    public ParameterType Type { get; }

    /// <summary>Whether it may be left out.</summary>
    public bool HasDefault { get; internal init; }

    /// <summary>The value it has when left out; text such as <c>env(NAME)</c> is read from the environment when the entry is opened.</summary>
    public object? Default { get; internal init; }

    /// <summary>The smallest value, inclusive; null when there is no bound.</summary>
    public object? Minimum { get; internal init; }

    /// <summary>The largest value, inclusive; null when there is no bound.</summary>
    public object? Maximum { get; internal init; }

    /// <summary>The values there are to choose from; null when any will do.</summary>
    public IReadOnlyList<object?>? Allowed { get; internal init; }

    /// <summary>What may be given, in words: <c>str, one of: a, b (default a)</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString()
    {
        var words = TypeName;
        if (Allowed is not null)
        {
            words += $", one of: {string.Join(", ", Allowed.Select(PythonText.Of))}";
        }

        words += (Minimum, Maximum) switch
        {
            (null, null) => "",
            (var low, null) => $", at least {PythonText.Of(low)}",
            (null, var high) => $", at most {PythonText.Of(high)}",
            var (low, high) => $", from {PythonText.Of(low)} to {PythonText.Of(high)}",
        };
        return HasDefault ? $"{words} (default {PythonText.Of(Default)})" : $"{words} (required)";
    }

    internal string TypeName => Type.ToString().ToLowerInvariant();

    /// <summary>Why <paramref name="value"/>, already of the right type, may not be given; null when it may.</summary>
    internal string? Refuse(object? value)
    {
        if (Minimum is not null && ParameterValue.Compare(value, Minimum) < 0)
        {
            return $"{PythonText.Of(value)} is less than the smallest value allowed, {PythonText.Of(Minimum)}.";
        }

        if (Maximum is not null && ParameterValue.Compare(value, Maximum) > 0)
        {
            return $"{PythonText.Of(value)} is greater than the largest value allowed, {PythonText.Of(Maximum)}.";
        }

        if (Allowed is null)
        {
            return null;
        }

        // A list is chosen whole when whole lists are allowed, and item by item when single values are.
        object?[] chosen = value is object?[] items && !Allowed.Any(a => a is object?[]) ? items : [value];
        foreach (var choice in chosen)
        {
            if (!Allowed.Any(a => ParameterValue.Same(a, choice)))
            {
                return $"{PythonText.Quoted(choice)} is not among the allowed values: {string.Join(", ", Allowed.Select(PythonText.Of))}.";
            }
        }

        return null;
    }
}
