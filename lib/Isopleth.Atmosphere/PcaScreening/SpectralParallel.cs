namespace Isopleth.Atmosphere;

/// <summary>Work on many spectra, divided among threads in contiguous parts, so that a result does not depend on who was faster.</summary>
internal static class SpectralParallel
{
    /// <summary>Threads that the scheduler has for us; the count of processors is the environment's, which a method does not ask.</summary>
    public static int Processors
    {
        get
        {
            ThreadPool.GetMinThreads(out var workers, out _);
            return Math.Max(1, workers);
        }
    }

    /// <summary>Contiguous parts of a count, at most one per thread, none with fewer than <paramref name="least"/> unless it is the only one.</summary>
    public static Range[] Split(int count, int least, int threads)
    {
        var parts = Math.Clamp(count / least, 1, threads);
        return [.. Enumerable.Range(0, parts).Select(i => new Range((int)((long)count * i / parts), (int)((long)count * (i + 1) / parts)))];
    }

    public static void Run(int parts, int threads, Action<int> work) =>
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
}
