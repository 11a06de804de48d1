using System.Text.Json.Nodes;
using System.Text;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>One cell's outputs. Pieces of a stream that follow each other closely leave as one message.</summary>
/// <remarks>
/// <c>Console.WriteLine</c> writes a line in two pieces and a loop writes thousands of them: a message for each would bury the front end.
/// A piece therefore waits for at most <see cref="FlushDelay"/>, and never past another output, the reply, or the cell's idle.
/// </remarks>
internal sealed class CellOutputs(Publisher publisher, InputRequests inputs, JupyterMessage request, int count, bool silent, bool allowStdin) : IOutputs
{
    private const int LongestStream = 1 << 14;
    private static readonly TimeSpan FlushDelay = TimeSpan.FromMilliseconds(40);

    private static readonly AsyncLocal<CellOutputs?> Running = new();

    private readonly Lock _gate = new();
    private readonly StringBuilder _stream = new();
    private string _streamName = "stdout";
    private bool _flushDue;

    /// <summary>Those of the cell that runs on this thread, or that started what runs on it; null outside cells.</summary>
    public static CellOutputs? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    /// <summary>The request that they belong to.</summary>
    public JupyterMessage Request => request;

    /// <summary>The text of the cell's result, for the history; null when it had none.</summary>
    public string? ResultText { get; private set; }

    public void Stream(string name, string text)
    {
        if (silent || text.Length == 0)
        {
            return;
        }

        publisher.AwaitRoom();
        lock (_gate)
        {
            if (name != _streamName)
            {
                FlushLocked();
                _streamName = name;
            }

            _stream.Append(text);
            if (_stream.Length >= LongestStream)
            {
                FlushLocked();
            }
            else if (!_flushDue)
            {
                _flushDue = true;
                _ = FlushLater();
            }
        }
    }

    public void Display(JsonObject data, JsonObject? metadata = null, string? displayId = null) => Bundle("display_data", data, metadata, displayId);

    public void Update(string displayId, JsonObject data, JsonObject? metadata = null) => Bundle("update_display_data", data, metadata, displayId);

    public void Result(JsonObject data, JsonObject? metadata = null)
    {
        ResultText = data["text/plain"].AsText();
        Bundle("execute_result", data, metadata, displayId: null);
    }

    public void Clear(bool wait = false)
    {
        if (!silent)
        {
            lock (_gate)
            {
                FlushLocked();
                publisher.Clear(request, wait);
            }
        }
    }

    public string ReadLine(string prompt, bool password = false)
    {
        if (!allowStdin)
        {
            throw new InvalidOperationException($"The cell asks for input ('{prompt}'), but this front end takes none (allow_stdin is false). Run it where someone can answer, or give the value as a parameter.");
        }

        Flush();
        return inputs.Ask(request, prompt, password);
    }

    /// <summary>Shows how the cell failed, as its last output.</summary>
    public void Fail(CellError error)
    {
        if (!silent)
        {
            lock (_gate)
            {
                FlushLocked();
                publisher.Error(request, error);
            }
        }
    }

    /// <summary>Sends what waits of the streams.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            FlushLocked();
        }
    }

    private void Bundle(string type, JsonObject data, JsonObject? metadata, string? displayId)
    {
        if (!silent)
        {
            publisher.AwaitRoom();
            lock (_gate)
            {
                FlushLocked();
                publisher.Bundle(type, request, data, metadata, displayId, type == "execute_result" ? count : null);
            }
        }
    }

    private async Task FlushLater()
    {
        await Task.Delay(FlushDelay).ConfigureAwait(false);
        Flush();
    }

    private void FlushLocked()
    {
        _flushDue = false;
        if (_stream.Length > 0)
        {
            publisher.Stream(request, _streamName, _stream.ToString());
            _stream.Clear();
        }
    }
}
