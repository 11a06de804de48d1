using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class OrderTests
{
    [Fact]
    public async Task Execute_FloodOfOutputs_AllComeInOrderBeforeIdle()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, outputs) = await kernel.RunAsync("flood 20000");

        Assert.Equal("ok", reply.Status);
        Assert.Equal(string.Concat(Enumerable.Range(0, 20000).Select(i => $"0:{i}\n")), outputs.StreamText("stdout"));
        Assert.Equal(2000, outputs.Count(o => o.Type == "display_data"));
        Assert.Equal("idle", outputs.Types().Last());
    }

    [Fact]
    public async Task Execute_OutputsFromManyThreads_AreAllThereAndEachThreadsOwnInOrder()
    {
        await using var kernel = await EchoKernel.StartAsync(KernelTransport.Tcp);

        var (_, outputs) = await kernel.RunAsync("threads 2000");

        var lines = outputs.StreamText("stdout").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var t = 0; t < 8; t++)
        {
            Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{t}:{i}"), lines.Where(l => l.StartsWith($"{t}:", StringComparison.Ordinal)));
        }

        Assert.Equal("idle", outputs.Types().Last());
    }

    [Fact]
    public async Task Execute_HundredsOfCellsUnderLoad_EachHasItsOutputBeforeItsIdle()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var other = await kernel.ConnectAsync();
        var noise = Task.WhenAll(Enumerable.Range(0, 300).Select(i => other.ExecuteAsync("flood 50", cancellationToken: TestContext.Current.CancellationToken)));

        for (var i = 0; i < 300; i++)
        {
            var (reply, outputs) = await kernel.RunAsync($"out {i}\nresult {i}");
            Assert.Equal("ok", reply.Status);
            Assert.Equal(["busy", "execute_input", "stream", "execute_result", "idle"], outputs.Types());
        }

        Assert.All(await noise, r => Assert.Equal("ok", r.Status));
    }

    [Fact]
    public async Task Execute_ReaderThatLags_SlowsTheCellAndLosesNothing()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var laggard = new RawPeer(kernel.Connection);
        laggard.Subscribe("display_data");
        Assert.Equal("iopub_welcome", laggard.Receive(TimeSpan.FromSeconds(30), "iopub").Type);

        var cell = kernel.RunAsync("flood 100000");
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.False(cell.IsCompleted);
        for (var i = 0; i < 10000; i++)
        {
            Assert.Equal($"0:{i * 10}", (string?)laggard.Receive(TimeSpan.FromSeconds(30), "iopub").Content["data"]!["text/plain"]);
        }

        var (reply, outputs) = await cell;
        Assert.Equal("ok", reply.Status);
        Assert.Equal(10000, outputs.Count(o => o.Type == "display_data"));
    }

    [Fact]
    public async Task Execute_ReaderThatSleeps_DoesNotStopTheKernelForTheOthers()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using (var sleeper = new RawPeer(kernel.Connection))
        {
            sleeper.Subscribe("");
            Assert.Equal("iopub_welcome", sleeper.Receive(TimeSpan.FromSeconds(30), "iopub").Type);

            // More messages than may wait, and fewer than twice as many.
            var (reply, outputs) = await kernel.RunAsync("flood 40000");

            Assert.Equal("ok", reply.Status);
            Assert.Equal(4000, outputs.Count(o => o.Type == "display_data"));
            Assert.Contains("sleeps", Assert.Single(kernel.Log), StringComparison.Ordinal);
        }

        using var late = await kernel.ConnectAsync();
        Assert.Equal("ok", (await kernel.RunAsync("flood 40000")).Reply.Status);
        Assert.Single(kernel.Log);
    }

    [Fact]
    public async Task Execute_OnlyReaderWaitsForTheReplyFirst_ReplyComesAndThenAllOutputs()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var reader = new RawPeer(kernel.Connection);
        reader.Subscribe("");
        Assert.Equal("iopub_welcome", reader.Receive(TimeSpan.FromSeconds(30), "iopub").Type);

        // As many messages wait as may, and the cell comes to its end all the same.
        reader.Send("shell", "execute_request", """{"code":"flood 29000"}""");

        Assert.Equal("execute_reply", reader.Receive(TimeSpan.FromSeconds(5)).Type);
        var shown = 0;
        for (var message = reader.Receive(TimeSpan.FromSeconds(5), "iopub"); !message.Is("idle"); message = reader.Receive(TimeSpan.FromSeconds(5), "iopub"))
        {
            shown += message.Type == "display_data" ? 1 : 0;
        }

        Assert.Equal(2900, shown);
        Assert.Empty(kernel.Log);
    }

    [Fact]
    public async Task Execute_EngineInterruptsItsThreadTooLate_NextCellsRun()
    {
        await using var kernel = await EchoKernel.StartAsync();

        Assert.Equal("ok", (await kernel.RunAsync("interrupt-thread")).Reply.Status);
        Assert.Equal("ok", (await kernel.RunAsync("out x")).Reply.Status);
    }

    [Fact]
    public async Task Output_AfterTheCellsEnd_StillBelongsToItsCell()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var late = new TaskCompletionSource<JupyterMessage>();
        kernel.Client.Published += m => _ = m.Type == "stream" && late.TrySetResult(m);

        var (reply, outputs) = await kernel.RunAsync("later afterwards");
        await kernel.RunAsync("show other");

        Assert.DoesNotContain("stream", outputs.Types());
        var message = await late.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("afterwards", (string?)message.Content["text"]);
        Assert.Equal(reply.Message.ParentId, message.ParentId);
    }

    [Fact]
    public async Task ExecuteAsync_CallbackThrows_FailsThatExecutionAlone()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var fault = await Assert.ThrowsAsync<FormatException>(() => kernel.Client.ExecuteAsync("show x", onOutput: _ => throw new FormatException("mine"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("mine", fault.Message);
        Assert.Equal("ok", (await kernel.RunAsync("show y")).Reply.Status);
    }
}
