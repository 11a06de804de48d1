using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>A hyperslab over a grid of chunks: which chunks it touches, and where their elements go.</summary>
internal sealed class ChunkWindow
{
    private readonly DimensionSlice[] _slab;
    private readonly IReadOnlyList<int> _chunks;
    private readonly int[][] _touched;
    private readonly int[] _steps;
    private readonly int[] _targetSteps;

    /// <param name="slab">What is wanted; not empty.</param>
    /// <param name="chunks">The shape of a chunk.</param>
    /// <param name="permutation">The order of the dimensions inside a chunk, slowest first; row-major when null.</param>
    public ChunkWindow(ReadOnlySpan<DimensionSlice> slab, IReadOnlyList<int> chunks, IReadOnlyList<int>? permutation = null)
    {
        (_slab, _chunks) = (slab.ToArray(), chunks);
        var rank = slab.Length;
        (_touched, _steps, _targetSteps) = (new int[rank][], new int[rank], new int[rank]);
        Count = 1;
        for (int d = rank - 1, step = 1, target = 1; d >= 0; d--)
        {
            var stored = permutation?[d] ?? d;
            _steps[stored] = step;
            step *= chunks[stored];
            _targetSteps[d] = target;
            target *= _slab[d].Count;
            _touched[d] = Touched(_slab[d], chunks[d]);
            Count *= _touched[d].Length;
        }
    }

    /// <summary>How many chunks are touched.</summary>
    public long Count { get; }

    /// <summary>Where the n-th touched chunk lies in the grid, in row-major order.</summary>
    public int[] At(long number)
    {
        var at = new int[_slab.Length];
        for (var d = at.Length - 1; d >= 0; d--)
        {
            (number, var index) = Math.DivRem(number, _touched[d].Length);
            at[d] = _touched[d][index];
        }

        return at;
    }

    /// <summary>Where a chunk's elements begin in the result when it goes there in one piece, as it is; null when it does not.</summary>
    public int? Whole(ReadOnlySpan<int> at)
    {
        Span<Part> parts = stackalloc Part[_slab.Length];
        Cut(at, parts, out var source, out var target);
        for (int d = parts.Length - 1, run = 1; d >= 0; run *= _chunks[d--])
        {
            if (parts[d].Count != _chunks[d] || (parts[d].Count > 1 && (parts[d].Step != run || parts[d].TargetStep != run)))
            {
                return null;
            }
        }

        return source == 0 ? target : null;
    }

    /// <summary>Copies what is wanted of a chunk to its place in the result.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="at">The chunk.</param>
    /// <param name="chunk">Its elements; empty when all of them are <paramref name="fill"/>.</param>
    /// <param name="fill">What an unwritten chunk holds.</param>
    /// <param name="result">All that is wanted.</param>
    public void Place<T>(ReadOnlySpan<int> at, ReadOnlySpan<T> chunk, T fill, Span<T> result)
    {
        Span<Part> parts = stackalloc Part[_slab.Length];
        Cut(at, parts, out var source, out var target);
        Copy(parts, chunk, source, fill, result, target);
    }

    /// <summary>The part of the slab that lies in a chunk, as a slab of the array.</summary>
    public DimensionSlice[] Slab(int[] at) => [.. at.Select((k, d) => Range(k, d) is var (first, count) ? _slab[d].Then(new DimensionSlice(first, count, 1)) : default)];

    /// <summary>Copies the values of <see cref="Slab"/> to their place in the result.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="at">The chunk.</param>
    /// <param name="values">The slab's values.</param>
    /// <param name="result">All that is wanted.</param>
    public void PlaceSlab<T>(ReadOnlySpan<int> at, ReadOnlySpan<T> values, Span<T> result)
    {
        Span<Part> parts = stackalloc Part[_slab.Length];
        Cut(at, parts, out _, out var target);
        for (int d = parts.Length - 1, step = 1; d >= 0; step *= parts[d--].Count)
        {
            parts[d] = parts[d] with { Step = step };
        }

        Copy(parts, values, 0, default!, result, target);
    }

