using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

public sealed class InputTests
{
    private static readonly ExecuteOptions WithInput = new() { AllowStdin = true };

    [Theory]
    [InlineData("ask name?", false, KernelTransport.Ipc)]
    [InlineData("password name?", true, KernelTransport.Tcp)]
    public async Task ReadLine_FrontEndAnswers_CellGetsTheLine(string code, bool password, KernelTransport transport)
    {
        await using var kernel = await EchoKernel.StartAsync(transport);
        InputRequest? asked = null;
        kernel.Client.InputRequested = request =>
        {
            asked = request;
            return "Žofia 🌍";
        };

        var (reply, outputs) = await kernel.RunAsync("out first \n" + code, WithInput);

        Assert.Equal("ok", reply.Status);
        Assert.Equal(new InputRequest("name?", password), asked);
        Assert.Equal("first Žofia 🌍", outputs.StreamText("stdout"));
    }

    [Fact]
    public async Task ReadLine_NotAllowed_FailsWithTheReason()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var (reply, _) = await kernel.RunAsync("ask name?");

        Assert.Equal("InvalidOperationException", reply.ErrorName);
        Assert.Contains("'name?'", reply.ErrorValue, StringComparison.Ordinal);
        Assert.Contains("allow_stdin is false", reply.ErrorValue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadLine_InterruptedWhileWaiting_EndsAndTheKernelGoesOn()
    {
        await using var kernel = await EchoKernel.StartAsync();
        using var answerNow = new ManualResetEventSlim();
        kernel.Client.InputRequested = _ =>
        {
            kernel.Server.Interrupt();
            answerNow.Wait(TimeSpan.FromSeconds(30));
            return "too late";
        };

        var (reply, _) = await kernel.RunAsync("ask name?", WithInput);
        answerNow.Set();
        kernel.Client.InputRequested = _ => "in time";
        var (next, outputs) = await kernel.RunAsync("sleep 200\nask again?", WithInput);

        Assert.Equal("OperationCanceledException", reply.ErrorName);
        Assert.Equal("ok", next.Status);
        Assert.Equal("in time", outputs.StreamText("stdout"));
    }

    [Fact]
    public async Task Execute_InputAllowedButNobodyAnswers_IsRefused()
    {
        await using var kernel = await EchoKernel.StartAsync();

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => kernel.RunAsync("ask name?", WithInput));

        Assert.Contains("InputRequested", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputRequested_Throws_FailsTheExecution()
    {
        await using var kernel = await EchoKernel.StartAsync();
        kernel.Client.InputRequested = _ => throw new NotSupportedException("no keyboard");

        var fault = await Assert.ThrowsAsync<NotSupportedException>(() => kernel.RunAsync("ask name?", WithInput));

        Assert.Equal("no keyboard", fault.Message);
        Assert.Equal("ok", (await kernel.RunAsync("out x")).Reply.Status);
    }
}
