namespace Isopleth.Arrays;

/// <summary>Cuts a hyperslab into blocks, each contiguous in the row-major result.</summary>
internal static class Blocks
{
    /// <summary>Elements of one block: enough that the cost of a call vanishes, few enough to stay in the cache.</summary>
    private const int Elements = 1 << 18;

    /// <summary>The blocks of a hyperslab in row-major order.</summary>
    /// <param name="slab">The hyperslab, not empty.</param>
    /// <param name="chunks">The source's chunk shape, or null.</param>
    /// <returns>Each block with its offset and length in the result.</returns>
    public static IEnumerable<(DimensionSlice[] Block, int Offset, int Length)> Of(DimensionSlice[] slab, IReadOnlyList<int>? chunks)
    {
        var size = DimensionSlice.Size(slab);
        if (size <= Elements)
        {
            yield return (slab, 0, (int)size);
            yield break;
        }

        // One dimension is cut; those before it go one position at a time, those after it whole.
        // Of a chunked source only the first is cut, by whole chunks, so that none is inflated twice.
        var cut = 0;
        var inner = size / slab[0].Count;
        while (chunks is null && inner > Elements && cut < slab.Length - 1)
        {
            cut++;
            inner /= slab[cut].Count;
        }

        var step = StepAlong(slab[cut], inner, chunks?[cut]);
        var offset = 0;
        foreach (var block in Outer(slab, cut))
        {
            for (var start = 0; start < slab[cut].Count; start += step)
            {
                var count = Math.Min(step, slab[cut].Count - start);
                block[cut] = slab[cut].Then(new DimensionSlice(start, count, 1));
                var length = (int)(count * inner);
                yield return (block, offset, length);
                offset += length;
            }
        }
    }

    private static int StepAlong(DimensionSlice slice, long inner, int? chunk)
    {
        var step = (int)Math.Clamp(Elements / inner, 1, slice.Count);
        var whole = slice.Stride == 1 && chunk is { } length ? (step + length - 1) / length * length : step;
        return Math.Min(whole, slice.Count);
    }

    /// <summary>Every position of the dimensions before <paramref name="cut"/>, in row-major order, in one reused slab.</summary>
    private static IEnumerable<DimensionSlice[]> Outer(DimensionSlice[] slab, int cut)
    {
        var block = (DimensionSlice[])slab.Clone();
        var counter = new int[cut];
        while (true)
        {
            for (var d = 0; d < cut; d++)
            {
                block[d] = slab[d].Then(new DimensionSlice(counter[d], 1, 1));
            }

            yield return block;
            var carry = cut - 1;
            while (carry >= 0 && ++counter[carry] == slab[carry].Count)
            {
                counter[carry--] = 0;
            }

            if (carry < 0)
            {
                yield break;
            }
        }
    }
}
