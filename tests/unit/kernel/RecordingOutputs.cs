using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Isopleth.Kernel.Tests;

/// <summary>Keeps what a cell shows.</summary>
internal sealed class RecordingOutputs : IOutputs
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _stdout = new();
    private readonly StringBuilder _stderr = new();

    public string Stdout => Locked(() => _stdout.ToString());

    public string Stderr => Locked(() => _stderr.ToString());

    public List<JsonObject> Displays { get; } = [];

    public List<string?> DisplayIds { get; } = [];

    public List<(string Id, JsonObject Data)> Updates { get; } = [];

    public List<JsonObject> Results { get; } = [];

    /// <summary>Everything in the order that it came: <c>stdout:…</c>, <c>display</c>, <c>clear</c> …</summary>
    public List<string> Order { get; } = [];

    public Queue<string> Input { get; } = new();

    /// <summary>Set when a read is to wait until it is interrupted.</summary>
    public bool BlockReads { get; init; }

    public void Stream(string name, string text)
    {
        lock (_gate)
        {
            (name == "stdout" ? _stdout : _stderr).Append(text);
            Order.Add($"{name}:{text}");
        }
    }

    public void Display(JsonObject data, JsonObject? metadata = null, string? displayId = null)
    {
        Displays.Add(data);
        DisplayIds.Add(displayId);
        Order.Add("display");
    }

    public void Update(string displayId, JsonObject data, JsonObject? metadata = null) => Updates.Add((displayId, data));

    public void Result(JsonObject data, JsonObject? metadata = null)
    {
        Results.Add(data);
        Order.Add("result");
    }

    public void Clear(bool wait = false) => Order.Add("clear");

    public string ReadLine(string prompt, bool password = false)
    {
        Order.Add($"ask:{prompt}{(password ? ":secret" : "")}");
        if (BlockReads)
        {
            Thread.Sleep(Timeout.Infinite);
        }

        return Input.Dequeue();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
