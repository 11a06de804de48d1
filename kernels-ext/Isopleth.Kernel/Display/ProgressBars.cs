using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Display;

/// <summary>The bars of one output: the first of them, and those that run within it.</summary>
internal sealed class ProgressBars
{
    private const int Width = 20;
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);
    private static readonly ConditionalWeakTable<CellOutput, ProgressBars> Running = [];

    private readonly Lock _gate = new();
    private readonly CellOutput? _output;
    private readonly List<Bar> _bars = [];
    private DisplayedValue? _shown;
    private long _updated;

    private ProgressBars(CellOutput? output) => _output = output;

    /// <summary>Adds a bar to the output of the cell, beneath those that run already.</summary>
    public static Bar Begin(string? title, int? count)
    {
        var output = CellOutput.Current;
        lock (Running)
        {
            if (output is null || !Running.TryGetValue(output, out var bars) || bars._bars is [{ Ended: true }, ..])
            {
                bars = new(output);
                if (output is not null)
                {
                    Running.AddOrUpdate(output, bars);
                }
            }

            return bars.Add(new(bars, title, count));
        }
    }

    private Bar Add(Bar bar)
    {
        lock (_gate)
        {
            _bars.Add(bar);
            Show(now: _bars.Count == 1);
        }

        return bar;
    }

    /// <summary>Brings the output up to date, if it is time to.</summary>
    private void Show(bool now)
    {
        if (!now && Stopwatch.GetElapsedTime(_updated) < BetweenUpdates)
        {
            return;
        }

        _updated = Stopwatch.GetTimestamp();
        var lines = _bars.ConvertAll(static bar => bar.Line());
        var bundle = new JsonObject
        {
            [MimeTypes.Html] = string.Concat(lines.Select(static line => line.Html)),
            [MimeTypes.Text] = string.Join('\n', lines.Select(static line => line.Text)),
        };
        if (_shown is null)
        {
            _shown = new(Guid.NewGuid().ToString("N"));
            _output?.Display(bundle, _shown.DisplayId);
        }
        else
        {
            _output?.Update(_shown.DisplayId, bundle);
        }
    }

    /// <summary>One bar.</summary>
    /// <param name="bars">The output that it stands in.</param>
    /// <param name="title">What stands before it.</param>
    /// <param name="count">Where it is full; null where nobody knows.</param>
    internal sealed class Bar(ProgressBars bars, string? title, int? count) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _done;
        private bool _completed;

        /// <summary>Whether its loop has been left.</summary>
        public bool Ended { get; private set; }

        /// <summary>One element more is done.</summary>
        public void Step()
        {
            lock (bars._gate)
            {
                _done++;
                bars.Show(now: false);
            }
        }

        /// <summary>All elements are done.</summary>
        public void Complete() => _completed = true;

        /// <summary>Its loop is left.</summary>
        public void Dispose()
        {
            lock (bars._gate)
            {
                Ended = true;
                if (_completed && bars._bars[0] != this)
                {
                    bars._bars.Remove(this);
                }

                bars.Show(now: bars._bars[0] == this || !_completed);
            }
        }

        /// <summary>What is to be seen of it.</summary>
        public (string Html, string Text) Line()
        {
            double? part = _completed ? 1 : count is > 0 ? Math.Min(1, (double)_done / count.Value) : null;
            var elapsed = Stopwatch.GetElapsedTime(_start);
            string?[] words =
            [
                (Ended && !_completed ? "stopped at " : "") + (count is null || _completed ? $"{_done}" : $"{_done} of {count}"),
                elapsed > WorthTelling ? Duration(elapsed) : null,
                !Ended && part is > 0 and < 1 && elapsed > WorthTelling ? $"{Duration(elapsed * ((1 - part.Value) / part.Value))} left" : null,
                elapsed > WorthTelling && _done > 0 ? Rate(_done / elapsed.TotalSeconds) : null,
            ];
            var said = string.Join(" · ", words.OfType<string>());
            var full = (int)Math.Round((part ?? 0) * Width);
            var drawn = part is null ? "" : new string('█', full) + new string('░', Width - full) + " ";
            var element = part is { } value ? string.Create(CultureInfo.InvariantCulture, $"<progress value=\"{value:0.###}\" max=\"1\"></progress>") : Ended ? "" : "<progress></progress>";
            return ($"<div>{WebUtility.HtmlEncode(title)} {element} {said}</div>", $"{title}{(title is null ? "" : " ")}{drawn}{said}");
        }

        private static string Duration(TimeSpan time) => time.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
            : time.TotalHours < 1 ? $"{time.Minutes}:{time.Seconds:00} min"
            : $"{(int)time.TotalHours}:{time.Minutes:00} h";

        private static string Rate(double perSecond) => perSecond >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{perSecond:G3}/s")
            : string.Create(CultureInfo.InvariantCulture, $"{1 / perSecond:G3} s each");
    }
}
