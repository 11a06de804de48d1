using System.Numerics.Tensors;

namespace Isopleth.Atmosphere;

/// <summary>Events of a scene that comes in blocks of rows: one that crosses from block to block is one, as if the scene had been screened whole.</summary>
/// <remarks>
/// The law: with a threshold that does not come from the scene (any but a quantile of its own scores) and no local components, every division into blocks gives the same events.
/// Memory: the events that reach the last row of the last block.
/// </remarks>
/// <param name="options">What counts as unexpected; the size of an event counts when it is whole.</param>
public sealed class SpectralEventAccumulator(PcaScreeningOptions options)
{
    private readonly List<Growing> _open = [];
    private Growing?[] _edge = [];
    private PcaModel? _model;
    private int _rows;

    /// <summary>What each block is to be screened with: <see cref="PcaScreening.Screen"/> must not drop a part of an event for being small.</summary>
    public PcaScreeningOptions BlockOptions { get; } = options with { MinimumPixels = 1 };

    /// <summary>Pixels of the events that the next block may add to, as indices into the whole scene.</summary>
    public IEnumerable<int> OpenPixels => _open.SelectMany(open => open.Parts).SelectMany(part => part.Pixels);

    /// <summary>Adds the next block of rows.</summary>
    /// <param name="block">The block, whose first row follows the last one of the block before.</param>
    /// <param name="result">What its screening by <see cref="BlockOptions"/> found; one that was refused has no events.</param>
    /// <returns>The events that are whole now, the first pixel first; rows and pixels count from the first row of the first block.</returns>
    /// <exception cref="ArgumentException">The block has not as many columns as the one before.</exception>
    public IReadOnlyList<SpectralEvent> Add(SpectralScene block, PcaScreeningResult result)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(result);
        var columns = block.Columns;
        if (_rows > 0 && columns != _edge.Length)
        {
            throw new ArgumentException($"The block has {columns} columns, those before it {_edge.Length}; give the blocks of one scene.", nameof(block));
        }

        (_model, var edge) = (result.Model, new Growing?[columns]);
        var before = _open.ToArray();
        _open.Clear();
        foreach (var found in result.Events)
        {
            var grown = new Growing(Shift(found, columns));
            _open.Add(grown);
            foreach (var column in _rows == 0 ? [] : found.Pixels.TakeWhile(pixel => pixel < columns))
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(columns - 1, column + 1); x++)
                {
                    grown.Take(_edge[x]?.Whole);
                }
            }

            foreach (var pixel in found.Pixels.SkipWhile(pixel => pixel < (block.Rows - 1) * columns))
            {
                edge[pixel % columns] = grown;
            }
        }

        (_edge, _rows) = (edge, _rows + block.Rows);
        var growing = edge.Select(at => at?.Whole).ToHashSet();
        Growing[] whole = [.. before.Concat(_open).Where(each => each.Whole == each && !growing.Contains(each))];
        _open.RemoveAll(each => each.Whole != each || !growing.Contains(each));
        return Close(whole);
    }

    /// <summary>Ends the scene.</summary>
    /// <returns>The events that reach its last row.</returns>
    public IReadOnlyList<SpectralEvent> Complete()
    {
        var last = Close(_open);
        _open.Clear();
        (_edge, _rows) = ([], 0);
        return last;
    }

    private List<SpectralEvent> Close(IReadOnlyCollection<Growing> whole)
    {
        if (whole.Count == 0)
        {
            return [];
        }

        var indicators = whole.Any(each => each.Parts.Count > 1) ? SpectralEvents.Indicators(_model!, options) : [];
        return [.. whole.Select(each => each.Parts.Count == 1 ? each.Parts[0] : SpectralEvents.Named(Join(each.Parts), indicators, options))
            .Where(each => each.Pixels.Length >= options.MinimumPixels).OrderBy(each => each.Pixels[0])];
    }

    private SpectralEvent Shift(SpectralEvent found, int columns) => found with
    {
        Pixels = Array.ConvertAll(found.Pixels, pixel => pixel + (_rows * columns)),
        FirstRow = found.FirstRow + _rows,
        LastRow = found.LastRow + _rows,
        PeakPixel = found.PeakPixel + (_rows * columns),
    };

    private static SpectralEvent Join(List<SpectralEvent> parts)
    {
        var m = parts[0].Residual.Length;
        var (residual, spectrum, counts, pixels, indices) = (new double[m], new double[m], new int[m], 0, new double[parts[0].RangeIndex.Length]);
        foreach (var part in parts)
        {
            pixels += part.Pixels.Length;
            TensorPrimitives.MultiplyAdd(part.Residual, part.Pixels.Length, residual, residual);
            TensorPrimitives.MultiplyAdd(part.RangeIndex, part.Pixels.Length, indices, indices);
            TensorPrimitives.Add(counts, part.Counts, counts);
            for (var i = 0; i < m; i++)
            {
                spectrum[i] += part.Counts[i] > 0 ? part.Counts[i] * part.Spectrum[i] : 0;
            }
        }

        TensorPrimitives.Divide(residual, pixels, residual);
        TensorPrimitives.Divide(indices, pixels, indices);
        for (var i = 0; i < m; i++)
        {
            spectrum[i] /= counts[i]; // NaN where none
        }

        return parts.OrderByDescending(part => part.PeakScore).ThenBy(part => part.PeakPixel).First() with
        {
            Pixels = [.. parts.SelectMany(part => part.Pixels).Order()],
            FirstRow = parts.Min(part => part.FirstRow),
            LastRow = parts.Max(part => part.LastRow),
            FirstColumn = parts.Min(part => part.FirstColumn),
            LastColumn = parts.Max(part => part.LastColumn),
            Residual = residual,
            Spectrum = spectrum,
            Counts = counts,
            RangeIndex = indices,
        };
    }

    /// <summary>Parts of an event, one for each block it has touched and each piece it has in it.</summary>
    private sealed class Growing(SpectralEvent part)
    {
        private Growing? _takenBy;

        public List<SpectralEvent> Parts { get; } = [part];

        /// <summary>What it has become part of; itself while it has not.</summary>
        public Growing Whole => _takenBy?.Whole ?? this;

        public void Take(Growing? other)
        {
            if (other is not null && other != this)
            {
                Parts.AddRange(other.Parts);
                other._takenBy = this;
            }
        }
    }
}
