using System.Diagnostics;
using System.Globalization;
using Isopleth.NotebookRunner;

namespace Isopleth.Cli.Commands;

/// <summary>Tells on standard error which cell runs and for how long: seconds that count up on a terminal, one line a cell in a log.</summary>
internal sealed class RunProgress : IRunObserver, IDisposable
{
    private readonly Lock _lock = new();
    private readonly TextWriter _out = Console.Error;
    private readonly bool _log;
    private readonly Timer? _clock;
    private string _line = "";
    private long _start;
    private bool _open;

    /// <param name="log">True to show what the cells write, too.</param>
    public RunProgress(bool log)
    {
        _log = log;
        _clock = Console.IsErrorRedirected ? null : new Timer(_ => Tick());
    }

    public void CellStarted(CellReport cell, int number, int count)
    {
        lock (_lock)
        {
            _line = string.Create(CultureInfo.InvariantCulture, $"[{number.ToString(CultureInfo.InvariantCulture).PadLeft(count.ToString(CultureInfo.InvariantCulture).Length)}/{count}] {cell.Title}");
            _start = Stopwatch.GetTimestamp();
            _out.Write(_line);
            _out.Flush();
            _open = true;
        }

        _clock?.Change(1000, 1000);
    }

    public void Written(string name, string text)
    {
        if (!_log)
        {
            return;
        }

        lock (_lock)
        {
            if (_open)
            {
                _out.WriteLine();
                _open = false;
            }

            _out.Write(text);
        }
    }

    public void CellFinished(CellReport cell, int number, int count)
    {
        _clock?.Change(Timeout.Infinite, Timeout.Infinite);
        lock (_lock)
        {
            var end = cell.Status == CellStatus.Failed ? "FAILED" : "";
            var start = _open ? _clock is null ? "" : "\r" + _line : _line;
            _out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{start}  {cell.Seconds:0.00} s  {end}").TrimEnd());
            _open = false;
        }
    }

    public void Dispose() => _clock?.Dispose();

    private void Tick()
    {
        lock (_lock)
        {
            if (_open)
            {
                _out.Write(string.Create(CultureInfo.InvariantCulture, $"\r{_line}  {Stopwatch.GetElapsedTime(_start).TotalSeconds:0} s"));
                _out.Flush();
            }
        }
    }
}
