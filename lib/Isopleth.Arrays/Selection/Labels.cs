namespace Isopleth.Arrays;

/// <summary>Whole coordinates beside each other: equality, common labels, positions. Times are compared as points in time, whatever their units.</summary>
internal static class Labels
{
    /// <summary>Whether two coordinates say the same.</summary>
    public static bool Same(Variable a, Variable b)
    {
        if (ReferenceEquals(a.Source, b.Source))
        {
            return true;
        }

        if (!a.Shape.SequenceEqual(b.Shape) || !a.Dimensions.SequenceEqual(b.Dimensions))
        {
            return false;
        }

        return AreTexts(a) || AreTexts(b)
            ? AreTexts(a) && AreTexts(b) && a.To<string>().AsSpan().SequenceEqual(b.To<string>())
            : a.ToDoubles().AsSpan().SequenceEqual(NumbersIn(b, a));
    }

    /// <summary>For each wanted label its position among others, or -1.</summary>
    /// <exception cref="ArgumentException">A label occurs twice.</exception>
    public static int[] Positions(Variable wanted, Variable labels) => AreTexts(wanted) && AreTexts(labels)
        ? Positions(wanted.To<string>(), labels.To<string>(), labels.Name)
        : Positions(wanted.ToDoubles(), NumbersIn(labels, wanted), labels.Name);

    /// <summary>The labels of the first that all others have.</summary>
    public static Variable Common(IReadOnlyList<Variable> labels)
    {
        var kept = labels.Skip(1).Aggregate(Enumerable.Range(0, labels[0].Shape[0]), (left, other) =>
        {
            var found = Positions(labels[0], other);
            return left.Where(i => found[i] >= 0);
        });
        return labels[0].Take(0, [.. kept]);
    }

    /// <summary>The labels that any has, ascending.</summary>
    public static Variable Union(IReadOnlyList<Variable> labels)
    {
        var first = labels[0];
        if (labels.All(AreTexts))
        {
            return With(first, labels.SelectMany(l => l.To<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());
        }

        var all = labels.SelectMany(l => NumbersIn(l, first)).Distinct().Order().ToArray();
        return Elementwise.Cast(With(first, all), labels.Select(l => l.ElementType).Aggregate(Promotion.Of));
    }

    /// <summary>Other values along the same coordinate.</summary>
    public static Variable With<T>(Variable coordinate, T[] values) =>
        new(coordinate.Name, coordinate.Dimensions, new MemorySource<T>(values, [values.Length]), coordinate.Attributes);

    /// <summary>The numbers of a coordinate, in the units of time of another where both are times.</summary>
    public static double[] NumbersIn(Variable coordinate, Variable other)
    {
        if (AreTexts(coordinate))
        {
            throw new ArgumentException($"Coordinate '{coordinate.Name}' holds texts in one array and numbers in the other.");
        }

        var numbers = coordinate.ToDoubles();
        return coordinate.TimeUnits is { } from && other.TimeUnits is { } to && coordinate.Units != other.Units ? [.. numbers.Select(n => to.FromUnits(n, from))] : numbers;
    }

    public static bool AreTexts(Variable coordinate) => coordinate.ElementType == typeof(string);

    /// <summary>The positions in the order of the labels; equal ones keep theirs, missing ones come last.</summary>
    public static int[] Order(Variable labels, bool descending)
    {
        var positions = Enumerable.Range(0, labels.Shape[0]);
        if (AreTexts(labels))
        {
            var texts = labels.To<string>();
            return [.. descending ? positions.OrderByDescending(i => texts[i], StringComparer.Ordinal) : positions.OrderBy(i => texts[i], StringComparer.Ordinal)];
        }

        var numbers = labels.ToDoubles();
        var sorted = positions.OrderBy(i => double.IsNaN(numbers[i]));
        return [.. descending ? sorted.ThenByDescending(i => numbers[i]) : sorted.ThenBy(i => numbers[i])];
    }

    /// <summary>For each wanted label the position of the nearest one, or of the neighbour before or after it; -1 where there is none.</summary>
    public static int[] Near(Variable wanted, Variable labels, Fill fill)
    {
        var order = Order(labels, descending: false);
        var own = labels.ToDoubles();
        var sorted = order.Select(i => own[i]).ToArray();
        return [.. NumbersIn(wanted, labels).Select(w =>
        {
            var found = Array.BinarySearch(sorted, w);
            var next = found >= 0 ? found : ~found;
            var at = double.IsNaN(w) || sorted.Length == 0 ? -1 : found >= 0 ? found : fill switch
            {
                Fill.Previous => next - 1,
                Fill.Next => next < sorted.Length ? next : -1,
                _ => next == 0 ? 0 : next == sorted.Length ? next - 1 : w - sorted[next - 1] < sorted[next] - w ? next - 1 : next,
            };
            return at < 0 ? -1 : order[at];
        })];
    }

    private static int[] Positions<T>(T[] wanted, T[] labels, string name) where T : notnull
    {
        if (wanted.AsSpan().SequenceEqual(labels))
        {
            return [.. Enumerable.Range(0, labels.Length)];
        }

        var positions = new Dictionary<T, int>(labels.Length);
        for (var i = 0; i < labels.Length; i++)
        {
            if (!positions.TryAdd(labels[i], i))
            {
                throw new ArgumentException($"Label {labels[i]} of '{name}' occurs twice, so what belongs to it is not one value; average them first with GroupBy(\"{name}\").Mean().");
            }
        }

        return [.. wanted.Select(w => positions.GetValueOrDefault(w, -1))];
    }
}
