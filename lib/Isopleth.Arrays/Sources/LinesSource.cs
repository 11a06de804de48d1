namespace Isopleth.Arrays;

/// <summary>What is made of all values along one axis, in place, with their labels.</summary>
internal delegate void LineWork(Span<double> line, ReadOnlySpan<double> labels);

/// <summary>Values that depend on all values along one axis: whichever of them are read, their whole lines are.</summary>
internal sealed class LinesSource(IArraySource source, int axis, Func<double[]> labels, LineWork work) : IArraySource
{
    /// <summary>Values of whole lines that are held at once (128 MB), however much is asked for.</summary>
    private const int Held = 1 << 24;

    private readonly Lazy<double[]> _labels = new(labels);

    public Type ElementType => typeof(double);

    public IReadOnlyList<int> Shape => source.Shape;

    /// <summary>Whole lines, so that none is read twice, and of these as many as are held at once.</summary>
    public IReadOnlyList<int> Chunks { get; } = WholeLines(source, axis);

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
        var cut = Array.FindIndex(own, s => s.Count > 1);
        cut = cut == axis ? Array.FindIndex(own, axis + 1, s => s.Count > 1) : cut;
        if (cut >= 0 && DimensionSlice.Size(own) > Held)
        {
            ReadParts(slab, cut, (int)Math.Max(1, Held / (DimensionSlice.Size(own) / own[cut].Count)), destination);
            return;
        }

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

    /// <summary>A hyperslab whose lines are too many to hold, in parts along another axis.</summary>
    private void ReadParts<T>(ReadOnlySpan<DimensionSlice> slab, int cut, int count, Span<T> destination)
    {
        var (outer, inner) = ((int)DimensionSlice.Size(slab[..cut]), (int)DimensionSlice.Size(slab[(cut + 1)..]));
        var whole = slab[cut].Count;
        var part = slab.ToArray();
        var values = new T[outer * Math.Min(count, whole) * inner];
        for (var start = 0; start < whole; start += count)
        {
            var length = Math.Min(count, whole - start);
            part[cut] = slab[cut].Then(new DimensionSlice(start, length, 1));
            var read = values.AsSpan(0, outer * length * inner);
            Read(part, read);
            for (var o = 0; o < outer; o++)
            {
                read.Slice(o * length * inner, length * inner).CopyTo(destination.Slice(((o * whole) + start) * inner, length * inner));
            }
        }
    }

    private static int[] WholeLines(IArraySource source, int axis)
    {
        int[] lengths = [.. source.Shape.Select(n => Math.Max(1, n))];
        var room = Math.Max(1, Held / lengths[axis]);
        for (var d = lengths.Length - 1; d >= 0; d--)
        {
            lengths[d] = d == axis ? lengths[d] : Math.Min(Math.Min(source.Chunks?[d] ?? lengths[d], lengths[d]), room);
            room = d == axis ? room : Math.Max(1, room / lengths[d]);
        }

        return lengths;
    }
}
