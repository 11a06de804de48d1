using System.Globalization;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Variables and attributes as the classic formats of NetCDF hold them: numbers without unsigned and 64-bit integers, texts as rows of characters.</summary>
/// <remarks>Unsigned integers keep their bits, and <c>_Unsigned</c> says what they are; 64-bit integers are stored in 32 bits where all of them fit. Every reader that knows the conventions gets the same values back.</remarks>
internal static class ClassicForm
{
    /// <summary>Attributes whose values are of the variable's type, sign and all.</summary>
    private static readonly HashSet<string> OfStored = new(StringComparer.Ordinal) { "_FillValue", "missing_value", "valid_min", "valid_max", "valid_range", "flag_values", "flag_masks" };

    /// <summary>A variable that is to be stored, in that form.</summary>
    /// <exception cref="ArgumentException">A 64-bit integer does not fit into 32 bits.</exception>
    public static Variable Of(Variable variable)
    {
        if (variable.ElementType == typeof(string))
        {
            return Letters(variable);
        }

        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        var type = variable.ElementType;
        var signed = NumericTypes.IsNumeric(type) ? NumericTypes.WithSign(type, unsigned: false) : type;
        foreach (var (name, value) in variable.Attributes)
        {
            attributes[name] = OfStored.Contains(name) && signed != type ? Signed(value) : value;
        }

        if (signed != type && type != typeof(ulong))
        {
            attributes["_Unsigned"] = "true";
            return new Variable(variable.Name, variable.Dimensions, new SignedSource(variable.Source, signed), attributes, variable.Encoding);
        }

        return type == typeof(long) || type == typeof(ulong)
            ? DataArray.Create(variable.Name, [.. variable.Dimensions], [.. variable.Shape], Narrow(variable), Attributes(variable.Attributes)).Variable
            : variable;
    }

    /// <summary>An attribute in that form.</summary>
    /// <exception cref="ArgumentException">It is a list of texts, or a 64-bit integer that is too large for a double.</exception>
    public static object Attribute(string name, object value) => value is string[]
        ? throw new ArgumentException($"Attribute '{name}' is a list of texts, which the classic formats do not have; join them to one text, or write NetCDF-4.")
        : Type.GetTypeCode(value.GetType().GetElementType() ?? value.GetType()) switch
        {
            // An array of signed numbers passes for one of unsigned ones, so that patterns do not tell.
            TypeCode.Byte => Wider<short>(value),
            TypeCode.UInt16 => Wider<int>(value),
            TypeCode.UInt32 => Wider<double>(value),
            TypeCode.Int64 or TypeCode.UInt64 => Whole(name, value),
            _ => value,
        };

    private static OrderedDictionary<string, object> Attributes(IReadOnlyDictionary<string, object> attributes) =>
        new(attributes.Select(a => KeyValuePair.Create(a.Key, Attribute(a.Key, a.Value))), StringComparer.Ordinal);

    /// <summary>64-bit integers are 32-bit ones where they fit, doubles where these hold them.</summary>
    private static object Whole(string name, object value)
    {
        var numbers = Numbers(value);
        return Array.TrueForAll(numbers, n => n is >= int.MinValue and <= int.MaxValue) ? Wider<int>(value)
            : Array.TrueForAll(numbers, n => (decimal)(double)n == n) ? Wider<double>(value)
            : throw new ArgumentException($"Attribute '{name}' is {string.Join(", ", numbers)}, which the classic formats do not hold; write NetCDF-4 or version Data64.");
    }

    private static decimal[] Numbers(object value) => [.. (value as Array ?? new[] { value }).Cast<object>().Select(v => Convert.ToDecimal(v, CultureInfo.InvariantCulture))];

    private static object Wider<T>(object value) where T : struct
    {
        var numbers = Array.ConvertAll(Numbers(value), v => (T)Convert.ChangeType(v, typeof(T), CultureInfo.InvariantCulture));
        return value is Array ? numbers : numbers[0];
    }

    /// <summary>The same bits with a sign.</summary>
    private static object Signed(object value) => Type.GetTypeCode(value.GetType().GetElementType() ?? value.GetType()) switch
    {
        TypeCode.Byte => value is byte[] many ? Array.ConvertAll(many, x => (sbyte)x) : (sbyte)(byte)value,
        TypeCode.UInt16 => value is ushort[] many ? Array.ConvertAll(many, x => (short)x) : (short)(ushort)value,
        TypeCode.UInt32 => value is uint[] many ? Array.ConvertAll(many, x => (int)x) : (int)(uint)value,
        _ => value,
    };

    private static int[] Narrow(Variable variable)
    {
        try
        {
            return variable.To<int>();
        }
        catch (OverflowException e)
        {
            throw new ArgumentException($"'{variable.Name}' has 64-bit integers that do not fit into the 32 bits of the classic formats; write NetCDF-4 or version Data64.", e);
        }
    }

    /// <summary>Texts in rows as long as the longest of them has bytes in UTF-8.</summary>
    private static Variable Letters(Variable variable)
    {
        var rows = Array.ConvertAll(variable.To<string>(), t => Encoding.UTF8.GetBytes(t ?? ""));
        var width = Math.Max(1, rows.Select(r => r.Length).DefaultIfEmpty(1).Max());
        var letters = new char[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            _ = Encoding.Latin1.GetChars(rows[i], letters.AsSpan(i * width));
        }

        return DataArray.Create(variable.Name, [.. variable.Dimensions, string.Create(CultureInfo.InvariantCulture, $"string{width}")], [.. variable.Shape, width], letters, variable.Attributes).Variable;
    }
}
