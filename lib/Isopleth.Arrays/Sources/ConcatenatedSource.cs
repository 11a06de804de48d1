namespace Isopleth.Arrays;

/// <summary>Sources of one element type one after the other along an axis.</summary>
internal sealed class ConcatenatedSource : IArraySource
{
    private readonly IReadOnlyList<IArraySource> _parts;
    private readonly int _axis;
    private readonly int[] _starts;

    public ConcatenatedSource(IReadOnlyList<IArraySource> parts, int axis)
    {
        _parts = parts;
        _axis = axis;
        _starts = new int[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++)
        {
            _starts[i + 1] = checked(_starts[i] + parts[i].Shape[axis]);
        }

        Shape = [.. parts[0].Shape.Select((n, d) => d == axis ? _starts[^1] : n)];
        // Parts that are files are rarely chunked alike; the largest block along each axis avoids reading one twice.
        Chunks = parts.All(p => p.Chunks is null) ? null : [.. Shape.Select((_, d) => parts.Max(p => p.Chunks?[d] ?? p.Shape[d])).Select(n => Math.Max(1, n))];
    }

    public Type ElementType => _parts[0].ElementType;

    public IReadOnlyList<int> Shape { get; }

    public IReadOnlyList<int>? Chunks { get; }

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var wanted = slab[_axis];
        var outer = (int)DimensionSlice.Size(slab[.._axis]);
        var inner = (int)DimensionSlice.Size(slab[(_axis + 1)..]);
        var own = slab.ToArray();
        for (int i = 0, count; i < wanted.Count; i += count)
        {
            var position = wanted.Start + (i * wanted.Stride);
            var part = Array.BinarySearch(_starts, position);
            part = part < 0 ? ~part - 1 : part;
            while (_starts[part + 1] == position)
            {
                part++;
            }

            count = Math.Min(wanted.Count - i, ((_starts[part + 1] - position - 1) / wanted.Stride) + 1);
            own[_axis] = new DimensionSlice(position - _starts[part], count, wanted.Stride);
            if (outer == 1)
            {
                _parts[part].Read(own, destination.Slice(i * inner, count * inner));
                continue;
            }

            var read = new T[outer * count * inner];
            _parts[part].Read<T>(own, read);
            for (var o = 0; o < outer; o++)
            {
                read.AsSpan(o * count * inner, count * inner).CopyTo(destination.Slice(((o * wanted.Count) + i) * inner, count * inner));
            }
        }
    }
}
