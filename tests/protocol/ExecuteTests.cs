using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class ExecuteTests
{
    [Theory]
    [InlineData(KernelTransport.Ipc)]
    [InlineData(KernelTransport.Tcp)]
    public async Task Execute_CellWithEveryOutput_OutputsComeInOrderBetweenBusyAndIdle(KernelTransport transport)
    {
        await using var kernel = await EchoKernel.StartAsync(transport);

        var (reply, outputs) = await kernel.RunAsync("out a\nerr b\nshow c\nclear\nresult d");

        Assert.Equal("ok", reply.Status);
        Assert.Equal(1, reply.ExecutionCount);
        Assert.Equal(["busy", "execute_input", "stream", "stream", "display_data", "clear_output", "execute_result", "idle"], outputs.Types());
        Assert.Equal("a", outputs.StreamText("stdout"));
        Assert.Equal("b", outputs.StreamText("stderr"));
        Assert.Equal("""{"data":{"text/plain":"c"},"metadata":{"text/plain":{"seen":true}}}""", outputs[4].Content.ToJsonString());
        Assert.Equal("""{"wait":false}""", outputs[5].Content.ToJsonString());
        Assert.Equal("""{"execution_count":1,"data":{"text/plain":"d"},"metadata":{}}""", outputs[6].Content.ToJsonString());
        Assert.All(outputs, o => Assert.Equal(reply.Message.ParentId, o.ParentId));
        Assert.All(outputs, o => Assert.Equal("5.5", (string?)o.Header["version"]));
    }

    [Fact]
    public async Task Execute_InputEchoed_CarriesCodeAndCount()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (_, outputs) = await kernel.RunAsync("out größer 🌍");

        Assert.Equal("out größer 🌍", (string?)outputs[1].Content["code"]);
        Assert.Equal(1, (int?)outputs[1].Content["execution_count"]);
    }

    [Fact]
    public async Task Execute_LineWrittenInTwoPieces_IsOneStreamMessage()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (_, outputs) = await kernel.RunAsync("line hello, world");

        Assert.Equal("hello, world\n", (string?)Assert.Single(outputs, o => o.Type == "stream").Content["text"]);
    }

    [Fact]
    public async Task Execute_CellThatGoesOn_ItsStreamComesMeanwhile()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var seen = new TaskCompletionSource();
        var cell = kernel.Client.ExecuteAsync("out early\nsleep 20000", onOutput: m => _ = m.Type == "stream" && seen.TrySetResult(), cancellationToken: TestContext.Current.CancellationToken);

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.False(cell.IsCompleted);
        kernel.Server.Interrupt();
        Assert.Equal("error", (await cell).Status);
    }

    [Fact]
    public async Task Execute_FailingCell_GivesOneErrorOutputAndTheSameReply()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.RunAsync("out before\nfail it broke");

        Assert.Equal(["busy", "execute_input", "stream", "error", "idle"], outputs.Types());
        Assert.Equal("""{"ename":"EchoError","evalue":"it broke","traceback":["line 1","it broke"]}""", outputs[3].Content.ToJsonString());
        Assert.Equal(("error", "EchoError", "it broke", 1), (reply.Status, reply.ErrorName, reply.ErrorValue, reply.ExecutionCount));
        Assert.Equal(["line 1", "it broke"], reply.Traceback);
    }

    [Fact]
    public async Task Execute_EngineThrows_IsAnErrorAndTheKernelGoesOn()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.RunAsync("throw engine fault");
        var (next, _) = await kernel.RunAsync("out x");

        Assert.Equal(("error", "InvalidOperationException", "engine fault"), (reply.Status, reply.ErrorName, reply.ErrorValue));
        Assert.Equal("idle", outputs.Types().Last());
        Assert.Equal(("ok", 2), (next.Status, next.ExecutionCount));
    }

    [Fact]
    public async Task Execute_Silent_PublishesNoOutputAndTakesNoNumber()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (_, outputs) = await kernel.RunAsync("out a\nshow b\nclear\nresult c\nfail d", new ExecuteOptions { Silent = true });
        var (next, _) = await kernel.RunAsync("out x");

        Assert.Equal(["busy", "idle"], outputs.Types());
        Assert.Equal(1, next.ExecutionCount);
    }

    [Fact]
    public async Task Execute_NotStored_TakesNoNumberAndNoPlaceInHistory()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, _) = await kernel.RunAsync("out a", new ExecuteOptions { StoreHistory = false });
        var (next, _) = await kernel.RunAsync("out b");
        var history = await kernel.Client.HistoryAsync(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 5 }, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (reply.ExecutionCount, next.ExecutionCount));
        Assert.Equal("""[[1,1,"out b"]]""", history["history"]!.ToJsonString());
    }

    [Fact]
    public async Task Execute_UserExpressionsPayloadAndMetadata_GoThereAndBack()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, _) = await kernel.RunAsync("page help", new ExecuteOptions
        {
            UserExpressions = new Dictionary<string, string> { ["x"] = "1+1" },
            Metadata = new JsonObject { ["cellId"] = "abc" },
        });

        Assert.Equal("""{"x":{"status":"ok","data":{"text/plain":"1\u002B1"},"metadata":{}}}""", reply.UserExpressions.ToJsonString());
        Assert.Equal("""[{"source":"page","data":{"text/plain":"help"},"start":0}]""", reply.Payload.ToJsonString());
        Assert.Equal("abc", (string?)kernel.Engine.LastRequest!.Metadata["cellId"]);
        Assert.NotNull(reply.Message.Metadata["started"]);
    }

    [Fact]
    public async Task Execute_ErrorWithStopOnError_AbortsTheCellsThatWaitAndNothingElse()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var token = TestContext.Current.CancellationToken;

        var failing = kernel.Client.ExecuteAsync("sleep 200\nfail x", cancellationToken: token);
        var second = kernel.Client.ExecuteAsync("out 2", cancellationToken: token);
        var info = kernel.Client.KernelInfoAsync(token);
        var third = kernel.Client.ExecuteAsync("out 3", cancellationToken: token);

        Assert.Equal("error", (await failing).Status);
        Assert.Equal("aborted", (await second).Status);
        Assert.Equal("ok", (string?)(await info)["status"]);
        Assert.Equal("aborted", (await third).Status);
        Assert.Equal(("ok", 2), await kernel.Client.ExecuteAsync("out 4", cancellationToken: token) is var next ? (next.Status, next.ExecutionCount) : default);
    }

    [Fact]
    public async Task Execute_ErrorWithoutStopOnError_LetsTheNextCellsRun()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var token = TestContext.Current.CancellationToken;

        var failing = kernel.Client.ExecuteAsync("sleep 100\nfail x", new ExecuteOptions { StopOnError = false }, cancellationToken: token);
        var second = kernel.Client.ExecuteAsync("out 2", cancellationToken: token);

        Assert.Equal("error", (await failing).Status);
        Assert.Equal("ok", (await second).Status);
    }

    [Theory]
    [InlineData("{}", "'code' is missing")]
    [InlineData("""{"code": 7}""", "'code' is 7; expected a string")]
    [InlineData("""{"code": "", "silent": "no"}""", "'silent' is \"no\"; expected true or false")]
    public async Task Execute_MalformedContent_IsAnErrorReplyThatNamesTheField(string content, string expected)
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.AskAsync("execute_request", JsonNode.Parse(content)!.AsObject());

        Assert.Equal("error", (string?)reply["status"]);
        Assert.Contains(expected, (string?)reply["evalue"], StringComparison.Ordinal);
        Assert.Equal(["busy", "idle"], outputs.Types());
    }
}
