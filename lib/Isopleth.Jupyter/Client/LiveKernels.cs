namespace Isopleth.Jupyter.Client;

/// <summary>The kernels that this process has started and not yet ended; its own end takes them along.</summary>
internal static class LiveKernels
{
    private static readonly HashSet<KernelProcess> Kernels = [];
    private static bool _watching;

    public static void Add(KernelProcess kernel)
    {
        lock (Kernels)
        {
            if (!_watching)
            {
                _watching = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => AbandonAll();
            }

            Kernels.Add(kernel);
        }
    }

    public static void Remove(KernelProcess kernel)
    {
        lock (Kernels)
        {
            Kernels.Remove(kernel);
        }
    }

    private static void AbandonAll()
    {
        lock (Kernels)
        {
            foreach (var kernel in Kernels)
            {
                kernel.Abandon();
            }
        }
    }
}
