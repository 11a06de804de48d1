using System.Globalization;

namespace Isopleth.Arrays;

/// <summary>What a variable's attributes say of its stored values: packing, sign, missing values and valid range (CF §2.5.1 and §8.1).</summary>
internal sealed class Packing
{
    private static readonly string[] Names =
        ["scale_factor", "add_offset", "_FillValue", "missing_value", "valid_min", "valid_max", "valid_range", "_Unsigned"];

    /// <summary>Reads the attributes of values of a stored type.</summary>
    public Packing(Type elementType, IReadOnlyDictionary<string, object> attributes)
    {
        var unsigned = attributes.TryGetValue("_Unsigned", out var flag) && Convert.ToString(flag, CultureInfo.InvariantCulture) is { } f
            ? bool.TryParse(f, out var yes) ? yes : f == "1"
            : (bool?)null;
        StoredType = unsigned is { } u ? NumericTypes.WithSign(elementType, u) : elementType;
        var scale = Numbers(attributes, "scale_factor");
        var offset = Numbers(attributes, "add_offset");
        IsPacked = scale.Length > 0 || offset.Length > 0;
        Scale = scale.Length > 0 ? scale[0] : 1;
        Offset = offset.Length > 0 ? offset[0] : 0;
        Missing = [.. Numbers(attributes, "_FillValue").Concat(Numbers(attributes, "missing_value")).Where(v => !double.IsNaN(v)).Select(Stored).Distinct()];
        ReadValidRange(attributes);
        DecodedType = Decoded(attributes);
    }

    /// <summary>The type the stored values have once their sign is known.</summary>
    public Type StoredType { get; }

    /// <summary>The type of the values after decoding; <see cref="StoredType"/> when nothing is to be done.</summary>
    public Type DecodedType { get; }

    /// <summary>Whether there is a scale factor or an offset.</summary>
    public bool IsPacked { get; }

    public double Scale { get; }

    public double Offset { get; }

    /// <summary>The stored values that mean missing.</summary>
    public double[] Missing { get; }

    /// <summary>The least valid value, stored (or decoded when <see cref="RangeIsDecoded"/>).</summary>
    public double ValidMin { get; private set; } = double.NegativeInfinity;

    /// <summary>The greatest valid value, stored (or decoded when <see cref="RangeIsDecoded"/>).</summary>
    public double ValidMax { get; private set; } = double.PositiveInfinity;

    public bool RangeIsDecoded { get; private set; }

    public bool HasRange => ValidMin > double.NegativeInfinity || ValidMax < double.PositiveInfinity;

    /// <summary>Whether decoding changes nothing.</summary>
    public bool IsIdentity => !IsPacked && Missing.Length == 0 && !HasRange;

    /// <summary>The attributes that speak of stored values, and the others.</summary>
    public static (OrderedDictionary<string, object> Stored, OrderedDictionary<string, object> Meaning) Split(IReadOnlyDictionary<string, object> attributes)
    {
        var stored = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        var meaning = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            (Names.Contains(name, StringComparer.Ordinal) ? stored : meaning)[name] = value;
        }

        return (stored, meaning);
    }

    /// <summary>The numbers of an attribute; none when it is absent or text.</summary>
    private static double[] Numbers(IReadOnlyDictionary<string, object> attributes, string name) => attributes.GetValueOrDefault(name) switch
    {
        null or string or string[] => [],
        Array values => [.. values.Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture))],
        var value => [Convert.ToDouble(value, CultureInfo.InvariantCulture)],
    };

    private static bool IsInteger(object attribute) => NumericTypes.IsInteger(attribute is Array values ? values.GetType().GetElementType()! : attribute.GetType());

    /// <summary>A signed attribute value as the unsigned type stores it: -1 of a byte is 255.</summary>
    private double Stored(double value) => value >= 0 ? value : Type.GetTypeCode(StoredType) switch
    {
        TypeCode.Byte => value + 256.0,
        TypeCode.UInt16 => value + 65536.0,
        TypeCode.UInt32 => value + 4294967296.0,
        TypeCode.UInt64 => value + 18446744073709551616.0,
        _ => value,
    };

    private void ReadValidRange(IReadOnlyDictionary<string, object> attributes)
    {
        var range = Numbers(attributes, "valid_range");
        var min = range.Length == 2 ? range[..1] : Numbers(attributes, "valid_min");
        var max = range.Length == 2 ? range[1..] : Numbers(attributes, "valid_max");
        if (min.Length == 0 && max.Length == 0)
        {
            return;
        }

        // A range of another type than the packed values' is a range of the unpacked ones (NetCDF User's Guide, attribute conventions).
        var attribute = attributes.GetValueOrDefault("valid_range") ?? attributes.GetValueOrDefault("valid_min") ?? attributes["valid_max"];
        RangeIsDecoded = IsPacked && NumericTypes.IsInteger(StoredType) && !IsInteger(attribute);
        ValidMin = min.Length > 0 ? RangeIsDecoded ? min[0] : Stored(min[0]) : double.NegativeInfinity;
        ValidMax = max.Length > 0 ? RangeIsDecoded ? max[0] : Stored(max[0]) : double.PositiveInfinity;
    }

    private Type Decoded(IReadOnlyDictionary<string, object> attributes)
    {
        if (IsIdentity || NumericTypes.IsFloating(StoredType) && !IsPacked)
        {
            return StoredType;
        }

        // float holds every 8- and 16-bit integer; wider ones need double. Packed values take the type of the packing attributes (CF §8.1).
        var narrow = Type.GetTypeCode(StoredType) is TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Single;
        var asked = IsPacked ? attributes.GetValueOrDefault("scale_factor") ?? attributes["add_offset"] : 0f;
        return narrow && asked is float or float[] ? typeof(float) : typeof(double);
    }
}
