namespace Isopleth.Atmosphere;

/// <summary>For each pixel, the pixels it touches and the pixels under its smoothing kernel, found by geometry.</summary>
internal sealed class PixelNeighbours
{
    /// <summary>Pixels per piece of parallel work.</summary>
    private const int ChunkLength = 512;

    /// <summary>Centres at most this far apart along both edges, in units of either pixel, touch: the eight neighbours of a grid, with room for the growth of pixels along a scan line.</summary>
    private const double TouchReach = 1.5;

    private PixelNeighbours(int[] touchStart, int[] touch, int[] kernelStart, int[] kernel, double[] weight) =>
        (TouchStart, Touch, KernelStart, Kernel, Weight) = (touchStart, touch, kernelStart, kernel, weight);

    /// <summary>Where each pixel's touching pixels begin in <see cref="Touch"/>, shape [n + 1].</summary>
    public int[] TouchStart { get; }

    /// <summary>Indices of touching pixels, as the frame of the one pixel has it: read both ways.</summary>
    public int[] Touch { get; }

    /// <summary>Where each pixel's kernel begins in <see cref="Kernel"/> and <see cref="Weight"/>, shape [n + 1].</summary>
    public int[] KernelStart { get; }

    /// <summary>Indices of the pixels under each kernel, the pixel itself among them.</summary>
    public int[] Kernel { get; }

    /// <summary>Gaussian weight of each [1], not normalised: columns may be missing.</summary>
    public double[] Weight { get; }

    /// <summary>Finds the neighbours of every pixel.</summary>
    /// <param name="geometry">The pixels' places and frames.</param>
    /// <param name="index">An index of their centres.</param>
    /// <param name="scene">The scene they belong to.</param>
    /// <param name="sigma">Standard deviation of the kernel [pixel]; it is cut off at four of them, to whole pixels.</param>
    public static PixelNeighbours Find(PixelGeometry geometry, LatitudeBands index, PlumeScene scene, double sigma)
    {
        var kernelReach = Math.Floor((4 * sigma) + 0.5) + 0.5;
        var reach = Math.Max(kernelReach, TouchReach);
        var chunks = new Chunk[(scene.Count + ChunkLength - 1) / ChunkLength];
        Parallel.For(0, chunks.Length, c =>
        {
            var chunk = chunks[c] = new Chunk();
            var candidates = new List<int>();
            var end = Math.Min(scene.Count, (c + 1) * ChunkLength);
            for (var i = c * ChunkLength; i < end; i++)
            {
                if (geometry.IsUsable(i))
                {
                    candidates.Clear();
                    index.Collect(scene.Latitude[i], scene.Longitude[i], reach * geometry.LatitudeReach[i], reach * geometry.LongitudeReach[i], candidates);
                    foreach (var j in candidates)
                    {
                        var (u, v) = geometry.Offset(i, geometry.Position(j));
                        var distance = Math.Max(Math.Abs(u), Math.Abs(v));
                        if (distance <= kernelReach)
                        {
                            chunk.Kernel.Add(j);
                            chunk.Weight.Add(Math.Exp(-((u * u) + (v * v)) / (2 * sigma * sigma)));
                        }

                        if (distance <= TouchReach && j != i)
                        {
                            chunk.Touch.Add(j);
                        }
                    }
                }

                chunk.KernelEnd.Add(chunk.Kernel.Count);
                chunk.TouchEnd.Add(chunk.Touch.Count);
            }
        });

        return new PixelNeighbours(
            Starts(chunks, chunk => chunk.TouchEnd), Joined(chunks, chunk => chunk.Touch),
            Starts(chunks, chunk => chunk.KernelEnd), Joined(chunks, chunk => chunk.Kernel), Joined(chunks, chunk => chunk.Weight));
    }

    private static T[] Joined<T>(Chunk[] chunks, Func<Chunk, List<T>> part)
    {
        var joined = new T[chunks.Sum(chunk => part(chunk).Count)];
        var filled = 0;
        foreach (var chunk in chunks)
        {
            part(chunk).CopyTo(joined, filled);
            filled += part(chunk).Count;
        }

        return joined;
    }

    private static int[] Starts(Chunk[] chunks, Func<Chunk, List<int>> ends)
    {
        var starts = new List<int> { 0 };
        foreach (var chunk in chunks)
        {
            var offset = starts[^1];
            starts.AddRange(ends(chunk).Select(end => offset + end));
        }

        return [.. starts];
    }

    private sealed class Chunk
    {
        public List<int> Touch { get; } = [];

        public List<int> TouchEnd { get; } = [];

        public List<int> Kernel { get; } = [];

        public List<double> Weight { get; } = [];

        public List<int> KernelEnd { get; } = [];
    }
}
