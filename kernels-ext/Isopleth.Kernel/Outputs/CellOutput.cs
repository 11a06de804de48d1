using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Magics;

namespace Isopleth.Kernel.Outputs;

/// <summary>The outputs of one cell, in the order that they were made.</summary>
/// <remarks>
/// What the cell writes is gathered for some milliseconds, so that a loop of small writes becomes few messages; anything else that the cell shows is preceded by what was written before it.
/// Threads and tasks that a cell starts carry its outputs with them, also past its end.
/// </remarks>
/// <param name="outputs">Where they go.</param>
internal sealed class CellOutput(IOutputs outputs)
{
    private const int LongText = 16_384;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly AsyncLocal<CellOutput?> Local = new();
    private static volatile CellOutput? _latest;

    private readonly Lock _gate = new();
    private readonly StringBuilder _pending = new();
    private string _stream = "stdout";
    private Timer? _timer;
    private HashSet<string>? _told;

    /// <summary>The outputs of the cell that the caller belongs to; the latest cell's where that is not known; null before the first cell.</summary>
    public static CellOutput? Current => Local.Value ?? _latest;

    /// <summary>Where they go.</summary>
    public IOutputs Target => outputs;

    /// <summary>An exception in the user's own lines.</summary>
    public Func<Exception, string> Explain { get; init; } = static e => e.ToString();

    /// <summary>What was asked to be shown in the front end's pager.</summary>
    public JsonArray Payload { get; } = [];

    /// <summary>The cell, for what it tells its own session to do.</summary>
    public MagicCell? Cell { get; set; }

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Makes this the outputs of the calling thread and of all that it starts.</summary>
    /// <param name="cancellation">Cancelled when the cell is interrupted.</param>
    public void Enter(CancellationToken cancellation)
    {
        Cancellation = cancellation;
        Local.Value = this;
        _latest = this;
    }

    /// <summary>Makes this the outputs of the calling thread and of all that it starts, after the cell has ended: for what its widgets do.</summary>
    /// <param name="cancellation">Cancelled when that is interrupted.</param>
    public void Resume(CancellationToken cancellation)
    {
        Cancellation = cancellation;
        Local.Value = this;
    }

    /// <summary>Sends what the calling thread puts out, and all that it starts, somewhere else for a while.</summary>
    /// <param name="target">Where it goes.</param>
    /// <returns>Ends that.</returns>
    public static IDisposable Capture(IOutputs target)
    {
        var before = Local.Value;
        var output = new CellOutput(target) { Explain = Current?.Explain ?? (static e => e.ToString()) };
        output.Resume(before?.Cancellation ?? CancellationToken.None);
        return new Captured(output, before);
    }

    /// <summary>Writes to one of the two streams.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">What to write.</param>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            if (stream != _stream)
            {
                Send();
                _stream = stream;
            }

            _pending.Append(text);
            if (_pending.Length > LongText)
            {
                Send();
            }
            else
            {
                _timer ??= new Timer(static self => ((CellOutput)self!).Flush(), this, Gathering, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Writes a trouble to the error stream, once for each subject.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="trouble">The trouble.</param>
    public void TellOnce(string subject, string trouble)
    {
        lock (_gate)
        {
            if ((_told ??= new(StringComparer.Ordinal)).Add(subject))
            {
                Write("stderr", $"{subject} {trouble}\n");
            }
        }
    }

    /// <summary>Sends what was written so far.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            Send();
        }
    }

    /// <summary>Shows something.</summary>
    /// <param name="data">MIME bundle.</param>
    /// <param name="displayId">An identity to update it by.</param>
    /// <param name="metadata">Metadata by MIME type.</param>
    public void Display(JsonObject data, string? displayId = null, JsonObject? metadata = null)
    {
        lock (_gate)
        {
            Send();
            outputs.Display(data, metadata, displayId);
        }
    }

    /// <summary>Replaces what was shown under <paramref name="displayId"/>.</summary>
    /// <param name="displayId">The identity.</param>
    /// <param name="data">MIME bundle.</param>
    /// <param name="metadata">Metadata by MIME type.</param>
    public void Update(string displayId, JsonObject data, JsonObject? metadata = null)
    {
        lock (_gate)
        {
            Send();
            outputs.Update(displayId, data, metadata);
        }
    }

    /// <summary>Shows the value of the trailing expression.</summary>
    /// <param name="data">MIME bundle.</param>
    /// <param name="metadata">Metadata by MIME type.</param>
    public void Result(JsonObject data, JsonObject? metadata = null)
    {
        lock (_gate)
        {
            Send();
            outputs.Result(data, metadata);
        }
    }

    /// <summary>Clears the cell's outputs.</summary>
    /// <param name="wait">True to wait until the next output comes.</param>
    public void Clear(bool wait)
    {
        lock (_gate)
        {
            Send();
            outputs.Clear(wait);
        }
    }

    /// <summary>Asks for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="password">True to hide what is typed.</param>
    public string ReadLine(string prompt, bool password)
    {
        Flush();
        return outputs.ReadLine(prompt, password);
    }

    private void Send()
    {
        _timer?.Dispose();
        _timer = null;
        if (_pending.Length > 0)
        {
            outputs.Stream(_stream, _pending.ToString());
            _pending.Clear();
        }
    }

    private sealed class Captured(CellOutput output, CellOutput? before) : IDisposable
    {
        public void Dispose()
        {
            output.Flush();
            Local.Value = before;
        }
    }
}
