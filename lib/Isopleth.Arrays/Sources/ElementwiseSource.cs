using System.Buffers;

namespace Isopleth.Arrays;

/// <summary>A source laid over the dimensions of a result.</summary>
/// <param name="Source">The values.</param>
/// <param name="Axes">For each dimension of the result the source's axis, or -1 where the values repeat.</param>
internal readonly record struct Operand(IArraySource Source, int[] Axes);

/// <summary>What is done with one to three runs of values; those that an operation does not take are empty.</summary>
internal delegate void Kernel<T, TOut>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<TOut> destination);

/// <summary>An operation on values at the same place, done when they are read, a block at a time; also the transposition and repetition of a source.</summary>
internal sealed class ElementwiseSource<T, TOut>(IReadOnlyList<Operand> operands, int[] shape, Kernel<T, TOut> kernel) : IArraySource
{
    public Type ElementType => typeof(TOut);

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks { get; } = ChunksOf(operands, shape);

    public bool InMemory => false;

    public void Read<TRead>(ReadOnlySpan<DimensionSlice> slab, Span<TRead> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var target = SourceReader.Reinterpret<TRead, TOut>(destination);
        var scratch = new T[operands.Count][];
        foreach (var (block, offset, length) in Blocks.Of(slab.ToArray(), Chunks))
        {
            for (var i = 0; i < scratch.Length; i++)
            {
                if (scratch[i] is null || scratch[i].Length < length)
                {
                    Return(scratch[i]);
                    scratch[i] = ArrayPool<T>.Shared.Rent(length);
                }

                Fill(operands[i], block, scratch[i].AsSpan(0, length));
            }

            ReadOnlySpan<T> Values(int i) => i < scratch.Length ? scratch[i].AsSpan(0, length) : default;
            kernel(Values(0), Values(1), Values(2), target.Slice(offset, length));
        }

        Array.ForEach(scratch, Return);
    }

    private static void Return(T[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    private static void Fill(Operand operand, DimensionSlice[] block, Span<T> values)
    {
        var own = new DimensionSlice[operand.Source.Shape.Count];
        var inOrder = true;
        for (int d = 0, last = -1; d < block.Length; d++)
        {
            if (operand.Axes[d] < 0)
            {
                inOrder &= block[d].Count == 1;
                continue;
            }

            own[operand.Axes[d]] = block[d];
            inOrder &= block[d].Count == 1 || operand.Axes[d] > last;
            last = block[d].Count == 1 ? last : operand.Axes[d];
        }

        if (inOrder)
        {
            SourceReader.Read(operand.Source, own, values);
            return;
        }

        var size = (int)DimensionSlice.Size(own);
        var read = ArrayPool<T>.Shared.Rent(size);
        SourceReader.Read(operand.Source, own, read.AsSpan(0, size));
        var strides = new int[block.Length];
        for (var d = 0; d < block.Length; d++)
        {
            strides[d] = operand.Axes[d] < 0 ? 0 : (int)DimensionSlice.Size(own.AsSpan(operand.Axes[d] + 1));
        }

        Spread(read, 0, strides, block, values);
        ArrayPool<T>.Shared.Return(read);
    }

    private static void Spread(ReadOnlySpan<T> source, int at, ReadOnlySpan<int> strides, ReadOnlySpan<DimensionSlice> block, Span<T> values)
    {
        var (count, stride) = (block[0].Count, strides[0]);
        if (block.Length > 1)
        {
            var inner = values.Length / count;
            for (var i = 0; i < count; i++)
            {
                Spread(source, at + (i * stride), strides[1..], block[1..], values.Slice(i * inner, inner));
            }
        }
        else if (stride == 0)
        {
            values.Fill(source[at]);
        }
        else if (stride == 1)
        {
            source.Slice(at, count).CopyTo(values);
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                values[i] = source[at + (i * stride)];
            }
        }
    }

    /// <summary>The chunks of the largest operand that has any; what repeats is in one piece.</summary>
    private static int[]? ChunksOf(IReadOnlyList<Operand> operands, int[] shape)
    {
        var chunked = operands.Where(o => o.Source.Chunks is not null).OrderByDescending(o => o.Source.Shape.Aggregate(1L, (p, n) => p * n)).Take(1).ToArray();
        return chunked is [var (source, axes)] ? [.. shape.Select((n, d) => axes[d] < 0 ? Math.Max(1, n) : source.Chunks![axes[d]])] : null;
    }
}
