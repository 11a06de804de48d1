using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Client;

/// <summary>A request that waits for its reply, its idle, or both.</summary>
/// <param name="untilIdle">True to wait for the kernel's idle, which comes after all that the request published.</param>
/// <param name="onOutput">Called with what the request makes the kernel publish.</param>
/// <param name="reply">False for a message that takes no reply.</param>
internal sealed class PendingRequest(bool untilIdle, Action<JupyterMessage>? onOutput, bool reply = true)
{
    private readonly TaskCompletionSource<JupyterMessage> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JupyterMessage? replied;
    private JupyterMessage? idle;

    /// <summary>The reply; the idle itself where there is no reply.</summary>
    public Task<JupyterMessage> Completion => completion.Task;

    public void Reply(JupyterMessage message)
    {
        replied = message;
        CompleteIfWhole();
    }

    public void Publish(JupyterMessage message)
    {
        try
        {
            onOutput?.Invoke(message);
        }
        catch (Exception e)
        {
            Fail(e);
        }

        if (message.Type == "status" && message.Content["execution_state"].AsText() == "idle")
        {
            idle = message;
            CompleteIfWhole();
        }
    }

    public void Fail(Exception reason) => completion.TrySetException(reason);

    public void Cancel(CancellationToken token) => completion.TrySetCanceled(token);

    private void CompleteIfWhole()
    {
        if ((replied is not null || !reply) && (idle is not null || !untilIdle))
        {
            completion.TrySetResult(replied ?? idle!);
        }
    }
}
