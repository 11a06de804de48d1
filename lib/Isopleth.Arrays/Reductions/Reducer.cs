using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>Reduces a source over some axes, and by groups of positions along one, in one pass over its chunks, in parallel and in bounded memory.</summary>
/// <param name="source">Numbers.</param>
/// <param name="reduced">For each axis whether it goes.</param>
/// <param name="grouped">The axis whose positions are grouped, or -1.</param>
/// <param name="groups">For each position of that axis its group, or -1 for none.</param>
/// <param name="groupCount">How many groups there are.</param>
internal sealed class Reducer(IArraySource source, bool[] reduced, int grouped = -1, int[]? groups = null, int groupCount = 0)
{
    /// <summary>Elements read at once by each worker.</summary>
    private const int TileElements = 1 << 20;

    /// <summary>Cells of the result that are worked on at once; each worker holds them.</summary>
    private const int Cells = 1 << 21;

    private readonly int[] _shape = [.. source.Shape];

    /// <summary>The shape of the result: reduced axes are gone, the grouped one has the groups.</summary>
    public int[] ResultShape => [.. Enumerable.Range(0, _shape.Length).Where(d => !reduced[d]).Select(d => d == grouped ? groupCount : _shape[d])];

    /// <summary>How many values each group has along its axis; one group of one without grouping.</summary>
    private long[] GroupSizes
    {
        get
        {
            var sizes = new long[grouped < 0 ? 1 : groupCount];
            foreach (var group in (groups ?? [0]).Where(g => g >= 0))
            {
                sizes[group]++;
            }

            return sizes;
        }
    }

    /// <summary>How many values become one, at least.</summary>
    public long FewestPerCell => GroupSizes.DefaultIfEmpty().Min() * ReducedSize;

    private long ReducedSize => _shape.Where((_, d) => reduced[d]).Aggregate(1L, (product, n) => product * n);

    /// <summary>The result in row-major order, by an accumulator.</summary>
    public double[] Stream(Func<int, Accumulator> make, ReductionOptions options)
    {
        var sizes = GroupSizes;
        return Collect(Cells, (region, strides) =>
        {
            var cells = CellsOf(region);
            var accumulator = Accumulate(make, cells, region, strides);
            var values = new double[cells];
            for (var cell = 0; cell < cells; cell++)
            {
                var group = grouped < 0 ? 0 : cell / strides[grouped] % groupCount;
                values[cell] = accumulator.Value(cell, options, sizes[group] * ReducedSize);
            }

            return values;
        });
    }

    /// <summary>The result in row-major order, by a function of all values of a cell, missing ones left out, that may reorder them.</summary>
    public double[] Gather(Func<Span<double>, double> function, ReductionOptions options)
    {
        var perCell = Math.Max(1, _shape.Where((_, d) => reduced[d] || d == grouped).Aggregate(1L, (product, n) => product * n));
        return Collect(Math.Max(1, 4L * TileElements / perCell * Math.Max(1, groupCount)), (region, strides) =>
        {
            var size = DimensionSlice.Size(region);
            if (size > Array.MaxLength)
            {
                throw new ArgumentException($"{perCell} values belong to one result, more than fit in memory at once; select a part, or reduce other dimensions first.");
            }

            var all = new double[size];
            SourceReader.Read<double>(source, region, all);
            var (offsets, starts) = Offsets(region, strides);
            var values = new double[CellsOf(region)];
            var runs = Math.Clamp(Environment.ProcessorCount, 1, Math.Max(1, starts.Length));
            InParallel.For(runs, run =>
            {
                var scratch = new double[offsets.Max(o => o.Count)];
                for (var s = run; s < starts.Length; s += runs)
                {
                    for (var g = 0; g < offsets.Length; g++)
                    {
                        var count = 0;
                        foreach (var offset in offsets[g])
                        {
                            var value = all[starts[s].At + offset];
                            scratch[count] = value;
                            count += double.IsNaN(value) ? 0 : 1;
                        }

                        var missing = count == 0 || count < options.MinCount || (!options.SkipMissing && count < offsets[g].Count);
                        values[starts[s].Cell + (grouped < 0 ? 0 : g * strides[grouped])] = missing ? double.NaN : function(scratch.AsSpan(0, count));
                    }
                }
            });
            return values;
        });
    }

