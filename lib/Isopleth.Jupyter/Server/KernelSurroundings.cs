using System.Globalization;
using System.Runtime.InteropServices;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>What the operating system tells a kernel's process: SIGINT interrupts, SIGTERM ends it, and so does the end of the process that started it.</summary>
internal sealed class KernelSurroundings : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly Timer? _parentWatch;

    public KernelSurroundings(KernelServer server)
    {
        _ = LibC.StopIgnoringSigint();
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            server.Interrupt();
        });
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            server.Stop();
        });
        if (int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
        {
            // A wrapper script may stand between the two; then the parent's existence is all there is to see.
            var child = LibC.getppid() == parent;
            _parentWatch = new Timer(
                _ =>
                {
                    if (child ? LibC.getppid() != parent : LibC.kill(parent, 0) != 0)
                    {
                        server.Stop();
                    }
                },
                state: null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _parentWatch?.Dispose();
    }
}
