using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The values of an array, chunk by chunk; several chunks are decoded at once.</summary>
/// <typeparam name="TElement">A number or <see cref="string"/>.</typeparam>
internal sealed class ZarrSource<TElement>(ZarrArray array) : IArraySource
{
    public Type ElementType => typeof(TElement);

    public IReadOnlyList<int> Shape => array.Shape;

    public IReadOnlyList<int>? Chunks => array.Shape.Length == 0 ? null : array.Chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var target = SourceReader.Reinterpret<T, TElement>(destination);
        if (target.IsEmpty)
        {
            return;
        }

        var slices = slab.ToArray();
        foreach (var batch in Hit(slices).Chunk(Environment.ProcessorCount))
        {
            var decoded = new Array?[batch.Length];
            if (batch.Length == 1)
            {
                decoded[0] = array.Chunk(batch[0]);
            }
            else
            {
                try
                {
                    _ = Parallel.For(0, batch.Length, i => decoded[i] = array.Chunk(batch[i]));
                }
                catch (AggregateException e) when (e.InnerException is DataFormatException damaged)
                {
                    throw new DataFormatException(damaged.Message, innerException: damaged);
                }
            }

            for (var i = 0; i < batch.Length; i++)
            {
                Place(batch[i], (TElement[]?)decoded[i], slices, target);
            }
        }
    }

    /// <summary>The chunks that a slab touches.</summary>
    private IEnumerable<int[]> Hit(DimensionSlice[] slab)
    {
        var per = slab.Select((s, d) => Enumerable.Range(0, s.Count).Select(i => (s.Start + (i * s.Stride)) / array.Chunks[d]).Distinct().ToArray()).ToArray();
        var at = new int[slab.Length];
        while (true)
        {
            yield return [.. at.Select((k, d) => per[d][k])];
            var carry = slab.Length - 1;
            while (carry >= 0 && ++at[carry] >= per[carry].Length)
            {
                at[carry--] = 0;
            }

            if (carry < 0)
            {
                yield break;
            }
        }
    }

    private void Place(int[] chunk, TElement[]? elements, DimensionSlice[] slab, Span<TElement> target)
    {
        var rank = slab.Length;
        var steps = new int[rank];
        for (int i = rank - 1, step = 1; i >= 0; step *= array.Chunks[array.Permutation[i--]])
        {
            steps[array.Permutation[i]] = step;
        }

        // For each dimension, which of the slab's positions lie in this chunk, and where they begin in it.
        var (first, count, inside, targetSteps) = (new int[rank], new int[rank], new int[rank], new int[rank]);
        for (int d = rank - 1, step = 1; d >= 0; step *= slab[d--].Count)
        {
            var (start, stride) = (slab[d].Start, slab[d].Stride);
            var from = chunk[d] * array.Chunks[d];
            first[d] = Math.Max(0, (from - start + stride - 1) / stride);
            var last = Math.Min(slab[d].Count - 1, (from + array.Chunks[d] - 1 - start) / stride);
            count[d] = last - first[d] + 1;
            inside[d] = start + (first[d] * stride) - from;
            targetSteps[d] = step;
        }

        var (source, offset) = (0, 0);
        for (var d = 0; d < rank; d++)
        {
            source += inside[d] * steps[d];
            offset += first[d] * targetSteps[d];
        }

        Copy(elements, slab, count, steps, targetSteps, 0, source, offset, target);
    }

    private void Copy(TElement[]? elements, DimensionSlice[] slab, int[] count, int[] steps, int[] targetSteps, int dimension, int source, int offset, Span<TElement> target)
    {
        if (dimension == slab.Length)
        {
            target[offset] = elements is null ? (TElement)array.Fill : elements[source];
            return;
        }

        var step = steps[dimension] * slab[dimension].Stride;
        if (dimension == slab.Length - 1)
        {
            var row = target.Slice(offset, count[dimension]);
            if (elements is null)
            {
                row.Fill((TElement)array.Fill);
            }
            else if (step == 1)
            {
                elements.AsSpan(source, row.Length).CopyTo(row);
            }
            else
            {
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = elements[source + (i * step)];
                }
            }

            return;
        }

        for (var i = 0; i < count[dimension]; i++)
        {
            Copy(elements, slab, count, steps, targetSteps, dimension + 1, source + (i * step), offset + (i * targetSteps[dimension]), target);
        }
    }
}