    /// <summary>The results of regions of the kept axes, put together.</summary>
    private double[] Collect(long cells, Func<DimensionSlice[], int[], double[]> compute)
    {
        var resultShape = ResultShape;
        var size = resultShape.Aggregate(1L, (product, n) => product * n);
        if (size > Array.MaxLength)
        {
            throw new ArgumentException($"The result has {size} values of shape {Describe.Shape(resultShape)}, more than one array can hold ({Array.MaxLength}); select a part first.");
        }

        var result = new double[size];
        var kept = _shape.Select((n, d) => IsKept(d) ? n : 1).ToArray();
        foreach (var tile in Tiles.Of(kept, source.Chunks is { } chunks ? [.. chunks.Select((n, d) => IsKept(d) ? n : 1)] : null, Math.Max(1, cells / Math.Max(1, groupCount))))
        {
            DimensionSlice[] region = [.. tile.Select((slice, d) => IsKept(d) ? slice : DimensionSlice.All(_shape[d]))];
            var values = compute(region, Strides(region.Select(s => s.Count)));
            Scatter(values, [.. _shape.Index().Where(x => !reduced[x.Index]).Select(x => x.Index == grouped ? DimensionSlice.All(groupCount) : region[x.Index])], resultShape, result);
        }

        return result;
    }

    private bool IsKept(int axis) => !reduced[axis] && axis != grouped;

    private int CellsOf(DimensionSlice[] region) => (int)region.Index().Where(r => !reduced[r.Index]).Aggregate(1L, (product, r) => product * (r.Index == grouped ? groupCount : r.Item.Count));

    /// <summary>How far apart neighbours along each axis lie among a region's cells; 0 for reduced axes.</summary>
    private int[] Strides(IEnumerable<int> counts)
    {
        var lengths = counts.ToArray();
        var strides = new int[lengths.Length];
        var stride = 1;
        for (var d = lengths.Length - 1; d >= 0; d--)
        {
            strides[d] = reduced[d] ? 0 : stride;
            stride *= reduced[d] ? 1 : d == grouped ? groupCount : lengths[d];
        }

        return strides;
    }

    private Accumulator Accumulate(Func<int, Accumulator> make, int cells, DimensionSlice[] region, int[] strides)
    {
        var counts = region.Select(s => s.Count).ToArray();
        var tiles = Tiles.Of(counts, source.Chunks, TileElements);
        // Each worker goes through one run of tiles, and the runs are merged in order: the result does not depend on who was faster.
        var workers = Math.Clamp(Environment.ProcessorCount, 1, Math.Max(1, tiles.Count));
        var parts = new Accumulator[workers];
        void Run(int worker)
        {
            parts[worker] = make(cells);
            var work = new TileWork(this, parts[worker], region, strides, tiles, (int)((long)tiles.Count * worker / workers), (int)((long)tiles.Count * (worker + 1) / workers));
            NumericTypes.Invoke(source.ElementType, ref work);
        }

        InParallel.For(workers, Run);
        foreach (var part in parts.Skip(1))
        {
            parts[0].Merge(part);
        }

        return parts[0];
    }

    /// <summary>One tile's values, a row at a time: the innermost axes that are all kept, or all reduced.</summary>
    private void Add<T>(Accumulator accumulator, DimensionSlice[] region, int[] strides, DimensionSlice[] tile, ReadOnlySpan<T> values) where T : unmanaged, INumber<T>
    {
        var first = tile.Length - 1;
        var row = first < 0 ? 1 : tile[first].Count;
        while (first > 0 && Joins(first, tile, region))
        {
            row *= tile[--first].Count;
        }

        var scratch = ArrayPool<double>.Shared.Rent(Math.Min(row, 4096));
        var at = new int[Math.Max(first, 0)];
        for (var offset = 0; offset < values.Length; offset += row)
        {
            var (cell, position) = Place(at, tile, strides, first);
            if (cell >= 0)
            {
                AddRow(accumulator, cell, position, Math.Max(first, 0), values.Slice(offset, row), scratch, tile);
            }

            for (var d = first - 1; d >= 0 && ++at[d] == tile[d].Count; d--)
            {
                at[d] = 0;
            }
        }

        ArrayPool<double>.Shared.Return(scratch);
    }

    /// <summary>Whether an axis and the one before it make one row.</summary>
    private bool Joins(int axis, DimensionSlice[] tile, DimensionSlice[] region) =>
        axis != grouped && axis - 1 != grouped && reduced[axis] == reduced[axis - 1] && (reduced[axis] || tile[axis].Count == region[axis].Count);

