using System.Globalization;

namespace Isopleth.Arrays;

/// <summary>The words of messages and summaries: shapes, type names, and the names there are with the nearest one.</summary>
internal static class Describe
{
    public static string Shape(IEnumerable<int> shape) => "[" + string.Join(", ", shape) + "]";

    /// <summary>"time: 3, latitude: 180".</summary>
    public static string Sizes(Variable variable) => string.Join(", ", variable.Dimensions.Zip(variable.Shape, (d, n) => $"{d}: {n}"));

    public static string TypeName(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte => "sbyte",
        TypeCode.Byte => "byte",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Char => "char",
        TypeCode.String => "string",
        _ => type == typeof(object) ? "object" : type.Name,
    };

    public static string Number(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    /// <summary>"there are a, b, c. Did you mean 'b'?", or "there are none."</summary>
    public static string Choices(string lead, IEnumerable<string> names, string wanted)
    {
        var all = names.ToList();
        if (all.Count == 0)
        {
            return lead + " none.";
        }

        var nearest = all.MinBy(n => Distance(n, wanted))!;
        var hint = Distance(nearest, wanted) <= Math.Max(2, wanted.Length / 3) ? $" Did you mean '{nearest}'?" : "";
        return $"{lead} {List(all)}.{hint}";
    }

    /// <summary>"a, b, c", and how many more when they are many.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int shown = 40;
        return string.Join(", ", names.Take(shown)) + (names.Count > shown ? $" and {names.Count - shown} more" : "");
    }

    /// <summary>Levenshtein's edit distance, case ignored.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[b.Length];
    }
}
