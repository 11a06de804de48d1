using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Chains;

/// <summary>Where alerts go: a file, to which each is added exactly once; of a pipe, such a file in the output folder, whose lines <see cref="AlertPipe"/> tells.</summary>
internal sealed class AlertSink : IDisposable
{
    private readonly ScreeningJournal _journal;
    private readonly FileStream? _file;
    private readonly string? _path;
    private readonly AlertPipe? _pipe;

    /// <summary>Opens the sink; of the file, what a killed run added after its last finished granule is taken away.</summary>
    /// <param name="options">Where alerts go, the output folder, and how long a pipe's reader is waited for.</param>
    /// <param name="journal">Knows how long the file is when only finished granules are in it.</param>
    /// <param name="notice">Takes what is to be said of a pipe's reader.</param>
    public AlertSink(ScreeningChainOptions options, ScreeningJournal journal, Action<string> notice)
    {
        _journal = journal;
        if (options.Alerts is not { } path)
        {
            return;
        }

        FileStream? pipe = null;
        try
        {
            // For reading too: a pipe opens then whether anybody reads it or not.
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            if (!_file.CanSeek)
            {
                pipe = _file;
                path = Path.Combine(options.Output, "alerts.jsonl");
                _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            }

            _path = Path.GetFullPath(path);
            if (journal.Alerts == _path && _file.Length > journal.AlertsLength)
            {
                _file.SetLength(journal.AlertsLength);
            }

            _pipe = pipe is null ? null : new AlertPipe(pipe, path, _file.Length, options.AlertPatience, notice);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            pipe?.Dispose();
            throw new DataFormatException($"The alerts cannot be written: {e.Message}", path, hint: "Name a file, or a pipe that may be read and written.", innerException: e);
        }
    }

    /// <summary>The length of the file; 0 where alerts go nowhere.</summary>
    public long Length => _file?.Length ?? 0;

    public void Write(IEnumerable<string> lines)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(lines));
        if (_file is null || text.Length == 0)
        {
            return;
        }

        if (_journal.Alerts != _path || _file.Length < _journal.AlertsLength)
        {
            _journal.BeginAlerts(_path, _file.Length);
        }

        _file.Position = _file.Length;
        _file.Write(text);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Tells a pipe what was written: the journal has it.</summary>
    public void Tell() => _pipe?.Offer(Length);

    /// <summary>Waits until a pipe is read, as long as somebody reads.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _pipe?.EndAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose()
    {
        _pipe?.Dispose();
        if (_path is not null && _journal.Alerts == _path && _file!.Length == _journal.AlertsLength)
        {
            _journal.BeginAlerts(null, 0);
        }

        _file?.Dispose();
    }
}
