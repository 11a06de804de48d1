using System.Diagnostics;
using System.Threading.Channels;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Screens granules as they come: each is read in blocks of scan lines while the block before is screened and the granule before is written; what is found goes to files, once.</summary>
/// <remarks>
/// <para>
/// For a granule with events: <c>products/NAME.screening.nc</c> (the selected spectra), <c>events/NAME.parquet</c> (the events; the folder is one table) and
/// <c>items/NAME.json</c> (a STAC item). Then the alerts; then a line in <c>journal.jsonl</c>, which alone makes the granule done. Files come into their places whole.
/// A run that was killed at any moment is taken up by the next one: what has no line in the journal is done again, with the same result.
/// </para>
/// <para>Memory: three blocks of spectra with their noise and the selected spectra and flagged pixels of two granules, whatever the number and length of the granules.</para>
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

    // One block is screened, one waits, one is being read.
    private readonly SpectralBuffers[] _buffers = [new(), new(), new()];

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
            _alerts = new AlertSink(options.Alerts, _journal.AlertsLength);
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

    /// <summary>Reads and screens until the named granules are done and, with a watched folder, until it has been idle for as long as the options say.</summary>
    /// <param name="progress">Is told of each granule when it is done; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two blocks; the granule at hand is done again by the next run.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="DataFormatException">A product cannot be written. A granule that cannot be read is no error: the journal tells why.</exception>
    public async Task RunAsync(IProgress<ScreenedGranule>? progress = null, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var publishing = Task.CompletedTask;
        async Task TakeAsync(FileInfo file, DataFormatException? problem, CancellationToken cancellation)
        {
            var screened = await ScreenAsync(file, problem, cancellation);
            await publishing;
            _beingPublished = screened.Name;
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
            foreach (var path in _options.Granules)
            {
                var file = new FileInfo(path);
                if (!file.Exists || !_journal.Has(NameOf(path), file))
                {
                    await TakeAsync(file, null, stop.Token);
                }
            }

            var arrivals = _options.Watch is null ? null : new GranuleArrivals(_options, IsDone);
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

                await TakeAsync(next.File, next.Error, stop.Token);
            }

            await publishing;
        }
        finally
        {
            await stop.CancelAsync();
            await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private async Task<Findings> ScreenAsync(FileInfo file, DataFormatException? problem, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var name = NameOf(file.Name);

        // What is read from here on; of a file that is replaced meanwhile, the new one is another granule.
        var (size, modified) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : (0, default);
        SpectralGranule? granule = null;
        try
        {
            if (problem is not null)
            {
                throw problem;
            }

            granule = SpectralGranule.Open(file.FullName, _options.Reading);
            var found = new GranuleFindings(name, granule, _model, _options.MaximumSelected);
            var (status, message) = await ScreenBlocksAsync(granule, found, cancellationToken);
            return new(name, file.FullName, size, modified, status, message, granule, found, clock);
        }
        catch (DataFormatException e) when (e.Source is null || Path.GetFullPath(e.Source) == file.FullName)
        {
            granule?.Dispose();
            return new(name, file.FullName, size, modified, e.Message.Contains("truncated", StringComparison.Ordinal) ? nameof(ScreeningStatus.Truncated) : "Unreadable", e.Message, null, null, clock);
        }
        catch
        {
            granule?.Dispose();
            throw;
        }
    }

    /// <summary>One task reads, this one screens; the reader is at most one block ahead.</summary>
    private async Task<(string Status, string Message)> ScreenBlocksAsync(SpectralGranule granule, GranuleFindings found, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var blocks = Channel.CreateBounded<(int FirstRow, SpectralScene Scene)>(1);
        var reading = Task.Run(
            async () =>
            {
                try
                {
                    for (var row = 0; row < granule.Rows; row += _options.BlockRows)
                    {
                        if (!await blocks.Writer.WaitToWriteAsync(stop.Token))
                        {
                            return;
                        }

                        var scene = granule.Read(row, Math.Min(_options.BlockRows, granule.Rows - row), _buffers[row / _options.BlockRows % _buffers.Length]);
                        await blocks.Writer.WriteAsync((row, scene), stop.Token);
                    }

                    blocks.Writer.Complete();
                }
                catch (Exception e)
                {
                    _ = blocks.Writer.TryComplete(e);
                }
            },
            CancellationToken.None);
        try
        {
            var events = new SpectralEventAccumulator(_options.Screening);
            var options = events.BlockOptions with { KeepScores = false, KeepResiduals = false };
            (string Status, string Message)? nothing = null;
            await foreach (var (row, scene) in blocks.Reader.ReadAllAsync(cancellationToken))
            {
                var result = PcaScreening.Screen(scene, _model, options);
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
                    found.Add(scene, row, result);
                    found.Close(events.Add(scene, result), events.OpenPixels);
                }
            }

            found.Close(events.Complete(), []);
            found.Finish();
            return found.Screened == 0 && nothing is { } none ? none : (nameof(ScreeningStatus.Screened), "");
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    /// <summary>Writes what was found, then the alerts, then the line in the journal.</summary>
    private ScreenedGranule Publish(Findings screened)
    {
        using var granule = screened.Granule;
        var found = screened.Status == nameof(ScreeningStatus.Screened) ? screened.Found : null;
        if (found is { Events.Count: > 0 })
        {
            Write(screened, granule!, found);
        }
        else
        {
            Remove(screened.Name);
        }

        _alerts.Write(found?.Events.Select(e => ScreeningItem.Alert(screened.Name, e)) ?? []);
        var done = new ScreenedGranule(
            screened.Name, screened.Path, screened.Size, screened.Modified, screened.Status, screened.Message, found?.Screened ?? 0, found?.Flagged ?? 0, found?.Events.Count ?? 0,
            _alerts.Length, DateTime.UtcNow, Math.Round(screened.Clock.Elapsed.TotalSeconds, 3));
        _journal.Add(done);
        return done;
    }

    private void Write(Findings screened, SpectralGranule granule, GranuleFindings found)
    {
        var (product, events, item) = Places(screened.Name);
        NetCdf.Write(product, found.ToProduct(_options.Screening.Threshold == ThresholdRule.Sigma ? _options.Screening.Sigma : double.NaN));
        _tables ??= DuckDbConnection.Open();
        _tables.Register("events", EventTable.Of(screened.Name, found.Events));
        Parquet.Write(events, _tables, "SELECT * FROM events", new ParquetWriteOptions { Metadata = new Dictionary<string, string> { ["history"] = GranuleFindings.Provenance(_model) } });
        var text = ScreeningItem.Of(
            screened.Name, screened.Path, found, _model, granule.TimeOf(0), granule.TimeOf(granule.Rows - 1), Path.GetRelativePath(Path.GetDirectoryName(item)!, product), Path.GetRelativePath(Path.GetDirectoryName(item)!, events));
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

    /// <summary>A granule that was screened, or could not be, before anything of it is written.</summary>
    private sealed record Findings(string Name, string Path, long Size, DateTime Modified, string Status, string Message, SpectralGranule? Granule, GranuleFindings? Found, Stopwatch Clock);
}
