using System.Numerics;
using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>Stored values as they are meant: missing ones NaN, packed ones unpacked, a block at a time.</summary>
internal sealed class DecodedSource(IArraySource stored, Packing packing) : IArraySource
{
    public Type ElementType => packing.DecodedType;

    public IReadOnlyList<int> Shape => stored.Shape;

    public IReadOnlyList<int>? Chunks => stored.Chunks;

    public bool InMemory => stored.InMemory;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        foreach (var (block, offset, length) in Blocks.Of(slab.ToArray(), stored.Chunks))
        {
            var part = destination.Slice(offset, length);
            SourceReader.Read(stored, block, part);
            if (typeof(T) == typeof(double))
            {
                Decode(SourceReader.Reinterpret<T, double>(part));
            }
            else
            {
                Decode(SourceReader.Reinterpret<T, float>(part));
            }
        }
    }

    private void Decode<T>(Span<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        // Fill and stored range speak of packed values, so they come before unpacking.
        foreach (var missing in packing.Missing)
        {
            MaskEqual(values, T.CreateTruncating(missing));
        }

        if (packing.HasRange && !packing.RangeIsDecoded)
        {
            MaskOutside(values, T.CreateTruncating(packing.ValidMin), T.CreateTruncating(packing.ValidMax));
        }

        if (packing.IsPacked)
        {
            TensorPrimitives.Multiply(values, T.CreateTruncating(packing.Scale), values);
            TensorPrimitives.Add(values, T.CreateTruncating(packing.Offset), values);
        }

        if (packing.RangeIsDecoded)
        {
            MaskOutside(values, T.CreateTruncating(packing.ValidMin), T.CreateTruncating(packing.ValidMax));
        }
    }

    private static void MaskEqual<T>(Span<T> values, T missing) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        var nan = new Vector<T>(T.NaN);
        var sentinel = new Vector<T>(missing);
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(values[i..]);
            Vector.ConditionalSelect(Vector.Equals(v, sentinel), nan, v).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = values[i] == missing ? T.NaN : values[i];
        }
    }

    private static void MaskOutside<T>(Span<T> values, T min, T max) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        var nan = new Vector<T>(T.NaN);
        var low = new Vector<T>(min);
        var high = new Vector<T>(max);
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(values[i..]);
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(v, low) & Vector.LessThanOrEqual(v, high), v, nan).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = values[i] >= min && values[i] <= max ? values[i] : T.NaN;
        }
    }
}
