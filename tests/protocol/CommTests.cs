using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class CommTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Comm_UnknownTarget_IsClosedAndNoneIsOpen()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var outputs = new List<JupyterMessage>();

        await kernel.Client.NotifyAsync("comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "nobody", ["data"] = new JsonObject() }, onOutput: outputs.Add, cancellationToken: Token);
        await kernel.Client.NotifyAsync("comm_msg", new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject() }, [new byte[] { 1, 2 }], outputs.Add, Token);
        await kernel.Client.NotifyAsync("comm_close", new JsonObject { ["comm_id"] = "c1", ["data"] = new JsonObject() }, onOutput: outputs.Add, cancellationToken: Token);

        Assert.Equal(["busy", "comm_close", "idle", "busy", "idle", "busy", "idle"], outputs.Types());
        Assert.Equal("""{"comm_id":"c1","data":{}}""", outputs[1].Content.ToJsonString());
        Assert.Equal("""{"status":"ok","comms":{}}""", (await kernel.Client.CommInfoAsync("nobody", Token)).ToJsonString());
    }

    [Fact]
    public async Task Comm_FrontEndOpensAKnownTarget_MessagesAndBuffersGoBothWays()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var outputs = new List<JupyterMessage>();

        await kernel.Client.NotifyAsync("comm_open", Content("c1", ("target_name", "mirror")), onOutput: outputs.Add, cancellationToken: Token);
        var open = await kernel.Client.CommInfoAsync(cancellationToken: Token);
        await kernel.Client.NotifyAsync("comm_msg", Content("c1", ("data", new JsonObject { ["x"] = 1 })), [new byte[] { 7, 8 }, Array.Empty<byte>()], outputs.Add, Token);
        await kernel.Client.NotifyAsync("comm_close", Content("c1"), onOutput: outputs.Add, cancellationToken: Token);

        Assert.Equal(["busy", "stream", "idle", "busy", "comm_msg", "idle", "busy", "stream", "idle"], outputs.Types());
        Assert.Equal("""{"c1":{"target_name":"mirror"}}""", open["comms"]!.ToJsonString());
        Assert.Equal("""{"comm_id":"c1","data":{"x":1}}""", outputs[4].Content.ToJsonString());
        Assert.Equal([[7, 8], []], outputs[4].Buffers.Select(b => b.ToArray()));
        Assert.Equal("openedclosed", outputs.StreamText("stdout"));
        Assert.Empty((await kernel.Client.CommInfoAsync(cancellationToken: Token))["comms"]!.AsObject());
    }

    [Fact]
    public async Task Comm_KernelOpens_ItsMessagesKeepTheirPlaceAmongTheCellsOutputs()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.RunAsync("out a\ncomm jupyter.widget\nout b\ncomm-send x\ncomm-close\ncomm-close\ncomm-send y");

        Assert.Equal(["busy", "execute_input", "stream", "comm_open", "stream", "comm_msg", "comm_close", "idle"], outputs.Types());
        Assert.Equal("jupyter.widget", (string?)outputs[3].Content["target_name"]);
        Assert.Equal("hello", (string?)outputs[3].Content["data"]!["text/plain"]);
        Assert.Equal("2.1.0", (string?)outputs[3].Metadata["version"]);
        Assert.Equal([1, 2, 3], outputs[5].Buffers[0].ToArray());
        Assert.All(outputs, o => Assert.Equal(reply.Message.ParentId, o.ParentId));
    }

    [Fact]
    public async Task CommInfo_OfOneTarget_LeavesOutTheOthers()
    {
        await using var kernel = await EchoKernel.StartAsync();
        await kernel.RunAsync("comm a\ncomm b");

        var one = (await kernel.Client.CommInfoAsync("b", Token))["comms"]!.AsObject();

        Assert.Equal("b", (string?)Assert.Single(one).Value!["target_name"]);
        Assert.Equal(2, (await kernel.Client.CommInfoAsync(cancellationToken: Token))["comms"]!.AsObject().Count);
    }

    [Fact]
    public async Task Comm_OpeningFails_IsShownAsAnErrorAndClosed()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var outputs = new List<JupyterMessage>();

        await kernel.Client.NotifyAsync("comm_open", Content("c1", ("target_name", "faulty")), onOutput: outputs.Add, cancellationToken: Token);

        Assert.Equal(["busy", "comm_close", "error", "idle"], outputs.Types());
        Assert.Equal("no such widget", (string?)outputs[2].Content["evalue"]);
    }

    private static JsonObject Content(string id, params (string Name, JsonNode Value)[] fields)
    {
        var content = new JsonObject { ["comm_id"] = id };
        foreach (var (name, value) in fields)
        {
            content[name] = value;
        }

        return content;
    }
}
