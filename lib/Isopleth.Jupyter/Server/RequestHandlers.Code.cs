using System.Text.Json.Nodes;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

// What concerns code: running it, completing it, explaining it, remembering it.
internal sealed partial class RequestHandlers
{
    private string? _notice;

    /// <summary>What the first cell that comes is to show beside its own.</summary>
    public string Notice
    {
        set => _notice = value;
    }

    /// <summary>What is told which cell runs, or null.</summary>
    public LifeMark? Mark { get; set; }

    private OutgoingMessage Execute(JupyterMessage request, RequestQueue queue)
    {
        var started = DateTime.UtcNow;
        var content = request.Content;
        var code = content.Text("code");
        var silent = content.Bool("silent", false);
        var stored = !silent && content.Bool("store_history", true);
        var stopOnError = content.Bool("stop_on_error", true);
        var expressions = UserExpressions(content);
        var count = stored ? Interlocked.Increment(ref _executionCount) : _executionCount + 1;
        var outputs = new CellOutputs(publisher, inputs, request, count, silent, content.Bool("allow_stdin", true));
        if (!silent)
        {
            publisher.ExecuteInput(request, code, count);
        }

        if (!silent && Interlocked.Exchange(ref _notice, null) is { } notice)
        {
            outputs.Stream("stderr", notice + "\n");
        }

        inputs.BeginCell();
        Mark?.Cell(count);
        CellOutputs.Current = outputs;
        ExecutionOutcome outcome;
        try
        {
            outcome = engine.Execute(new ExecutionRequest(code, count, silent, expressions) { Metadata = request.Metadata }, outputs);
        }
        catch (Exception e)
        {
            outcome = new ExecutionOutcome(Describe(e));
        }

        DropLateInterrupt();
        Mark?.Cell(0);
        CellOutputs.Current = null;
        outputs.Flush();
        if (stored)
        {
            _history.Add(count, code, outputs.ResultText);
        }

        if (outcome.Error is { } error)
        {
            outputs.Fail(error);
            if (stopOnError && !silent)
            {
                queue.AbortCells();
            }
        }

        return ExecuteReply(request, started, count, outcome);
    }

    // An engine's Thread.Interrupt that came as the cell ended would strike the next wait of this thread.
    private static void DropLateInterrupt()
    {
        try
        {
            Thread.CurrentThread.Join(0);
        }
        catch (ThreadInterruptedException)
        {
            // Dropped.
        }
    }

    private OutgoingMessage ExecuteReply(JupyterMessage request, DateTime started, int count, ExecutionOutcome outcome)
    {
        // JupyterLab's cell timings read this date.
        var reply = format.Begin("execute_reply", request, new JsonObject { ["started"] = started.ToString("O") });
        reply.Route = request.Route;
        var json = reply.Json;
        json.WriteStartObject();
        json.WriteString("status"u8, outcome.Error is null ? "ok"u8 : "error"u8);
        json.WriteNumber("execution_count"u8, count);
        Publisher.Write(json, "user_expressions", outcome.UserExpressions);
        json.WritePropertyName("payload"u8);
        outcome.Payload.WriteTo(json);
        if (outcome.Error is { } error)
        {
            Publisher.WriteError(json, error);
        }

        return End(reply);
    }

    private static Dictionary<string, string> UserExpressions(JsonObject content)
    {
        var expressions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (content["user_expressions"] is JsonObject asked)
        {
            foreach (var (name, _) in asked)
            {
                expressions[name] = asked.Text(name);
            }
        }

        return expressions;
    }

    private OutgoingMessage Complete(JupyterMessage request)
    {
        var (code, cursor) = Position(request);
        var completions = engine.Complete(code, cursor);
        var start = CodePoints.FromUtf16(code, completions.Start);
        var end = CodePoints.FromUtf16(code, completions.End);
        var reply = Begin(request);
        var json = reply.Json;
        json.WriteStartArray("matches"u8);
        foreach (var item in completions.Items)
        {
            json.WriteStringValue(item.Text);
        }

        json.WriteEndArray();
        json.WriteNumber("cursor_start"u8, start);
        json.WriteNumber("cursor_end"u8, end);
        json.WriteStartObject("metadata"u8);
        json.WriteStartArray("_jupyter_types_experimental"u8);
        foreach (var item in completions.Items)
        {
            json.WriteStartObject();
            json.WriteNumber("start"u8, start);
            json.WriteNumber("end"u8, end);
            json.WriteString("text"u8, item.Text);
            json.WriteString("type"u8, item.Kind);
            if (item.Signature is { } signature)
            {
                json.WriteString("signature"u8, signature);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return End(reply);
    }

    private OutgoingMessage Inspect(JupyterMessage request)
    {
        var (code, cursor) = Position(request);
        var found = engine.Inspect(code, cursor, request.Content.Int("detail_level", 0));
        var reply = Begin(request);
        reply.Json.WriteBoolean("found"u8, found is not null);
        Publisher.Write(reply.Json, "data", found);
        Publisher.Write(reply.Json, "metadata", null);
        return End(reply);
    }

    private OutgoingMessage IsComplete(JupyterMessage request)
    {
        var verdict = engine.IsComplete(request.Content.Text("code"));
        var reply = format.Begin("is_complete_reply", request);
        reply.Route = request.Route;
        reply.Json.WriteStartObject();
        reply.Json.WriteString("status"u8, verdict.Status);
        if (verdict.Status == "incomplete")
        {
            reply.Json.WriteString("indent"u8, verdict.Indent);
        }

        return End(reply);
    }

    private OutgoingMessage HistoryReply(JupyterMessage request)
    {
        var reply = Begin(request);
        _history.Write(reply.Json, request.Content);
        return End(reply);
    }

    // A front end that gives no position means the text's end.
    private static (string Code, int Cursor) Position(JupyterMessage request)
    {
        var code = request.Content.Text("code");
        return (code, CodePoints.ToUtf16(code, request.Content.Int("cursor_pos", int.MaxValue)));
    }
}
