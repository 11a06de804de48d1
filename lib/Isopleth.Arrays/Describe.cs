using System.Globalization;

namespace Isopleth.Arrays;

/// <summary>The words of messages and summaries: shapes, and the names there are with the nearest one.</summary>
internal static class Describe
{
    public static string Shape(IEnumerable<int> shape) => "[" + string.Join(", ", shape) + "]";

    /// <summary>"time: 3, latitude: 180".</summary>
    public static string Sizes(Variable variable) => string.Join(", ", variable.Dimensions.Zip(variable.Shape, (d, n) => $"{d}: {n}"));

    public static string Number(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    /// <summary>"there are a, b, c. Did you mean 'b'?", or "there are none."</summary>
    public static string Choices(string lead, IEnumerable<string> names, string wanted)
    {
        var all = names.ToList();
        if (all.Count == 0)
        {
            return lead + " none.";
        }

        var hint = NearName.Find(wanted, all) is { } near ? $" Did you mean '{near}'?" : "";
        return $"{lead} {List(all)}.{hint}";
    }

    /// <summary>"a, b, c", and how many more when they are many.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int shown = 40;
        return string.Join(", ", names.Take(shown)) + (names.Count > shown ? $" and {names.Count - shown} more" : "");
    }
}
