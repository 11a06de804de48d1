namespace Isopleth.Arrays;

/// <summary>What is made of all values along one axis, in place, with their labels.</summary>
internal delegate void LineWork(Span<double> line, ReadOnlySpan<double> labels);

/// <summary>Values that depend on all values along one axis: whichever of them are read, their whole lines are.</summary>
internal sealed class LinesSource(IArraySource source, int axis, Func<double[]> labels, LineWork work) : IArraySource
{
    private readonly Lazy<double[]> _labels = new(labels);

    public Type ElementType => typeof(double);

    public IReadOnlyList<int> Shape => source.Shape;

    /// <summary>Whole lines, so that none is read twice.</summary>
    public IReadOnlyList<int>? Chunks { get; } = source.Chunks is { } chunks ? [.. chunks.Select((n, d) => d == axis ? Math.Max(1, source.Shape[axis]) : n)] : null;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var wanted = slab[axis];
        var own = slab.ToArray();
        own[axis] = DimensionSlice.All(Shape[axis]);
        var values = new double[DimensionSlice.Size(own)];
        SourceReader.Read<double>(source, own, values);
        var inner = (int)DimensionSlice.Size(slab[(axis + 1)..]);
        var target = SourceReader.Reinterpret<T, double>(destination);
        var line = new double[Shape[axis]];
        for (var start = 0; start < values.Length / line.Length; start++)
        {
            var (outer, column) = Math.DivRem(start, inner);
            var first = (outer * line.Length * inner) + column;
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = values[first + (i * inner)];
            }

            work(line, _labels.Value);
            for (var i = 0; i < wanted.Count; i++)
            {
                target[(((outer * wanted.Count) + i) * inner) + column] = line[wanted.Start + (i * wanted.Stride)];
            }
        }
    }
}
