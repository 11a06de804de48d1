using System.Globalization;

namespace Isopleth.Arrays;

/// <summary>Values as people read them in a summary; only the few that are shown are read.</summary>
internal static class ValueText
{
    private const int Edge = 3;
    private const int LongestObject = 40;

    /// <summary>The values of a variable on one line: all when few, else the first and last.</summary>
    public static string Line(Variable variable, bool evenIfLazy)
    {
        if (!evenIfLazy && !variable.InMemory)
        {
            return "…";
        }

        try
        {
            return OneLine(variable);
        }
        catch (Exception e) when (e is DataFormatException or ObjectDisposedException)
        {
            return "(not readable)";
        }
    }

    /// <summary>The values of the first plane, one line for each row, the middle left out.</summary>
    public static IReadOnlyList<string> Plane(Variable variable)
    {
        try
        {
            if (variable.Rank < 2 || variable.Size == 0)
            {
                return [OneLine(variable)];
            }

            var plane = First(variable, variable.Rank - 2);
            var rows = plane.Shape[0];
            var shown = rows <= 2 * Edge ? Enumerable.Range(0, rows) : Enumerable.Range(0, Edge).Concat(Enumerable.Range(rows - Edge, Edge));
            var lines = shown.Select(r => Row(plane.Isel(plane.Dimensions[0], r))).ToList();
            if (rows > 2 * Edge)
            {
                lines.Insert(Edge, "…");
            }

            return lines;
        }
        catch (Exception e) when (e is DataFormatException or ObjectDisposedException)
        {
            return ["(not readable: " + e.Message + ")"];
        }
    }

    /// <summary>An attribute's value on one line.</summary>
    public static string Attribute(object value) => value switch
    {
        string text => text.ReplaceLineEndings(" "),
        Array values => "[" + string.Join(", ", values.Cast<object>().Take(12).Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))) + (values.Length > 12 ? ", …]" : "]"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string OneLine(Variable variable) =>
        variable.Size == 0 ? "(empty)" : variable.Rank == 0 ? Values(variable)[0] : Row(First(variable, variable.Rank - 1));

    private static Variable First(Variable variable, int leading)
    {
        for (; leading > 0; leading--)
        {
            variable = variable.Isel(variable.Dimensions[0], 0);
        }

        return variable;
    }

    private static string Row(Variable row)
    {
        var length = row.Shape[0];
        return length <= 2 * Edge
            ? string.Join(" ", Values(row))
            : string.Join(" ", Values(row.Isel(row.Dimensions[0], ..Edge))) + " … " + string.Join(" ", Values(row.Isel(row.Dimensions[0], ^Edge..)));
    }

    private static string[] Values(Variable variable)
    {
        if (variable.ElementType == typeof(string))
        {
            return [.. variable.To<string>().Select(t => $"\"{Short(t)}\"")];
        }

        if (variable.ElementType == typeof(char))
        {
            return [.. variable.To<char>().Select(c => c == '\0' ? "''" : $"'{c}'")];
        }

        if (!variable.ElementType.IsValueType && variable.ElementType != typeof(object))
        {
            var values = (object?[])typeof(Variable).GetMethod(nameof(Variable.To))!.MakeGenericMethod(variable.ElementType).Invoke(variable, System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!;
            return [.. values.Select(v => (v is Array list ? Attribute(list) : v?.ToString()) is { } text ? Short(text) : "(none)")];
        }

        if (NumericTypes.IsInteger(variable.ElementType) && variable.TimeUnits is null)
        {
            // Numbers of orbits and counts of seconds are told to the last digit.
            return variable.ElementType == typeof(ulong)
                ? [.. variable.To<ulong>().Select(v => v.ToString(CultureInfo.InvariantCulture))] : [.. variable.To<long>().Select(v => v.ToString(CultureInfo.InvariantCulture))];
        }

        var units = variable.TimeUnits;
        return [.. variable.ToDoubles().Select(v => units is null ? v.ToString("G6", CultureInfo.InvariantCulture) : units.Format(v))];
    }

    /// <summary>A text on one line, its end left out when it is long.</summary>
    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestObject ? line : line[..(char.IsHighSurrogate(line[LongestObject - 1]) ? LongestObject - 1 : LongestObject)] + "…";
    }
}
