using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Isopleth.Atmosphere;
using Isopleth.Compute;

namespace Isopleth.Benchmarks;

/// <summary>PCA screening beside NumPy on the same OpenBLAS, with as many threads and the same processor type, in alternation, on one million spectra of 480 channels.</summary>
internal static class PcaBenchmark
{
    private const string Bench = "pca";
    private const int Spectra = 1_000_000;
    private const int Channels = 480;
    private const int Components = 50;
    private const int Alternations = 5;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        var scene = Scene();
        using var peer = new Peer();
        peer.Load(scene);
        var peerName = $"NumPy {peer.Ask("sgemm").Numpy}, {DenseAlgebra.Best.Name}";
        var options = new PcaFitOptions { Components = Components, Noise = Noise(), Channels = [.. Enumerable.Range(0, Channels)], Refits = 0 };
        var model = PcaScreening.Fit(scene, options);
        peer.Give(model);

        var sgemm = Enumerable.Range(0, Alternations).Max(_ => SgemmRate());
        foreach (var (name, precision, command) in new[] { ("fit", PcaPrecision.Single, "fit32"), ("fit_double", PcaPrecision.Double, "fit64") })
        {
            var (times, work) = (new Alternation(), new Alternation());
            for (var i = 0; i < Alternations; i++)
            {
                var (seconds, processor, fitted) = Time(() => PcaScreening.Fit(scene, options with { Precision = precision }));
                var answer = peer.Ask(command);
                Expect(answer.Values[^1], fitted.Eigenvalues[0], 1e-5, "largest eigenvalue");
                Expect(answer.Values[^Components], fitted.Eigenvalues[Components - 1], 1e-2, "eigenvalue of the last component");
                times.Add(seconds, answer.Seconds);
                work.Add(processor, answer.Processor);
            }

            yield return times.ToRow(Bench, name, peerName, "s");
            yield return work.ToRow(Bench, $"{name}_processor", peerName, "s");
            if (name == "fit")
            {
                // The symmetric product's m (m + 1) operations for each spectrum, over the rate of a plain square product, both by processor time.
                yield return new(Bench, "fit_share_of_sgemm", (double)Spectra * Channels * (Channels + 1) / work.Ours / sgemm, null, null, "1") { Limit = $"sgemm at {sgemm / 1e9:F0} GFLOP/s on one processor; goal 0.6" };
            }
        }

        var (screening, screeningWork) = (new Alternation(), new Alternation());
        for (var i = 0; i < Alternations; i++)
        {
            var (seconds, processor, result) = Time(() => PcaScreening.Screen(scene, model, new() { MaximumSpikes = 0 }));
            var answer = peer.Ask("screen");
            Expect(answer.Values[0], result.ReconstructionScore[^1000], 1e-3, "reconstruction score");
            Expect(answer.Values[^1], result.ReconstructionScore[^1], 1e-3, "reconstruction score");
            screening.Add(seconds, answer.Seconds);
            screeningWork.Add(processor, answer.Processor);
        }

        yield return screening.ToRow(Bench, "screen", peerName, "s");
        yield return screeningWork.ToRow(Bench, "screen_processor", peerName, "s");
        foreach (var growth in Growth(scene, model, options))
        {
            yield return growth;
        }

