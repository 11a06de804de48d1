namespace Isopleth.Arrays;

/// <summary>The different labels among many, in order, and which of them each is.</summary>
internal static class Distinct
{
    public static (int[] Groups, Variable Labels) Of(string name, long?[] labels)
    {
        var distinct = labels.OfType<long>().Distinct().Order().ToArray();
        return (Groups(labels.Select(l => l is { } label ? Array.BinarySearch(distinct, label) : -1)), Variable(name, distinct));
    }

    public static (int[] Groups, Variable Labels) Of(string name, string?[] labels)
    {
        var distinct = labels.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return (Groups(labels.Select(l => l is null ? -1 : Array.BinarySearch(distinct, l, StringComparer.Ordinal))), Variable(name, distinct));
    }

    /// <summary>The different labels of a coordinate, as it has them.</summary>
    public static (int[] Groups, Variable Labels) Of(Variable coordinate)
    {
        if (Labels.AreTexts(coordinate))
        {
            return Of(coordinate.Name, coordinate.To<string>());
        }

        var numbers = coordinate.ToDoubles();
        var distinct = numbers.Where(n => !double.IsNaN(n)).Distinct().Order().ToArray();
        var labels = new Variable(coordinate.Name, [coordinate.Name], new MemorySource<double>(distinct, [distinct.Length]), coordinate.Attributes);
        return (Groups(numbers.Select(n => double.IsNaN(n) ? -1 : Array.BinarySearch(distinct, n))), Elementwise.Cast(labels, coordinate.ElementType));
    }

    /// <summary>The different labels in the order in which they come, where that ascends or descends throughout; ascending otherwise.</summary>
    public static (int[] Groups, Variable Labels) InOrder(Variable coordinate)
    {
        var (groups, labels) = Of(coordinate);
        var falls = groups.Where(g => g >= 0).Distinct().ToArray() is var order && order.Length > 1 && order.SequenceEqual(Enumerable.Range(0, order.Length).Reverse());
        return falls ? (Groups(groups.Select(g => g < 0 ? -1 : labels.Shape[0] - 1 - g)), labels.Take(0, [.. Enumerable.Range(0, labels.Shape[0]).Reverse()])) : (groups, labels);
    }

    private static int[] Groups(IEnumerable<int> groups) => [.. groups];

    private static Variable Variable<T>(string name, T[] labels) => new(name, [name], new MemorySource<T>(labels, [labels.Length]));
}
