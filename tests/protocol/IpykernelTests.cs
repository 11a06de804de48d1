using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

/// <summary>The client against a kernel that others wrote.</summary>
public sealed class IpykernelTests
{
    // ipykernel aborts what comes within a moment after an error, also when it was sent after that error's idle.
    private static readonly ExecuteOptions NoAbort = new() { StopOnError = false };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KernelTransport.Ipc)]
    [InlineData(KernelTransport.Tcp)]
    public async Task Session_ExecuteErrorInputCompletionRestart_WorksAsWithOurOwn(KernelTransport transport)
    {
        await using var kernel = await StartAsync(transport);
        var client = kernel.Client;
        Assert.Equal("python", (string?)(await client.KernelInfoAsync(Token))["language_info"]!["name"]);

        var outputs = new List<JupyterMessage>();
        var reply = await client.ExecuteAsync("import sys\nx = 20\nprint('größer 🌍')\nx + 1", onOutput: outputs.Add, cancellationToken: Token);
        Assert.Equal(("ok", 1), (reply.Status, reply.ExecutionCount));
        Assert.Equal("größer 🌍\n", outputs.StreamText("stdout"));
        Assert.Equal("21", (string?)outputs.Single(o => o.Type == "execute_result").Content["data"]!["text/plain"]);

        var failed = await client.ExecuteAsync("1/0", NoAbort, cancellationToken: Token);
        Assert.Equal(("error", "ZeroDivisionError", "division by zero"), (failed.Status, failed.ErrorName, failed.ErrorValue));
        Assert.NotEmpty(failed.Traceback);

        client.InputRequested = request => request.Prompt + "answer";
        reply = await client.ExecuteAsync("a = input('? ')", new ExecuteOptions { AllowStdin = true, UserExpressions = new Dictionary<string, string> { ["a"] = "a" } }, cancellationToken: Token);
        Assert.Equal("'? answer'", (string?)reply.UserExpressions["a"]!["data"]!["text/plain"]);

        var completions = await client.CompleteAsync("'🌍'.upp", 8, Token);
        Assert.Contains("upper", (string?)completions["matches"]![0], StringComparison.Ordinal);
        Assert.Equal(7, (int)completions["cursor_end"]!);
        Assert.Equal("incomplete", (string?)(await client.IsCompleteAsync("for i in x:", Token))["status"]);

        await kernel.RestartAsync(Token);
        Assert.Equal("NameError", (await client.ExecuteAsync("x", cancellationToken: Token)).ErrorName);
    }

    [Fact]
    public async Task Interrupt_EndlessLoop_EndsItAndKeepsTheState()
    {
        await using var kernel = await StartAsync(KernelTransport.Ipc);
        var running = new TaskCompletionSource();
        var cell = kernel.Client.ExecuteAsync("x = 5\nprint('on', flush=True)\nwhile True: pass", NoAbort, onOutput: m => _ = m.Type == "stream" && running.TrySetResult(), cancellationToken: Token);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        await kernel.InterruptAsync(Token);

        Assert.Equal("KeyboardInterrupt", (await cell.WaitAsync(TimeSpan.FromSeconds(30), Token)).ErrorName);
        Assert.Equal("ok", (await kernel.Client.ExecuteAsync("assert x == 5", cancellationToken: Token)).Status);
    }

    [Fact]
    public async Task Crash_InMidCell_IsToldWithItsCode()
    {
        await using var kernel = await StartAsync(KernelTransport.Ipc);

        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => kernel.Client.ExecuteAsync("import os\nos._exit(9)", cancellationToken: Token));

        Assert.Equal(9, fault.ExitCode);
    }

    [Fact]
    public async Task Dispose_AfterUse_LeavesNoProcess()
    {
        int pid;
        await using (var kernel = await StartAsync(KernelTransport.Tcp))
        {
            pid = kernel.Pid;
        }

        Assert.False(EchoProcess.Exists(pid));
    }

    private static Task<KernelProcess> StartAsync(KernelTransport transport) => KernelProcess.StartAsync(KernelSpecs.Find("python3"), new KernelStartOptions { Transport = transport }, Token);
}
