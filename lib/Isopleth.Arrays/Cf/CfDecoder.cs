namespace Isopleth.Arrays;

/// <summary>The CF conventions at the door: what a store holds becomes variables with a meaning, lazily.</summary>
/// <remarks>
/// Values equal to <c>_FillValue</c> or <c>missing_value</c>, or outside <c>valid_min</c>, <c>valid_max</c> or <c>valid_range</c>, become NaN, which turns integers into
/// floating-point numbers (float up to 16 bits, double above). Fill is looked for before unpacking. Packed values take the type of <c>scale_factor</c> (CF §8.1).
/// Rows of characters whose last dimension only serves texts become texts. Times stay numbers with their units; <see cref="DataArray.ToTimes"/> gives dates.
/// The attributes that speak of stored values move to <see cref="Variable.Encoding"/>.
/// </remarks>
public static class CfDecoder
{
    /// <summary>Gives a stored data set its meaning.</summary>
    /// <param name="stored">The data set as its format found it.</param>
    /// <param name="decodeValues">False leaves values and attributes as they are stored; coordinates are recognised all the same.</param>
    /// <returns>The data set, which owns what <paramref name="stored"/> owned.</returns>
    public static Dataset Decode(StoredDataset stored, bool decodeValues = true)
    {
        var coordinates = CoordinateNames(stored);
        var bounds = BoundsParents(stored);
        var textDimensions = decodeValues ? TextDimensions(stored) : [];
        var variables = stored.Variables.Select(v => decodeValues ? Decode(WithParentUnits(v, bounds), textDimensions) : v);
        return new Dataset(variables, coordinates, stored);
    }

    private static Variable Decode(Variable variable, HashSet<string> textDimensions)
    {
        var (storage, meaning) = Packing.Split(variable.Attributes);
        if (variable.ElementType == typeof(char) && variable.Rank > 0 && textDimensions.Contains(variable.Dimensions[^1]))
        {
            return new Variable(variable.Name, [.. variable.Dimensions.SkipLast(1)], new TextSource(variable.Source), meaning, EncodingOf(variable, storage));
        }

        if (!NumericTypes.IsNumeric(variable.ElementType))
        {
            return variable.With(meaning, EncodingOf(variable, storage));
        }

        var packing = new Packing(variable.ElementType, variable.Attributes);
        var source = packing.StoredType == variable.ElementType ? variable.Source : new SignedSource(variable.Source, packing.StoredType);
        source = packing.IsIdentity ? source : new DecodedSource(source, packing);
        return new Variable(variable.Name, variable.Dimensions, source, meaning, EncodingOf(variable, storage));
    }

    private static StorageEncoding EncodingOf(Variable variable, IReadOnlyDictionary<string, object> storage) =>
        new(variable.ElementType, storage, variable.Source.Chunks);

    /// <summary>A variable named as one of its dimensions is a coordinate, and so is what a <c>coordinates</c> attribute names (CF §5).</summary>
    private static HashSet<string> CoordinateNames(StoredDataset stored)
    {
        var names = stored.Variables.Where(v => v.Dimensions.Contains(v.Name)).Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        names.UnionWith(stored.Variables.SelectMany(v => NamesIn(v, "coordinates")));
        return names;
    }

    /// <summary>Bounds need not repeat the units of the coordinate they bound (CF §7.1).</summary>
    private static Dictionary<string, Variable> BoundsParents(StoredDataset stored)
    {
        var parents = new Dictionary<string, Variable>(StringComparer.Ordinal);
        foreach (var variable in stored.Variables)
        {
            foreach (var name in NamesIn(variable, "bounds"))
            {
                parents[name] = variable;
            }
        }

        return parents;
    }

    private static Variable WithParentUnits(Variable variable, Dictionary<string, Variable> parents)
    {
        if (!parents.TryGetValue(variable.Name, out var parent) || variable.Attributes.ContainsKey("units") || parent.Units is null)
        {
            return variable;
        }

        var attributes = new OrderedDictionary<string, object>(variable.Attributes, StringComparer.Ordinal) { ["units"] = parent.Units };
        if (parent.Attributes.TryGetValue("calendar", out var calendar))
        {
            attributes.TryAdd("calendar", calendar);
        }

        return variable.With(attributes, variable.Encoding);
    }

    /// <summary>The dimensions that only ever are the length of texts: last of every variable that has them, all of characters.</summary>
    private static HashSet<string> TextDimensions(StoredDataset stored)
    {
        var candidates = stored.Variables.Where(v => v.ElementType == typeof(char) && v.Rank > 0).Select(v => v.Dimensions[^1]).ToHashSet(StringComparer.Ordinal);
        foreach (var variable in stored.Variables)
        {
            candidates.ExceptWith(variable.ElementType == typeof(char) ? variable.Dimensions.SkipLast(1) : variable.Dimensions);
        }

        return candidates;
    }

    /// <summary>The names in a blank-separated attribute; of paths into groups the last part.</summary>
    private static IEnumerable<string> NamesIn(Variable variable, string attribute) =>
        variable.Attributes.GetValueOrDefault(attribute) is string names
            ? names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => n[(n.LastIndexOf('/') + 1)..])
            : [];
}
