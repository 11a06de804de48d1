using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class RequestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KernelChannel.Shell)]
    [InlineData(KernelChannel.Control)]
    public async Task KernelInfo_OnEitherChannel_SaysWhatTheEngineIsBetweenBusyAndIdle(KernelChannel channel)
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.AskAsync("kernel_info_request", [], channel);

        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal("5.5", (string?)reply["protocol_version"]);
        Assert.Equal("echo", (string?)reply["implementation"]);
        Assert.Equal(".echo", (string?)reply["language_info"]!["file_extension"]);
        Assert.Equal("""["kernel subshells"]""", reply["supported_features"]!.ToJsonString());
        Assert.Equal(["busy", "idle"], outputs.Types());
        Assert.True(kernel.Engine.Warmed);
    }

    [Theory]
    [InlineData("show abc", 8, 5, 8)]
    [InlineData("🌍🌍 ab", 5, 3, 5)] // the front end counts code points: two globes, a space, a, b
    [InlineData("é 🌍x", 4, 2, 4)]
    public async Task Complete_PositionInCodePoints_ComesBackInCodePoints(string code, int cursor, int start, int end)
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, _) = await kernel.AskAsync("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = cursor });

        Assert.Equal(code.Length, kernel.Engine.LastCursor);
        Assert.Equal((start, end), ((int)reply["cursor_start"]!, (int)reply["cursor_end"]!));
        var word = code[(code.LastIndexOf(' ') + 1)..];
        Assert.Equal([word + "1", word + "2"], reply["matches"]!.AsArray().Select(m => (string?)m));
        var kinds = reply["metadata"]!["_jupyter_types_experimental"]!.AsArray();
        Assert.Equal(("method", "(int x)", start, end), ((string?)kinds[0]!["type"], (string?)kinds[0]!["signature"], (int)kinds[0]!["start"]!, (int)kinds[0]!["end"]!));
        Assert.Equal("keyword", (string?)kinds[1]!["type"]);
    }

    [Fact]
    public async Task Complete_NoPositionOrOneBeyondTheEnd_MeansTheEnd()
    {
        await using var kernel = await EchoKernel.StartAsync();

        await kernel.AskAsync("complete_request", new JsonObject { ["code"] = "a🌍" });
        Assert.Equal(3, kernel.Engine.LastCursor);
        await kernel.AskAsync("complete_request", new JsonObject { ["code"] = "a🌍", ["cursor_pos"] = 99 });
        Assert.Equal(3, kernel.Engine.LastCursor);
    }

    [Fact]
    public async Task CompleteAsync_ClientPositionInUtf16_ReachesTheEngineUnchanged()
    {
        await using var kernel = await EchoKernel.StartAsync();

        await kernel.Client.CompleteAsync("🌍 ab cd", 5, Token);

        Assert.Equal(5, kernel.Engine.LastCursor);
    }

    [Fact]
    public async Task Inspect_BothLevels_GiveTheBundleOrSayNotFound()
    {
        await using var kernel = await EchoKernel.StartAsync();

        Assert.Equal("🌍x:0", (string?)(await kernel.Client.InspectAsync("🌍x", 3, cancellationToken: Token))["data"]!["text/plain"]);
        Assert.Equal(3, kernel.Engine.LastCursor);
        Assert.Equal("""{"text/plain":"x:1"}""", (await kernel.Client.InspectAsync("x", 1, 1, Token))["data"]!.ToJsonString());
        Assert.Equal("""{"status":"ok","found":false,"data":{},"metadata":{}}""", (await kernel.Client.InspectAsync("", 0, cancellationToken: Token)).ToJsonString());
    }

    [Theory]
    [InlineData("x", """{"status":"complete"}""")]
    [InlineData("(", """{"status":"incomplete","indent":"  "}""")]
    [InlineData(")", """{"status":"invalid"}""")]
    public async Task IsComplete_EachVerdict_IsReplied(string code, string expected)
    {
        await using var kernel = await EchoKernel.StartAsync();

        Assert.Equal(expected, (await kernel.Client.IsCompleteAsync(code, Token)).ToJsonString());
    }

    [Fact]
    public async Task Connect_Asked_TellsThePorts()
    {
        await using var kernel = await EchoKernel.StartAsync(KernelTransport.Tcp);

        var (reply, _) = await kernel.AskAsync("connect_request", []);

        Assert.Equal(kernel.Connection.ShellPort, (int)reply["shell_port"]!);
        Assert.Equal(kernel.Connection.IopubPort, (int)reply["iopub_port"]!);
        Assert.Equal(kernel.Connection.StdinPort, (int)reply["stdin_port"]!);
        Assert.Equal(kernel.Connection.ControlPort, (int)reply["control_port"]!);
        Assert.Equal(kernel.Connection.HeartbeatPort, (int)reply["hb_port"]!);
    }

    [Fact]
    public async Task Updates_DisplayIdGiven_StandInTransient()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (_, outputs) = await kernel.RunAsync("named map\nupdate map\nclear wait");

        Assert.Equal("""{"data":{"text/plain":"map"},"metadata":{},"transient":{"display_id":"map"}}""", outputs[2].Content.ToJsonString());
        Assert.Equal("update_display_data", outputs[3].Type);
        Assert.Equal("""{"data":{"text/plain":"new map"},"metadata":{},"transient":{"display_id":"map"}}""", outputs[3].Content.ToJsonString());
        Assert.Equal("""{"wait":true}""", outputs[4].Content.ToJsonString());
    }

    [Theory]
    [InlineData("debug_request", KernelChannel.Control)]
    [InlineData("nonsense_request", KernelChannel.Shell)]
    public async Task UnknownRequest_OnEitherChannel_IsAnErrorReplyBetweenBusyAndIdle(string type, KernelChannel channel)
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.AskAsync(type, [], channel);

        Assert.Equal("error", (string?)reply["status"]);
        Assert.Contains(type, (string?)reply["evalue"], StringComparison.Ordinal);
        Assert.Equal(["busy", "idle"], outputs.Types());
        Assert.Contains(kernel.Log, l => l.Contains(type, StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnknownMessage_ThatIsNoRequest_IsBusyAndIdleWithoutReply()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var outputs = new List<JupyterMessage>();

        await kernel.Client.NotifyAsync("nonsense", [], onOutput: outputs.Add, cancellationToken: Token);

        Assert.Equal(["busy", "idle"], outputs.Types());
    }

    [Fact]
    public async Task CompleteAsync_KernelAnswersWithAnError_IsAnExceptionThatSaysIt()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var fault = await Assert.ThrowsAsync<JupyterException>(() => kernel.Client.HistoryAsync(new JsonObject { ["hist_access_type"] = "never" }, Token));

        Assert.Contains("history_request", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'never'; expected 'tail', 'range' or 'search'", fault.Message, StringComparison.Ordinal);
    }
}
