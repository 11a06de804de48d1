using System.Diagnostics;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Screens granules as they come, in blocks of scan lines, one for each processor at a time, while the granule before is written and the next is opened; what is found goes to files, once.</summary>
/// <remarks>
/// <para>
/// For a granule with events: <c>products/NAME.screening.nc</c> (the selected spectra), <c>events/NAME.parquet</c> (the events; the folder is one table) and
/// <c>items/NAME.json</c> (a STAC item). Then the alerts; then a line in <c>journal.jsonl</c>, which alone makes the granule done. Files come into their places whole.
/// A run that was killed at any moment is taken up by the next one: what has no line in the journal is done again, with the same result.
/// </para>
/// <para>Memory: a block of spectra with their noise for each processor and one more, four at most, and the selected spectra and flagged pixels of two granules, whatever the number and length of the granules.</para>
/// </remarks>
public sealed class ScreeningChain : IDisposable
{
    private readonly ScreeningChainOptions _options;
    private readonly PcaModel _model;
    private readonly ScreeningJournal _journal;
    private readonly AlertSink _alerts;

    // Opened for the first table and used for all: opening costs more than a table.
    private DuckDbConnection? _tables;

    private string? _beingPublished;

    // A block for each processor, and one that waits for the blocks before it. With more than three processors, several work on a block.
    private readonly SpectralBuffers[] _buffers = [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount + 1, 2, 4)).Select(_ => new SpectralBuffers())];

    /// <summary>Opens the output folder, and tidies up what a killed run left.</summary>
    /// <param name="options">What is screened, with what, and where to.</param>
    /// <exception cref="ArgumentException">An option does not hold what it must.</exception>
    /// <exception cref="DataFormatException">The model cannot be read; the folder is in use, or was screened with another model or other options.</exception>
    public ScreeningChain(ScreeningChainOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _model = PcaModelFile.Read(options.Model);
        foreach (var folder in (string[])["", "products", "events", "items"])
        {
            _ = Directory.CreateDirectory(Path.Combine(options.Output, folder));
        }

        _journal = new ScreeningJournal(Path.Combine(options.Output, "journal.jsonl"), Identity());
        try
        {
            _alerts = new AlertSink(options, _journal, message => Notices?.Report(message));
            RemoveUnfinished();
        }
        catch
        {
            _journal.Dispose();
            throw;
        }
    }

    /// <summary>The granules that are done, of this run and those before it, by name.</summary>
    public IReadOnlyDictionary<string, ScreenedGranule> Done => _journal.Done;

    /// <summary>Is told what an operator should know: that nobody reads the alerts. Null for nobody.</summary>
    public IProgress<string>? Notices { get; init; }

    /// <summary>Reads and screens until the named granules are done and, with a watched folder, until it has been idle for as long as the options say.</summary>
    /// <param name="progress">Is told of each granule when it is done; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two blocks; the granule at hand is done again by the next run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="DataFormatException">A product cannot be written. A granule that cannot be read is no error: the journal tells why.</exception>
    public async Task RunAsync(IProgress<ScreenedGranule>? progress = null, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var publishing = Task.CompletedTask;
        Task<Opened>? ahead = null;
        async Task TakeAsync(Opened opened, CancellationToken cancellation)
        {
            var screened = await ScreenAsync(opened, cancellation);
            await publishing;
            _beingPublished = screened.Opened.Name;
            publishing = Task.Run(
                () =>
                {
                    var done = Publish(screened);
                    progress?.Report(done);
                },
                CancellationToken.None);
        }

        try
        {
            foreach (var file in _options.Granules.Distinct(StringComparer.Ordinal).Select(path => new FileInfo(path)).Where(file => !file.Exists || !_journal.HasScreened(NameOf(file.Name), file)))
            {
                var opening = Task.Run(() => Open(file, null), CancellationToken.None);
                (var opened, ahead) = (ahead, opening);
                if (opened is not null)
                {
                    await TakeAsync(await opened, stop.Token);
                }
            }

            if (ahead is not null)
            {
                (var opened, ahead) = (ahead, null);
                await TakeAsync(await opened, stop.Token);
            }

            var arrivals = _options.Watch is null && _options.WatchQuery is null ? null : new GranuleArrivals(_options, IsDone);
            while (arrivals is not null)
            {
                var arriving = arrivals.NextAsync(stop.Token);
                if (!arriving.IsCompleted)
                {
                    await publishing;
                    _beingPublished = null;
                }

                if (await arriving is not { } next)
                {
                    break;
                }

                await TakeAsync(Open(next.File, next.Error), stop.Token);
            }

            await publishing;
            await _alerts.EndAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ahead is not null)
            {
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (ahead.IsCompletedSuccessfully)
                {
                    (await ahead).Granule?.Dispose();
                }
            }
        }
    }

    /// <summary>Closes the journal and the alerts.</summary>
    public void Dispose()
    {
        _tables?.Dispose();
        _alerts.Dispose();
        _journal.Dispose();
    }

    /// <summary>A granule's name: its file's, without the ending.</summary>
    internal static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private bool IsDone(FileInfo file)
    {
        var name = NameOf(file.Name);
        return name == _beingPublished || _journal.Has(name, file) || _journal.HasBeside(name, file);
    }

    private Opened Open(FileInfo file, DataFormatException? problem)
    {
        // What is read from here on; of a file that is replaced meanwhile, the new one is another granule.
        file.Refresh();
        var (size, modified) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (0, default);
        SpectralGranule? granule = null;
        try
        {
            granule = problem is null ? SpectralGranule.Open(file.FullName, _options.Reading) : null;
        }
        catch (DataFormatException e) when (IsOf(file, e))
        {
            problem = e;
        }

        return new(NameOf(file.Name), file, size, modified, granule, problem);
    }

    /// <summary>Whether an error is about a granule, and not about another file that is needed for it.</summary>
    private static bool IsOf(FileInfo file, DataFormatException error) => error.Source is null || Path.GetFullPath(error.Source) == file.FullName;

    private async Task<Findings> ScreenAsync(Opened opened, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            if (opened.Problem is not null)
            {
                throw opened.Problem;
            }

            var found = new GranuleFindings(opened.Name, opened.Granule!, _model, _options.MaximumSelected);
            var (status, message) = await ScreenBlocksAsync(opened.Granule!, found, cancellationToken);
            return new(opened, status, message, found, clock);
        }
        catch (DataFormatException e) when (IsOf(opened.File, e))
        {
            return new(opened, e.Message.Contains("truncated", StringComparison.Ordinal) ? nameof(ScreeningStatus.Truncated) : "Unreadable", e.Message, null, clock);
        }
        catch
        {
            opened.Granule?.Dispose();
            throw;
        }
    }

    /// <summary>Blocks are read and screened several at once; what is found in them is gathered in their order.</summary>
    private async Task<(string Status, string Message)> ScreenBlocksAsync(SpectralGranule granule, GranuleFindings found, CancellationToken cancellationToken)
    {
        var events = new SpectralEventAccumulator(_options.Screening);
        var options = events.BlockOptions with { KeepScores = false, KeepResiduals = false };
        var blocks = new Queue<(int FirstRow, Task<(SpectralScene, PcaScreeningResult)> Screening)>();
        (string Status, string Message)? nothing = null;
        try
        {
            for (var (row, number) = (0, 0); row < granule.Rows || blocks.Count > 0; row += _options.BlockRows, number++)
            {
                if (blocks.Count == _buffers.Length || row >= granule.Rows)
                {
                    var (firstRow, screening) = blocks.Peek();
                    var (scene, result) = await screening;
                    _ = blocks.Dequeue();
                    cancellationToken.ThrowIfCancellationRequested();
                    if (result.Status is ScreeningStatus.AllFill or ScreeningStatus.TooFewSpectra)
                    {
                        // Of a granule that has such blocks, the others count; one of nothing else is told as what it is.
                        nothing ??= (result.Status.ToString(), result.Message);
                        found.Close(events.Add(scene, result), events.OpenPixels);
                    }
                    else if (result.Status != ScreeningStatus.Screened)
                    {
                        return (result.Status.ToString(), result.Message);
                    }
                    else
                    {
                        found.Add(scene, firstRow, result);
                        found.Close(events.Add(scene, result), events.OpenPixels);
                    }
                }

                if (row < granule.Rows)
                {
                    var (from, buffers) = (row, _buffers[number % _buffers.Length]);
                    blocks.Enqueue((row, Task.Run(() =>
                    {
                        var scene = granule.Read(from, Math.Min(_options.BlockRows, granule.Rows - from), buffers);
                        return (scene, PcaScreening.Screen(scene, _model, options));
                    }, CancellationToken.None)));
                }
            }

            found.Close(events.Complete(), []);
            found.Finish();
            return found.Screened == 0 && nothing is { } none ? none : (nameof(ScreeningStatus.Screened), found.Comment);
        }
        finally
        {
            // The granule is closed, and the buffers are used again, when nobody reads any more.
            await Task.WhenAll(blocks.Select(block => (Task)block.Screening)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Writes what was found, then the alerts, then the line in the journal.</summary>
    private ScreenedGranule Publish(Findings screened)
    {
        var opened = screened.Opened;
        using var granule = opened.Granule;
        var found = screened.Status == nameof(ScreeningStatus.Screened) ? screened.Found : null;
        if (found is { Events.Count: > 0 })
        {
            Write(opened, granule!, found);
        }
        else
        {
            Remove(opened.Name);
        }

        _alerts.Write(found?.Events.Select(e => ScreeningItem.Alert(opened.Name, e)) ?? []);
        var done = new ScreenedGranule(
            opened.Name, opened.File.FullName, opened.Size, opened.Modified, screened.Status, screened.Message, found?.Screened ?? 0, found?.Flagged ?? 0, found?.Events.Count ?? 0,
            _alerts.Length, DateTime.UtcNow, Math.Round(screened.Clock.Elapsed.TotalSeconds, 3));
        _journal.Add(done);
        _alerts.Tell();
        return done;
    }

    private void Write(Opened opened, SpectralGranule granule, GranuleFindings found)
    {
        var (product, events, item) = Places(opened.Name);
        NetCdf.Write(product, found.ToProduct(_options.Screening.Threshold == ThresholdRule.Sigma ? _options.Screening.Sigma : double.NaN));
        _tables ??= DuckDbConnection.Open();
        _tables.Register("events", EventTable.Of(opened.Name, found.Events));
        Parquet.Write(events, _tables, "SELECT * FROM events", new ParquetWriteOptions { Metadata = new Dictionary<string, string> { ["history"] = GranuleFindings.Provenance(_model) } });
        var text = ScreeningItem.Of((opened.Name, opened.File.FullName, opened.Modified), found, _model, (granule.TimeOf(0), granule.TimeOf(granule.Rows - 1)), (product, events, item));
        AtomicFile.Write(item, temporary => File.WriteAllText(temporary, text));
    }

    /// <summary>Takes away what an earlier version of a granule gave.</summary>
    private void Remove(string name)
    {
        var (product, events, item) = Places(name);
        foreach (var path in (string[])[item, events, product])
        {
            File.Delete(path);
        }
    }

    private (string Product, string Events, string Item) Places(string name) => (
        Path.Combine(_options.Output, "products", name + ".screening.nc"),
        Path.Combine(_options.Output, "events", name + ".parquet"),
        Path.Combine(_options.Output, "items", name + ".json"));

    /// <summary>Takes away what a killed run left: temporary files, and products without a line in the journal.</summary>
    private void RemoveUnfinished()
    {
        var kept = _journal.Done.Values.Where(g => g.Events > 0).SelectMany(g => (string[])[g.Granule + ".screening.nc", g.Granule + ".parquet", g.Granule + ".json"]).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in (string[])["products", "events", "items"])
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(_options.Output, folder)).Where(p => !kept.Contains(Path.GetFileName(p))))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>What makes a result what it is: the model, and the options that change it.</summary>
    private string Identity()
    {
        var s = _options.Screening;
        var r = _options.Reading;
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"model {_model.Checksum}, threshold {s.Threshold} ({s.Sigma}, {s.FalseAlarmRate}, {s.Quantile}), local components {s.LocalComponents}, missing {s.MaximumMissing}, spikes {s.MaximumSpikes}, pixels {s.MinimumPixels}, indicators [{string.Join(' ', s.Indicators.Select(i => $"{i.Species}@{i.Position}{(i.Sign < 0 ? '-' : '+')}"))}], species threshold {s.SpeciesThreshold}, {(s.Jacobians.Count > 0 ? $"range index {s.RangeIndexThreshold} [{string.Join(' ', s.Jacobians.Select(j => $"{j.Species}~{j.Values.Sum(Math.Abs):G9}"))}], " : "")}noise floor {s.UseNoiseFloor}, band {r.Band ?? "first"}, quality {r.PixelQualityMask}/{r.ChannelQualityMask}, zenith {r.MaximumSolarZenith}, block {_options.BlockRows}, kept {_options.MaximumSelected}");
    }

    /// <summary>A granule, open or with the reason why it is not.</summary>
    private sealed record Opened(string Name, FileInfo File, long Size, DateTime Modified, SpectralGranule? Granule, DataFormatException? Problem);

    /// <summary>A granule that was screened, or could not be, before anything of it is written.</summary>
    private sealed record Findings(Opened Opened, string Status, string Message, GranuleFindings? Found, Stopwatch Clock);
}
