using System.Text.Json.Nodes;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Client;

/// <summary>Reads <c>execute_reply</c> messages.</summary>
internal static class ExecuteReplies
{
    public static ExecuteReply Read(JupyterMessage message)
    {
        var content = message.Content;
        var failed = content["status"].AsText() == "error";
        return new ExecuteReply
        {
            Status = content["status"].AsText() ?? "aborted",
            ExecutionCount = content["execution_count"] is JsonValue count && count.TryGetValue(out int number) ? number : null,
            ErrorName = failed ? content["ename"].AsText() ?? "" : null,
            ErrorValue = failed ? content["evalue"].AsText() ?? "" : null,
            Traceback = failed ? Lines(content["traceback"] as JsonArray) : [],
            UserExpressions = content["user_expressions"] as JsonObject ?? [],
            Payload = content["payload"] as JsonArray ?? [],
            Message = message,
        };
    }

    private static List<string> Lines(JsonArray? traceback)
    {
        var lines = new List<string>();
        foreach (var line in traceback ?? [])
        {
            lines.Add(line.AsText() ?? "");
        }

        return lines;
    }
}