    /// <summary>The cell at which a row begins (-1 where its group is none), and its position along the reduced or grouped axis.</summary>
    private (int Cell, int Position) Place(int[] at, DimensionSlice[] tile, int[] strides, int first)
    {
        var (cell, position) = (0, 0);
        for (var d = 0; d < tile.Length; d++)
        {
            var here = tile[d].Start + (d < first ? at[d] : 0);
            position = IsKept(d) ? position : here;
            if (d == grouped && d < first)
            {
                if (groups![here] < 0)
                {
                    return (-1, 0);
                }

                here = groups[here];
            }

            cell += d == grouped && d >= first ? 0 : here * strides[d];
        }

        return (cell, position);
    }

    private void AddRow<T>(Accumulator accumulator, int cell, int position, int axis, ReadOnlySpan<T> row, double[] scratch, DimensionSlice[] tile) where T : unmanaged, INumber<T>
    {
        for (int start = 0, count; start < row.Length; start += count)
        {
            count = Math.Min(row.Length - start, scratch.Length);
            var values = scratch.AsSpan(0, count);
            TensorPrimitives.ConvertTruncating(row.Slice(start, count), values);
            if (tile.Length == 0 || IsKept(axis))
            {
                accumulator.AddCells(cell + start, values, position);
            }
            else if (axis != grouped)
            {
                accumulator.AddRow(cell, values, position + start);
            }
            else
            {
                AddGroups(accumulator, cell, position + start, values);
            }
        }
    }

    private void AddGroups(Accumulator accumulator, int cell, int position, ReadOnlySpan<double> values)
    {
        for (int i = 0, run; i < values.Length; i += run)
        {
            var group = groups![position + i];
            run = 1;
            while (i + run < values.Length && groups[position + i + run] == group)
            {
                run++;
            }

            if (group >= 0)
            {
                accumulator.AddRow(cell + group, values.Slice(i, run), position + i);
            }
        }
    }

    /// <summary>For each group where its values lie from a cell's first on, and for each cell of the first group where it begins.</summary>
    private (List<int>[] Offsets, (int At, int Cell)[] Starts) Offsets(DimensionSlice[] region, int[] strides)
    {
        var offsets = Enumerable.Range(0, Math.Max(grouped < 0 ? 1 : groupCount, 1)).Select(_ => new List<int>()).ToArray();
        var starts = new List<(int, int)>();
        void Walk(int d, int at, int cell, int group, bool kept)
        {
            if (d == region.Length)
            {
                if (kept)
                {
                    starts.Add((at, cell));
                }
                else if (group >= 0)
                {
                    offsets[group].Add(at);
                }

                return;
            }

            var inner = (int)DimensionSlice.Size(region.AsSpan(d + 1));
            for (var i = 0; i < (IsKept(d) == kept ? region[d].Count : 1); i++)
            {
                Walk(d + 1, at + (i * inner), cell + (kept ? i * strides[d] : 0), d == grouped && !kept ? groups![i] : group, kept);
            }
        }

        Walk(0, 0, 0, 0, kept: true);
        Walk(0, 0, 0, 0, kept: false);
        return (offsets, [.. starts]);
    }

    private static void Scatter(double[] values, DimensionSlice[] part, int[] shape, double[] result)
    {
        if (values.Length == result.Length)
        {
            values.CopyTo(result, 0);
            return;
        }

        var row = part[^1].Count;
        var at = new int[part.Length - 1];
        for (var offset = 0; offset < values.Length; offset += row)
        {
            var target = 0L;
            for (var d = 0; d < part.Length; d++)
            {
                target = (target * shape[d]) + part[d].Start + (d < at.Length ? at[d] : 0);
            }

            values.AsSpan(offset, row).CopyTo(result.AsSpan((int)target));
            for (var d = at.Length - 1; d >= 0 && ++at[d] == part[d].Count; d--)
            {
                at[d] = 0;
            }
        }
    }

    private readonly struct TileWork(Reducer reducer, Accumulator accumulator, DimensionSlice[] region, int[] strides, List<DimensionSlice[]> tiles, int from, int to) : INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T>
        {
            for (var i = from; i < to; i++)
            {
                var size = (int)DimensionSlice.Size(tiles[i]);
                var values = ArrayPool<T>.Shared.Rent(size);
                reducer.Read(region, tiles[i], values.AsSpan(0, size));
                reducer.Add<T>(accumulator, region, strides, tiles[i], values.AsSpan(0, size));
                ArrayPool<T>.Shared.Return(values);
            }
        }
    }

    private void Read<T>(DimensionSlice[] region, DimensionSlice[] tile, Span<T> values) => source.Read([.. region.Zip(tile, (r, t) => r.Then(t))], values);
}
