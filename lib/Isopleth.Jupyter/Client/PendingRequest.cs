using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Client;

/// <summary>A request that waits for its reply, its idle, or both.</summary>
/// <param name="untilIdle">True to wait for the kernel's idle, which comes after all that the request published.</param>
/// <param name="onOutput">Called with what the request makes the kernel publish.</param>
/// <param name="reply">False for a message that takes no reply.</param>
internal sealed class PendingRequest(bool untilIdle, Action<JupyterMessage>? onOutput, bool reply = true)
{
    private readonly TaskCompletionSource<JupyterMessage> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JupyterMessage? _replied;
    private JupyterMessage? _idle;

    /// <summary>The reply; the idle itself where there is no reply.</summary>
    public Task<JupyterMessage> Completion => _completion.Task;

    public void Reply(JupyterMessage message)
    {
        _replied = message;
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
            _idle = message;
            CompleteIfWhole();
        }
    }

    public void Fail(Exception reason) => _completion.TrySetException(reason);

    public void Cancel(CancellationToken token) => _completion.TrySetCanceled(token);

    private void CompleteIfWhole()
    {
        if ((_replied is not null || !reply) && (_idle is not null || !untilIdle))
        {
            _completion.TrySetResult(_replied ?? _idle!);
        }
    }
}
