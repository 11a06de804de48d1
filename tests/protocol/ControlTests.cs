using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class ControlTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interrupt_WhileACellRuns_IsAnsweredAndEndsTheCell()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var running = new TaskCompletionSource();
        var cell = kernel.Client.ExecuteAsync("show on\nsleep 30000", onOutput: m => _ = m.Type == "display_data" && running.TrySetResult(), cancellationToken: Token);
        await running.Task;

        var reply = await kernel.Client.RequestAsync("interrupt_request", [], KernelChannel.Control, cancellationToken: Token);

        Assert.Equal("""{"status":"ok"}""", reply.Content.ToJsonString());
        Assert.Equal("Interrupted", (await cell.WaitAsync(TimeSpan.FromSeconds(30), Token)).ErrorName);
        Assert.Equal("ok", (await kernel.RunAsync("out x")).Reply.Status);
    }

    [Fact]
    public async Task KernelInfoOnControl_WhileACellRuns_IsAnsweredAtOnce()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var cell = kernel.Client.ExecuteAsync("sleep 30000", cancellationToken: Token);

        var reply = await kernel.Client.RequestAsync("kernel_info_request", [], KernelChannel.Control, cancellationToken: Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal("ok", (string?)reply.Content["status"]);
        Assert.False(cell.IsCompleted);
        kernel.Server.Interrupt();
        await cell;
    }

    [Theory]
    [InlineData(true, KernelChannel.Control)]
    [InlineData(false, KernelChannel.Control)]
    [InlineData(false, KernelChannel.Shell)]
    public async Task Shutdown_Asked_IsAnsweredPublishedAndEndsTheServer(bool restart, KernelChannel channel)
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.AskAsync("shutdown_request", new JsonObject { ["restart"] = restart }, channel);

        Assert.Equal($$"""{"status":"ok","restart":{{(restart ? "true" : "false")}}}""", reply.ToJsonString());
        Assert.Equal(["busy", "shutdown_reply", "idle"], outputs.Types());
        Assert.Equal(restart, await kernel.Server.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task Subshell_WhileACellRuns_AnswersUntilItIsDeleted()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var cell = kernel.Client.ExecuteAsync("sleep 30000", cancellationToken: Token);
        var created = await kernel.Client.RequestAsync("create_subshell_request", [], KernelChannel.Control, cancellationToken: Token);
        var id = (string)created.Content["subshell_id"]!;
        var listed = await kernel.Client.RequestAsync("list_subshell_request", [], KernelChannel.Control, cancellationToken: Token);
        Assert.Equal($"""["{id}"]""", listed.Content["subshell_id"]!.ToJsonString());

        using var peer = new RawPeer(kernel.Connection);
        peer.Send("shell", "kernel_info_request", "{}", header => header["subshell_id"] = id);
        var reply = peer.Receive(TimeSpan.FromSeconds(30));

        Assert.Equal("kernel_info_reply", reply.Type);
        Assert.False(cell.IsCompleted);
        var deleted = await kernel.Client.RequestAsync("delete_subshell_request", new JsonObject { ["subshell_id"] = id }, KernelChannel.Control, cancellationToken: Token);
        Assert.Equal("ok", (string?)deleted.Content["status"]);
        var again = await kernel.Client.RequestAsync("delete_subshell_request", new JsonObject { ["subshell_id"] = id }, KernelChannel.Control, cancellationToken: Token);
        Assert.Contains($"no subshell '{id}'", (string?)again.Content["evalue"], StringComparison.Ordinal);
        kernel.Server.Interrupt();
        await cell;
    }

    [Fact]
    public async Task Subshell_NotThere_IsAnErrorReply()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var peer = new RawPeer(kernel.Connection);
        peer.Send("shell", "kernel_info_request", "{}", static header => header["subshell_id"] = "gone");
        var reply = peer.Receive(TimeSpan.FromSeconds(30));
        Assert.Equal("kernel_info_reply", reply.Type);
        Assert.Equal("error", (string?)reply.Content["status"]);
        Assert.Contains("no subshell 'gone'", (string?)reply.Content["evalue"], StringComparison.Ordinal);
        await kernel.Client.ExecuteAsync("sleep 1", cancellationToken: Token);
    }
}
