namespace Isopleth.Jupyter;

/// <summary>What carries the messages between a client and its kernel.</summary>
public enum KernelTransport
{
    /// <summary>Unix sockets in a folder that only their owner may enter: nobody else on the machine can reach the kernel.</summary>
    Ipc,

    /// <summary>TCP on the loopback address; the signing key is what keeps others out.</summary>
    Tcp,
}

/// <summary>How a kernel is started and stopped.</summary>
public sealed record KernelStartOptions
{
    /// <summary>The kernel's working folder; null for the caller's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Environment variables to add to the caller's and the kernelspec's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What carries the messages: <see cref="KernelTransport.Ipc"/>, since it keeps the machine's users apart.</summary>
    public KernelTransport Transport { get; init; } = KernelTransport.Ipc;

    /// <summary>How long the kernel may take to answer: one minute, since a first start on a cold disk takes many seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the kernel may take to end once asked, before it is killed: five seconds, as Jupyter grants.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called with each line that the kernel's process writes to its own standard output or standard error (its log; the outputs of cells come as messages). Null to drop them.</summary>
    public Action<string>? Log { get; init; }
}
