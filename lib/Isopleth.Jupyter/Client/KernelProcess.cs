using System.ComponentModel;
using System.Diagnostics;
using Isopleth.Jupyter.Client;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter;

/// <summary>A kernel that this process has started: its process, its private folder and the client that speaks to it.</summary>
/// <remarks>Disposing it ends the kernel, kindly if it can, and leaves no process and no file behind; so does the end of this process.</remarks>
public sealed class KernelProcess : IAsyncDisposable
{
    /// <summary>What the runtime says of a full stack, before the calls that filled it.</summary>
    internal const string StackOverflow = "Stack overflow.";

    private const int LinesKept = 20;

    private readonly KernelStartOptions _options;
    private readonly KernelFolder _folder;
    private readonly Queue<string> _lastLines = new();
    private Process? _process;
    private Task<int> _exited = Task.FromResult(0);
    private long? _kills;
    private bool _stackIsFull;
    private bool _answering;
    private bool _ending;

    private KernelProcess(KernelSpec spec, KernelStartOptions options, KernelFolder folder)
    {
        Spec = spec;
        _options = options;
        _folder = folder;
        Client = new KernelClient(folder.Connection);
    }

    /// <summary>What was started.</summary>
    public KernelSpec Spec { get; }

    /// <summary>The kernel's process.</summary>
    public int Pid { get; private set; }

    /// <summary>What speaks to it; stays the same when the kernel is restarted.</summary>
    public KernelClient Client { get; }

    /// <summary>Completes with the exit code when the kernel's present process ends.</summary>
    public Task<int> Exited => _exited;

    /// <summary>Starts a kernel.</summary>
    /// <param name="spec">Which (<see cref="KernelSpecs.Find"/>).</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up, and ends what was started.</param>
    /// <returns>The kernel, once it answers.</returns>
    /// <exception cref="JupyterException">Its program cannot be started.</exception>
    /// <exception cref="KernelDiedException">It ended before it answered.</exception>
    /// <exception cref="TimeoutException">It did not answer within <see cref="KernelStartOptions.StartTimeout"/>.</exception>
    public static async Task<KernelProcess> StartAsync(KernelSpec spec, KernelStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new KernelStartOptions();
        var kernel = new KernelProcess(spec, options, KernelFolder.Create(options.Transport, spec.Name));
        try
        {
            LiveKernels.Add(kernel);
            await kernel.LaunchAsync(cancellationToken).ConfigureAwait(false);
            return kernel;
        }
        catch
        {
            await kernel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the running cell, in the way the kernelspec asks for.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that completes once the interrupt is on its way (signal) or acknowledged (message).</returns>
    /// <exception cref="KernelDiedException">The kernel died.</exception>
    public async Task InterruptAsync(CancellationToken cancellationToken = default)
    {
        if (Spec.InterruptMode == InterruptMode.Message)
        {
            await Client.RequestAsync("interrupt_request", [], KernelChannel.Control, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        else
        {
            Client.ThrowIfClosed();
            _ = LibC.kill(Pid, LibC.Sigint);
        }
    }

    /// <summary>Ends the kernel and starts it anew; its state is gone, <see cref="Client"/> goes on.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that completes once the new kernel answers.</returns>
    /// <exception cref="KernelDiedException">The new kernel ended before it answered.</exception>
    /// <exception cref="TimeoutException">The new kernel did not answer in time.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await EndAsync(restart: true).ConfigureAwait(false);
        await LaunchAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the kernel to end and waits; kills it when it does not within <see cref="KernelStartOptions.ShutdownTimeout"/>.</summary>
    /// <returns>A task that completes when its process is gone.</returns>
    public Task ShutdownAsync() => EndAsync(restart: false);

    /// <summary>Ends the kernel and removes what was made for it.</summary>
    /// <returns>A task that completes when nothing is left.</returns>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(restart: false).ConfigureAwait(false);
        Client.Dispose();
        _folder.Dispose();
        LiveKernels.Remove(this);
    }

    /// <summary>The last resort at the end of this process: no waiting, no kindness.</summary>
    internal void Abandon()
    {
        Kill();
        _folder.Dispose();
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        lock (_lastLines)
        {
            _lastLines.Clear();
            _stackIsFull = false;
        }

        _ending = false;
        _answering = false;
        Client.Open();
        _kills = MemoryGroup.Kills();
        _process = StartProcess();
        Pid = _process.Id;
        _exited = WatchAsync(_process);
        await Client.ReadyAsync(_options.StartTimeout, cancellationToken).ConfigureAwait(false);
        _answering = true;
    }

    private Process StartProcess()
    {
        var start = KernelCommand.Create(Spec, _options, _folder.ConnectionPath);
        try
        {
            // A child inherits an ignored SIGINT, and a kernel that ignores it cannot be interrupted.
            var started = LibC.WithSigintDefault(() => Process.Start(start)!);
            started.StandardInput.Close();
            return started;
        }
        catch (Win32Exception e)
        {
            throw new JupyterException($"Cannot start the kernel '{Spec.Name}': {e.Message} Its command line is '{string.Join(' ', Spec.Argv)}', from {Path.Combine(Spec.ResourceDirectory, "kernel.json")}.", e);
        }
    }

    private async Task<int> WatchAsync(Process watched)
    {
        var readers = Task.WhenAll(ReadAsync(watched.StandardOutput, keep: false), ReadAsync(watched.StandardError, keep: true));
        await WaitForExitAsync(watched).ConfigureAwait(false);

        // What the kernel's own children hold open must not keep us waiting.
        await Task.WhenAny(readers, Task.Delay(500)).ConfigureAwait(false);
        var code = watched.ExitCode;
        watched.Dispose();
        if (!_ending)
        {
            lock (_lastLines)
            {
                Client.Close(new KernelDiedException(Spec.Name, code, [.. _lastLines], MemoryGroup.Kills() - _kills));
            }
        }

        return code;
    }

    // Process.WaitForExitAsync would also wait for the end of its pipes.
    private static Task WaitForExitAsync(Process watched)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watched.EnableRaisingEvents = true;
        watched.Exited += (_, _) => gone.TrySetResult();
        if (watched.HasExited)
        {
            gone.TrySetResult();
        }

        return gone.Task;
    }

    private async Task ReadAsync(StreamReader reader, bool keep)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            _options.Log?.Invoke(line);
            if (keep)
            {
                lock (_lastLines)
                {
                    if (line == StackOverflow)
                    {
                        // Here it is the first words that tell: the calls that come back.
                        _lastLines.Clear();
                        _stackIsFull = true;
                    }

                    if (_lastLines.Count == LinesKept && !_stackIsFull)
                    {
                        _lastLines.Dequeue();
                    }

                    if (_lastLines.Count < LinesKept)
                    {
                        _lastLines.Enqueue(line);
                    }
                }
            }
        }
    }

    private async Task EndAsync(bool restart)
    {
        _ending = true;
        if (!_exited.IsCompleted)
        {
            using var patience = new CancellationTokenSource(_answering ? _options.ShutdownTimeout : TimeSpan.Zero);
            try
            {
                await Client.RequestAsync("shutdown_request", new() { ["restart"] = restart }, KernelChannel.Control, cancellationToken: patience.Token).ConfigureAwait(false);
                await _exited.WaitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or JupyterException)
            {
                Kill();
                await _exited.ConfigureAwait(false);
            }
        }

        Client.Close(new JupyterException(restart ? $"The kernel '{Spec.Name}' was restarted." : $"The kernel '{Spec.Name}' was shut down."));
    }

    private void Kill()
    {
        try
        {
            _process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }
}
