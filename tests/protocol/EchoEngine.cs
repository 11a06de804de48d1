using System.Globalization;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

/// <summary>An engine with no compiler: each line of a cell is a verb and its text, and does one thing of the protocol.</summary>
internal sealed class EchoEngine : IKernelEngine, IDisposable
{
    private readonly ManualResetEventSlim _interrupted = new();
    private IComms? _comms;
    private Comm? _opened;

    public KernelInfo Info { get; } = new("echo", "1.0", "echo", "1", "text/x-echo", ".echo", "text", "text", "Echo");

    public bool SupportsSubshells => true;

    public bool Warmed { get; private set; }

    /// <summary>The last cell as the engine was given it.</summary>
    public ExecutionRequest? LastRequest { get; private set; }

    /// <summary>The last position given, in UTF-16 code units.</summary>
    public int LastCursor { get; private set; }

    public void Warm() => Warmed = true;

    public void Attach(IComms comms)
    {
        _comms = comms;
        comms.Register("mirror", (comm, opening) =>
        {
            opening.Outputs.Stream("stdout", "opened");
            comm.Received = m => comm.Send(m.Data.DeepClone().AsObject(), m.Metadata.DeepClone().AsObject(), m.Buffers);
            comm.Closed = m => m.Outputs.Stream("stdout", "closed");
        });
        comms.Register("faulty", (_, _) => throw new NotSupportedException("no such widget"));
    }

    public ExecutionOutcome Execute(ExecutionRequest request, IOutputs outputs)
    {
        LastRequest = request;
        _interrupted.Reset();
        var payload = new JsonArray();
        foreach (var line in request.Code.Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var verb = space < 0 ? line : line[..space];
            var text = space < 0 ? "" : line[(space + 1)..];
            if (verb == "fail")
            {
                return new ExecutionOutcome(new CellError("EchoError", text, ["line 1", text]));
            }

            if (verb == "page")
            {
                payload.Add(new JsonObject { ["source"] = "page", ["data"] = Plain(text), ["start"] = 0 });
            }
            else
            {
                Do(verb, text, outputs);
            }

            if (_interrupted.IsSet)
            {
                return new ExecutionOutcome(new CellError("Interrupted", verb, [verb]));
            }
        }

        var values = new JsonObject();
        foreach (var (name, expression) in request.UserExpressions)
        {
            values[name] = new JsonObject { ["status"] = "ok", ["data"] = Plain(expression), ["metadata"] = new JsonObject() };
        }

        return new ExecutionOutcome(Error: null) { UserExpressions = values, Payload = payload };
    }

    public void Interrupt() => _interrupted.Set();

    public void Dispose() => _interrupted.Dispose();

    public CompletionList Complete(string code, int cursor)
    {
        LastCursor = cursor;
        var start = code.LastIndexOf(' ', Math.Max(0, cursor - 1)) + 1;
        return new CompletionList(start, cursor, [new CompletionItem(code[start..cursor] + "1", "method", "(int x)"), new CompletionItem(code[start..cursor] + "2", "keyword")]);
    }

    public JsonObject? Inspect(string code, int cursor, int detailLevel)
    {
        LastCursor = cursor;
        return code.Length == 0 ? null : Plain($"{code}:{detailLevel}");
    }

    public Completeness IsComplete(string code) => code switch
    {
        "(" => new Completeness("incomplete", "  "),
        ")" => new Completeness("invalid"),
        _ => new Completeness("complete"),
    };

    private static int Overflow(int depth) => depth < 0 ? 0 : Overflow(depth + 1) + 1;

    private static JsonObject Plain(string text) => new() { ["text/plain"] = text };

    private void Do(string verb, string text, IOutputs outputs)
    {
        switch (verb)
        {
            case "out": outputs.Stream("stdout", text); break;
            case "line": outputs.Stream("stdout", text); outputs.Stream("stdout", "\n"); break;
            case "err": outputs.Stream("stderr", text); break;
            case "show": outputs.Display(Plain(text), new JsonObject { ["text/plain"] = new JsonObject { ["seen"] = true } }); break;
            case "named": outputs.Display(Plain(text), displayId: text); break;
            case "update": outputs.Update(text, Plain("new " + text)); break;
            case "result": outputs.Result(Plain(text)); break;
            case "clear": outputs.Clear(wait: text == "wait"); break;
            case "ask": outputs.Stream("stdout", outputs.ReadLine(text)); break;
            case "password": outputs.Stream("stdout", outputs.ReadLine(text, password: true)); break;
            case "sleep": _interrupted.Wait(int.Parse(text, CultureInfo.InvariantCulture)); break;
            case "throw": throw new InvalidOperationException(text);
            case "flood": Flood(int.Parse(text, CultureInfo.InvariantCulture), outputs); break;
            case "threads": Parallel.For(0, 8, t => Flood(int.Parse(text, CultureInfo.InvariantCulture), outputs, t)); break;
            case "later": _ = Task.Run(async () => { await Task.Delay(100); outputs.Stream("stdout", text); }); break;
            case "die": Console.Error.WriteLine("farewell"); Environment.Exit(3); break;
            case "fault": new Thread(() => throw new InvalidDataException(text)).Start(); _interrupted.Wait(30_000); break;
            case "abort": Environment.FailFast(text); break;
            case "overflow": Overflow(0); break;
            case "interrupt-thread": Thread.CurrentThread.Interrupt(); break;
            case "comm": _opened = _comms!.Open(text, Plain("hello"), new JsonObject { ["version"] = "2.1.0" }); break;
            case "comm-send": _opened!.Send(Plain(text), buffers: [new byte[] { 1, 2, 3 }]); break;
            case "comm-close": _opened!.Close(); break;
            case "": break;
            default: throw new ArgumentException($"No verb '{verb}'.", nameof(verb));
        }
    }

    private static void Flood(int count, IOutputs outputs, int thread = 0)
    {
        for (var i = 0; i < count; i++)
        {
            outputs.Stream("stdout", $"{thread}:{i}\n");
            if (i % 10 == 0)
            {
                outputs.Display(Plain($"{thread}:{i}"));
            }
        }
    }
}