        await foreach (var row in GranuleBenchmark.RunAsync(Bench))
        {
            yield return row;
        }
    }

    /// <summary>Spectra per second with one thread and all, and of a tenth of the spectra.</summary>
    private static IEnumerable<Row> Growth(SpectralScene scene, PcaModel model, PcaFitOptions options)
    {
        var tenth = scene with { Rows = Spectra / 10, Spectra = scene.Spectra[..(Spectra / 10 * Channels)] };
        for (var threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            var fit = Best(() => PcaScreening.Fit(scene, options with { Precision = PcaPrecision.Single, Threads = threads }));
            var screen = Best(() => PcaScreening.Screen(scene, model, new() { MaximumSpikes = 0, Threads = threads }));
            yield return new(Bench, $"fit_{threads}_threads", Spectra / fit, null, null, "spectra/s");
            yield return new(Bench, $"screen_{threads}_threads", Spectra / screen, null, null, "spectra/s");
        }

        yield return new(Bench, "fit_tenth", Spectra / 10 / Best(() => PcaScreening.Fit(tenth, options with { Precision = PcaPrecision.Single })), null, null, "spectra/s");
        yield return new(Bench, "screen_tenth", Spectra / 10 / Best(() => PcaScreening.Screen(tenth, model, new() { MaximumSpikes = 0 })), null, null, "spectra/s");
    }

    private static double Best<T>(Func<T> work) => Enumerable.Range(0, 3).Min(_ => Time(work).Seconds);

    /// <summary>Time by the clock, and that of all processors together, which others on the machine do not lengthen.</summary>
    private static (double Seconds, double Processor, T Result) Time<T>(Func<T> work)
    {
        GC.Collect();
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = work();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds, result);
    }

    /// <summary>Forty smooth components over white noise: noise from a long pool, so that a thousand million numbers are made in seconds.</summary>
    private static SpectralScene Scene()
    {
        const int smooth = 40, pool = 1 << 22;
        var random = new Random(480);
        var normal = new float[pool + Channels];
        for (var i = 0; i < normal.Length; i++)
        {
            normal[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        var shapes = Enumerable.Range(0, smooth).Select(k => Enumerable.Range(0, Channels).Select(j => (float)(60.0 / (k + 1) * Math.Cos(Math.PI * (k + 1) * (j + 0.5) / Channels))).ToArray()).ToArray();
        var spectra = new float[Spectra * Channels];
        Parallel.For(0, Spectra, row =>
        {
            var draw = new Random(row);
            var spectrum = spectra.AsSpan(row * Channels, Channels);
            TensorPrimitives.Add(normal.AsSpan(draw.Next(pool), Channels), 500f, spectrum);
            foreach (var shape in shapes)
            {
                TensorPrimitives.MultiplyAdd(shape, normal[draw.Next(pool)], spectrum, spectrum);
            }
        });
        return new SpectralScene { Spectra = spectra, Rows = Spectra, Columns = 1, Wavelength = [.. Enumerable.Range(0, Channels).Select(j => 2305 + (j / 12.0))], Instrument = Bench };
    }

    private static double[] Noise()
    {
        var noise = new double[Channels];
        Array.Fill(noise, 1);
        return noise;
    }

    /// <summary>Rate of a square single-precision product on one processor [FLOP/s].</summary>
    private static double SgemmRate()
    {
        const int size = 3000;
        var a = new float[size * size];
        var c = new float[size * size];
        Array.Fill(a, 0.5f);
        var (_, seconds, _) = Time(() =>
        {
            DenseAlgebra.Best.Multiply(false, false, size, size, size, 1f, a, size, a, size, 0f, c, size);
            return c;
        });
        return 2.0 * size * size * size / seconds;
    }

    private static void Expect(double theirs, double ours, double tolerance, string what)
    {
        if (!(Math.Abs(theirs - ours) <= tolerance * Math.Abs(theirs)))
        {
            throw new InvalidOperationException($"The {what} differs: ours is {ours}, theirs {theirs}.");
        }
    }

    /// <summary>NumPy in Debian's Python, which answers a line of JSON to each command.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process _process;
        private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-bench-").FullName;

        public Peer()
        {
            var script = Path.Combine(_folder, "pca_peer.py");
            using (var text = typeof(Peer).Assembly.GetManifestResourceStream("pca_peer.py")!)
            using (var file = File.Create(script))
            {
                text.CopyTo(file);
            }

            var start = new ProcessStartInfo("/usr/bin/python3", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
            start.Environment["OPENBLAS_CORETYPE"] = DenseAlgebra.Best.Name.Split(' ')[^1];
            _process = Process.Start(start)!;
        }

        public void Load(SpectralScene scene)
        {
            var path = Path.Combine(_folder, "spectra");
            using (var file = File.Create(path))
            {
                for (var row = 0; row < Spectra; row += 10_000)
                {
                    file.Write(MemoryMarshal.AsBytes(scene.Spectra.Span.Slice(row * Channels, 10_000 * Channels)));
                }
            }

            _ = Ask($"load {path} {Spectra} {Channels} {Components}");
            File.Delete(path);
        }

        public void Give(PcaModel model)
        {
            var path = Path.Combine(_folder, "model");
            File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>([.. model.Mean, .. model.Noise, .. model.Eigenvectors]).ToArray());
            _ = Ask($"model {path}");
        }

        public (double Seconds, double Processor, double[] Values, string Numpy) Ask(string command)
        {
            _process.StandardInput.WriteLine(command);
            var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"NumPy did not answer to '{command}'; it needs python3-numpy and libopenblas0.");
            var answer = JsonNode.Parse(line)!;
            return ((double)answer["seconds"]!, (double)answer["processor"]!, [.. answer["values"]!.AsArray().Select(value => (double)value!)], (string)answer["numpy"]!);
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
