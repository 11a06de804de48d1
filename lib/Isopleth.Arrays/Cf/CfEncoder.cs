namespace Isopleth.Arrays;

/// <summary>The CF conventions on the way out: values as they are to be stored, by their <see cref="Variable.Encoding"/>; the inverse of <see cref="CfDecoder"/>.</summary>
public static class CfEncoder
{
    /// <summary>A variable as it is to be stored: packed, with fill values for NaN, and with the attributes that say so.</summary>
    /// <param name="variable">The variable with its meaning.</param>
    /// <param name="isCoordinate">Whether it is a coordinate along its own dimension, or the boundaries of one; these have no missing values (CF §2.5.1, §7.1), so no fill value is declared for them.</param>
    /// <returns>The stored form, lazily: reading it packs. Reading throws an <see cref="ArgumentException"/> for a value that the stored type cannot hold.</returns>
    public static Variable Encode(Variable variable, bool isCoordinate = false)
    {
        var encoding = variable.Encoding;
        var attributes = new OrderedDictionary<string, object>(variable.Attributes, StringComparer.Ordinal);
        foreach (var (name, value) in encoding?.Attributes ?? new OrderedDictionary<string, object>(StringComparer.Ordinal))
        {
            attributes[name] = value;
        }

        if (!NumericTypes.IsNumeric(variable.ElementType))
        {
            attributes.Remove("_FillValue");
            return variable.With(attributes, encoding);
        }

        if (encoding is null || !NumericTypes.IsNumeric(encoding.ElementType))
        {
            DeclareNaN(attributes, variable.ElementType, isCoordinate);
            return variable.With(attributes, encoding);
        }

        var packing = new Packing(encoding.ElementType, encoding.Attributes);
        IArraySource source = packing.IsIdentity && variable.ElementType == packing.StoredType ? variable.Source : new EncodedSource(variable, packing);
        source = packing.StoredType == encoding.ElementType ? source : new SignedSource(source, encoding.ElementType);
        DeclareNaN(attributes, encoding.ElementType, isCoordinate);
        return new Variable(variable.Name, variable.Dimensions, source, attributes, encoding);
    }

    /// <summary>A floating-point variable that names no fill value says that NaN is it, as xarray does.</summary>
    private static void DeclareNaN(OrderedDictionary<string, object> attributes, Type stored, bool isCoordinate)
    {
        if (!isCoordinate && NumericTypes.IsFloating(stored) && !attributes.ContainsKey("missing_value"))
        {
            attributes.TryAdd("_FillValue", stored == typeof(float) ? (object)float.NaN : double.NaN);
        }
    }
}
