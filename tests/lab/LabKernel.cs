using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Isopleth.Tests.Labs;

/// <summary>A kernel of a user's server, spoken to as JupyterLab does: over the web socket.</summary>
internal sealed class LabKernel : IAsyncDisposable
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly LabUser _user;
    private readonly string _at;
    private ClientWebSocket _socket = new();

    private LabKernel(LabUser user, string at, string id) => (_user, _at, Id) = (user, at, id);

    public string Id { get; }

    public static async Task<LabKernel> ConnectAsync(LabUser user, string at, string id)
    {
        var kernel = new LabKernel(user, at, id);
        await kernel.ConnectAsync();
        return kernel;
    }

    /// <summary>Restarts the kernel and connects anew, as JupyterLab does: under the same name, and before the server has seen the end of the first connection.</summary>
    public async Task RestartAsync()
    {
        (await _user.Api.PostAsync($"{_at}api/kernels/{Id}/restart", null)).EnsureSuccessStatusCode();
        using var first = _socket;
        _socket = new();
        await ConnectAsync();
    }

    /// <summary>Sends a cell and does not wait for it.</summary>
    /// <returns>The request's id.</returns>
    public async Task<string> SendAsync(string code)
    {
        var id = Guid.NewGuid().ToString("N");
        var message = new JsonObject
        {
            ["channel"] = "shell",
            ["header"] = new JsonObject { ["msg_id"] = id, ["msg_type"] = "execute_request", ["username"] = _user.Name, ["session"] = _session, ["version"] = "5.3", ["date"] = DateTime.UtcNow.ToString("O") },
            ["parent_header"] = new JsonObject(),
            ["metadata"] = new JsonObject(),
            ["content"] = new JsonObject { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["user_expressions"] = new JsonObject(), ["allow_stdin"] = false, ["stop_on_error"] = true },
        };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        return id;
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <returns>What it wrote and showed as text, and its error (or null).</returns>
    public async Task<(string Text, string? Error)> RunAsync(string code, int seconds = 120)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var id = await SendAsync(code);
        var text = new StringBuilder();
        string? error = null;
        var seen = new List<string>();
        while (true)
        {
            JsonObject message;
            try
            {
                message = await ReceiveAsync(end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException)
            {
                throw new InvalidOperationException(await StateAsync($"{_user.Name}'s cell '{code}' came to no end in {seconds} s ({e.GetType().Name}), after {string.Join(", ", seen)}."), e);
            }

            seen.Add($"{message["header"]?["msg_type"]} {message["content"]?["execution_state"]}{((string?)message["parent_header"]?["msg_id"] == id ? "" : " of another")}");
            if ((string?)message["content"]?["execution_state"] is "restarting" or "dead")
            {
                // The kernel that ran the cell is no more.
                return (text.ToString(), error);
            }

            if ((string?)message["parent_header"]?["msg_id"] != id)
            {
                continue;
            }

            var content = message["content"]!;
            switch ((string)message["header"]!["msg_type"]!)
            {
                case "stream":
                    text.Append((string)content["text"]!);
                    break;
                case "execute_result" or "display_data":
                    text.Append((string?)content["data"]?["text/plain"]);
                    break;
                case "error":
                    error = $"{content["ename"]}: {content["evalue"]}";
                    break;
                case "status" when (string)content["execution_state"]! is "idle":
                    return (text.ToString(), error);
            }
        }
    }

    public async Task<JsonObject> ReceiveAsync(CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        using var whole = new MemoryStream();
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellation);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!.AsObject();
    }

    /// <summary>What is known of a kernel that does not answer.</summary>
    private async Task<string> StateAsync(string what)
    {
        using var answer = await _user.Api.GetAsync($"{_at}api/kernels/{Id}");
        var log = (await File.ReadAllLinesAsync(Path.Combine(_user.Lab.State, "log", "hub.log"))).Where(line => line.Contains(Id, StringComparison.Ordinal) || line.Contains($"/{_user.Name}/", StringComparison.Ordinal)).TakeLast(20);
        var processes = _user.Lab.Inside("ps", "-u", _user.Name, "-o", "pid,etime,time,stat,args");
        return $"{what}\nThe server says: {await answer.Content.ReadAsStringAsync()}\nProcesses:\n{processes}\nThe log's last lines of it:\n{string.Join('\n', log)}";
    }

    private Task ConnectAsync()
    {
        _socket.Options.SetRequestHeader("Authorization", $"token {_user.Token}");
        return _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{_user.Lab.Port}/{_at}api/kernels/{Id}/channels?session_id={_session}"), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _user.Api.DeleteAsync($"{_at}api/kernels/{Id}");
    }
}