    /// <summary>Takes a part out of a row-major block, into the corner of another.</summary>
    /// <typeparam name="T">The elements.</typeparam>
    /// <param name="block">The block.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="part">What is taken.</param>
    /// <param name="target">The other block.</param>
    /// <param name="targetShape">Its shape, nowhere less than the part's.</param>
    public static void Gather<T>(ReadOnlySpan<T> block, int[] shape, DimensionSlice[] part, Span<T> target, int[] targetShape)
    {
        Span<Part> parts = stackalloc Part[shape.Length];
        var source = 0;
        for (int d = shape.Length - 1, step = 1, targetStep = 1; d >= 0; step *= shape[d], targetStep *= targetShape[d--])
        {
            parts[d] = new Part(part[d].Count, step, targetStep);
            source += part[d].Start * step;
        }

        Copy(parts, block, source, default!, target, 0);
    }

    private static void Copy<T>(ReadOnlySpan<Part> parts, ReadOnlySpan<T> chunk, int source, T fill, Span<T> result, int target)
    {
        // The last dimensions that lie in one piece on both sides are one run.
        var (run, inner) = (1, parts.Length - 1);
        for (; inner >= 0 && (parts[inner].Count == 1 || ((chunk.IsEmpty || parts[inner].Step == run) && parts[inner].TargetStep == run)); inner--)
        {
            run *= parts[inner].Count;
        }

        Span<int> counter = stackalloc int[parts.Length];
        while (true)
        {
            if (chunk.IsEmpty)
            {
                result.Slice(target, run).Fill(fill);
            }
            else if (run == 1)
            {
                result[target] = chunk[source];
            }
            else
            {
                chunk.Slice(source, run).CopyTo(result[target..]);
            }

            var d = inner;
            for (; d >= 0; d--)
            {
                (source, target) = (source + parts[d].Step, target + parts[d].TargetStep);
                if (++counter[d] < parts[d].Count)
                {
                    break;
                }

                (source, target) = (source - (parts[d].Step * parts[d].Count), target - (parts[d].TargetStep * parts[d].Count));
                counter[d] = 0;
            }

            if (d < 0)
            {
                return;
            }
        }
    }

    /// <summary>The chunks along one dimension that a slice touches, ascending.</summary>
    private static int[] Touched(DimensionSlice slice, int chunk)
    {
        var (first, last) = (slice.Start / chunk, (slice.Start + ((slice.Count - 1) * slice.Stride)) / chunk);
        return slice.Stride <= chunk
            ? [.. Enumerable.Range(first, last - first + 1)]
            : [.. Enumerable.Range(0, slice.Count).Select(i => (slice.Start + (i * slice.Stride)) / chunk)];
    }

    /// <summary>Which of the slab's positions along a dimension lie in a chunk.</summary>
    private (int First, int Count) Range(int at, int dimension)
    {
        var (slice, length) = (_slab[dimension], _chunks[dimension]);
        var from = (long)at * length;
        var first = (int)Math.Max(0, (from - slice.Start + slice.Stride - 1) / slice.Stride);
        var last = (int)Math.Min(slice.Count - 1, (from + length - 1 - slice.Start) / slice.Stride);
        return (first, last - first + 1);
    }

    private void Cut(ReadOnlySpan<int> at, Span<Part> parts, out int source, out int target)
    {
        (source, target) = (0, 0);
        for (var d = 0; d < at.Length; d++)
        {
            var (first, count) = Range(at[d], d);
            source += (_slab[d].Start + (first * _slab[d].Stride) - (at[d] * _chunks[d])) * _steps[d];
            target += first * _targetSteps[d];
            parts[d] = new Part(count, _steps[d] * _slab[d].Stride, _targetSteps[d]);
        }
    }

    /// <summary>What of one dimension is copied: how many positions, and their steps in the chunk and in the result.</summary>
    private readonly record struct Part(int Count, int Step, int TargetStep);
}
