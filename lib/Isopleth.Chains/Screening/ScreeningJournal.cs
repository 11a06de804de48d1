using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Isopleth.Arrays;
using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>What became of a granule.</summary>
/// <param name="Granule">Its name: the file's, without its ending.</param>
/// <param name="Path">The file.</param>
/// <param name="Size">Its length [bytes].</param>
/// <param name="Modified">When it was last written, UTC.</param>
/// <param name="Status"><c>Screened</c>, another status of the screening, or <c>Unreadable</c>.</param>
/// <param name="Message">Why it was not screened; or, of one that was, what to know of it: that it lies far from the training in time, what local components explained.</param>
/// <param name="Screened">Number of spectra screened.</param>
/// <param name="Flagged">Number of pixels flagged.</param>
/// <param name="Events">Number of events.</param>
/// <param name="AlertsLength">Length of the file of alerts when all of this granule were in it [bytes]; 0 without alerts.</param>
/// <param name="Finished">When it was done, UTC.</param>
/// <param name="Seconds">How long it took [s].</param>
public sealed record ScreenedGranule(
    string Granule, string Path, long Size, DateTime Modified, string Status, string Message, int Screened, int Flagged, int Events, long AlertsLength, DateTime Finished, double Seconds);

/// <summary>The one truth about what is done: a line of JSON for each granule, written when everything else of it is on the disk.</summary>
internal sealed class ScreeningJournal : IDisposable
{
    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly ConcurrentDictionary<string, ScreenedGranule> _done = new(StringComparer.Ordinal);

    /// <summary>Opens the journal of a folder and takes the folder for this process.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="identity">What everything in it was made with; a journal of another identity is refused.</param>
    /// <exception cref="DataFormatException">Another process works in the folder, or it was screened with something else, or a line is damaged.</exception>
    public ScreeningJournal(string path, string identity)
    {
        try
        {
            _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataFormatException("Another process is screening into this folder.", path, hint: "Wait for it, or give another folder.", innerException: e);
        }

        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            Read(path, identity);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The granules that are done, by name; of one that came again, the last.</summary>
    public IReadOnlyDictionary<string, ScreenedGranule> Done => _done;

    /// <summary>The file that alerts went to when the journal was last written; null when a run had finished with it.</summary>
    public string? Alerts { get; private set; }

    /// <summary>Length that the file of alerts had when the last granule was done.</summary>
    public long AlertsLength { get; private set; }

    /// <summary>Whether just this file is done.</summary>
    public bool Has(string granule, FileInfo file) => _done.TryGetValue(granule, out var done) && done.Size == file.Length && done.Modified == file.LastWriteTimeUtc;

    /// <summary>Whether just this file was screened. One that was refused is tried again when it is named again: what it lacked may now be given.</summary>
    public bool HasScreened(string granule, FileInfo file) => Has(granule, file) && _done[granule].Status == nameof(ScreeningStatus.Screened);

    /// <summary>Whether another file of this name was screened, which this one lies beside: a description, a checksum.</summary>
    public bool HasBeside(string granule, FileInfo file) => _done.TryGetValue(granule, out var done) && Path.GetFileName(done.Path) != file.Name && done.Status == nameof(ScreeningStatus.Screened);

    /// <summary>Adds a granule; when this returns, it is on the disk.</summary>
    public void Add(ScreenedGranule granule)
    {
        Write(JsonSerializer.Serialize(granule));
        _done[granule.Granule] = granule;
        AlertsLength = granule.AlertsLength;
    }

    /// <summary>Says which file alerts go to from here on, and what it holds already, of another run or another folder; null when there is nothing unfinished in it, and what comes there is another's.</summary>
    public void BeginAlerts(string? alerts, long length)
    {
        Write(JsonSerializer.Serialize(new { alerts, length }));
        (Alerts, AlertsLength) = (alerts, length);
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private void Write(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }

    private void Read(string path, string identity)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        // A line without its end was being written when the process was killed; what it tells did not happen.
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _file.SetLength(whole);
        _file.Position = whole;
        if (lines.Length == 0)
        {
            Write(JsonSerializer.Serialize(new { identity }));
            return;
        }

        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                if (i == 0)
                {
                    var found = JsonDocument.Parse(lines[0]).RootElement.GetProperty("identity").GetString();
                    if (found != identity)
                    {
                        throw new DataFormatException($"The folder was screened with {found}; now it is {identity}.", path, hint: "Give another folder, or remove this one.");
                    }

                    continue;
                }

                using var line = JsonDocument.Parse(lines[i]);
                if (line.RootElement.TryGetProperty("alerts", out var alerts))
                {
                    (Alerts, AlertsLength) = (alerts.GetString(), line.RootElement.GetProperty("length").GetInt64());
                    continue;
                }

                var granule = line.Deserialize<ScreenedGranule>()!;
                _done[granule.Granule] = granule;
                AlertsLength = Math.Max(AlertsLength, granule.AlertsLength);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new DataFormatException(string.Create(CultureInfo.InvariantCulture, $"Line {i + 1} of the journal is damaged: {e.Message}"), path, hint: "Give another folder, or remove this one.", innerException: e);
            }
        }
    }
}
