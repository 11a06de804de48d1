namespace Isopleth.Arrays;

/// <summary>Single points along several axes of a source at once, laid out over dimensions of their own; -1 stands for a missing value.</summary>
/// <param name="source">The values.</param>
/// <param name="axes">The axes along which points are told, ascending; their places are taken by the points' dimensions, at the first of them.</param>
/// <param name="positions">For each of these axes the position of each point.</param>
/// <param name="pointShape">The shape in which the points lie.</param>
internal sealed class PointsSource(IArraySource source, int[] axes, int[][] positions, int[] pointShape) : IArraySource
{
    /// <summary>Values that are read at once to pick points from, however few are wanted of them.</summary>
    private const long Box = 1 << 20;

    private readonly int[] _others = [.. Enumerable.Range(0, source.Shape.Count).Where(d => !axes.Contains(d))];

    public Type ElementType => source.ElementType;

    public IReadOnlyList<int> Shape { get; } =
        [.. source.Shape.Take(axes[0]), .. pointShape, .. source.Shape.Index().Where(s => s.Index > axes[0] && !axes.Contains(s.Index)).Select(s => s.Item)];

    /// <summary>As many points as a chunk of the source has values along their axes, so that along the others its chunks are used whole.</summary>
    public IReadOnlyList<int>? Chunks { get; } = source.Chunks is not { } chunks ? null :
    [
        .. chunks.Take(axes[0]), .. pointShape.Select((n, d) => d < pointShape.Length - 1 ? 1 : (int)Math.Clamp(axes.Aggregate(1L, (product, a) => product * chunks[a]), 1, Math.Max(1, n))),
        .. chunks.Index().Where(c => c.Index > axes[0] && !axes.Contains(c.Index)).Select(c => c.Item),
    ];

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var points = Offsets(slab.Slice(axes[0], pointShape.Length).ToArray(), Strides(pointShape));
        var own = new DimensionSlice[source.Shape.Count];
        foreach (var (i, other) in _others.Index())
        {
            own[other] = slab[i < axes[0] ? i : i + pointShape.Length];
        }

        var outer = (int)DimensionSlice.Size(slab[..axes[0]]);
        Read(own, points, 0, points.Length, outer, destination);
    }

    /// <summary>Some of the points: out of one box that holds them all, or, where that were much too large, in two halves.</summary>
    private void Read<T>(DimensionSlice[] own, int[] points, int from, int to, int outer, Span<T> destination)
    {
        var wanted = (long)destination.Length / points.Length * (to - from);
        foreach (var (i, axis) in axes.Index())
        {
            var (low, high) = (int.MaxValue, -1);
            foreach (var point in points.AsSpan(from, to - from))
            {
                var at = Missing(point) ? -1 : positions[i][point];
                (low, high) = at < 0 ? (low, high) : (Math.Min(low, at), Math.Max(high, at));
            }

            own[axis] = high < 0 ? new(0, 0, 1) : new(low, high - low + 1, 1);
        }

        if (to - from > 1 && DimensionSlice.Size(own) > Math.Max(Box, 4 * wanted))
        {
            var middle = (from + to) / 2;
            Read(own, points, from, middle, outer, destination);
            Read(own, points, middle, to, outer, destination);
            return;
        }

        var box = new T[DimensionSlice.Size(own)];
        source.Read<T>(own, box);
        var strides = Strides([.. own.Select(s => s.Count)]);
        int[] Places(IEnumerable<int> dimensions) => Offsets([.. dimensions.Select(d => DimensionSlice.All(own[d].Count))], [.. dimensions.Select(d => strides[d])]);
        var (lead, rest) = (Places(_others.Where(d => d < axes[0])), Places(_others.Where(d => d > axes[0])));
        for (var p = from; p < to; p++)
        {
            var missing = Missing(points[p]);
            var start = 0;
            for (var i = 0; i < axes.Length && !missing; i++)
            {
                start += (positions[i][points[p]] - own[axes[i]].Start) * strides[axes[i]];
            }

            for (var o = 0; o < outer; o++)
            {
                var target = destination.Slice(((o * points.Length) + p) * rest.Length, rest.Length);
                if (missing)
                {
                    target.Fill(TakenSource.Missing<T>());
                    continue;
                }

                for (var r = 0; r < target.Length; r++)
                {
                    target[r] = box[lead[o] + start + rest[r]];
                }
            }
        }
    }

    private bool Missing(int point)
    {
        foreach (var along in positions)
        {
            if (along[point] < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int[] Strides(int[] shape) => [.. shape.Select((_, d) => shape.Skip(d + 1).Aggregate(1, (product, n) => product * n))];

    /// <summary>Where the positions of some slices lie, in row-major order.</summary>
    private static int[] Offsets(DimensionSlice[] slices, int[] strides)
    {
        var offsets = new int[DimensionSlice.Size(slices)];
        var run = offsets.Length;
        for (int d = 0, repeat = 1; d < slices.Length && run > 0; d++)
        {
            run /= slices[d].Count;
            for (int r = 0, at = 0; r < repeat; r++)
            {
                for (var i = 0; i < slices[d].Count; i++)
                {
                    for (var k = 0; k < run; k++)
                    {
                        offsets[at++] += (slices[d].Start + (i * slices[d].Stride)) * strides[d];
                    }
                }
            }

            repeat *= slices[d].Count;
        }

        return offsets;
    }
}
