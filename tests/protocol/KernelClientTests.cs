using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class KernelClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_NobodyThere_GivesUpInTimeAndSaysWhere()
    {
        var nowhere = new ConnectionFile { Transport = "ipc", Ip = "/tmp/nobody", ShellPort = 1, IopubPort = 2, StdinPort = 3, ControlPort = 4, HeartbeatPort = 5 };

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => KernelClient.ConnectAsync(nowhere, TimeSpan.FromMilliseconds(200), Token));

        Assert.Contains("ipc:///tmp/nobody-1 did not answer within 0.2 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WrongKey_NeverAnswers()
    {
        await using var kernel = await EchoKernel.StartAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => KernelClient.ConnectAsync(kernel.Connection with { Key = "guessed" }, TimeSpan.FromMilliseconds(300), Token));

        Assert.All(kernel.Log, l => Assert.Contains("signature is wrong", l, StringComparison.Ordinal));
        Assert.NotEmpty(kernel.Log);
    }

    [Fact]
    public async Task Execute_Cancelled_StopsWaitingAndNotTheCell()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var cell = kernel.Client.ExecuteAsync("sleep 300\nresult done", cancellationToken: cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cell);
        Assert.Equal(2, (await kernel.RunAsync("out x")).Reply.ExecutionCount);
    }

    [Fact]
    public async Task Dispose_WhileACellRuns_FailsWhatWaits()
    {
        await using var kernel = await EchoKernel.StartAsync();
        var client = await kernel.ConnectAsync();
        var cell = client.ExecuteAsync("sleep 30000", cancellationToken: Token);

        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => cell);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.KernelInfoAsync(Token));
        kernel.Server.Interrupt();
    }

    [Fact]
    public async Task Published_TwoClients_EachHearsWhatTheOtherCauses()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var other = await kernel.ConnectAsync();
        var heard = new TaskCompletionSource<string?>();
        other.Published += m => _ = m.Type == "execute_result" && heard.TrySetResult((string?)m.Content["data"]!["text/plain"]);

        await kernel.RunAsync("result shared");

        Assert.Equal("shared", await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }
}
