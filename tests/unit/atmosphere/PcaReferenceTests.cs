using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Isopleth.Atmosphere;
using Isopleth.Compute;

namespace Isopleth.Tests;

/// <summary>Fit and screening against a plain solver written out here, and against scikit-learn.</summary>
public class PcaReferenceTests
{
    [Fact]
    public void FitAndScreen_Spectra_AgreeWithScikitLearn()
    {
        const int channels = 40, components = 6;
        var scene = SpectralScenes.Create(30, 20, channels, 6, seed: 11);
        var noise = SpectralScenes.Noise(channels);
        double[] normalised = [.. scene.Spectra.ToArray().Select((y, i) => y / noise[i % channels])];
        var path = Path.GetTempFileName();
        JsonNode expected;
        try
        {
            File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>(normalised).ToArray());
            var (status, output, error) = ProgramRun.Run("/usr/bin/python3", [Path.Combine(Samples.RepositoryRoot, "tests/unit/atmosphere/pca_reference.py"), path, "600", $"{channels}", $"{components}"]);
            Assert.True(status == 0, $"The reference needs python3-sklearn (apt-get install it): {error}");
            expected = JsonNode.Parse(output)!;
        }
        finally
        {
            File.Delete(path);
        }

        var model = PcaScreening.Fit(scene, new() { Noise = noise, Components = components, Refits = 0 });
        var result = PcaScreening.Screen(scene, model, new() { MaximumSpikes = 0, KeepResiduals = true });
        var quick = PcaScreening.Screen(scene, model, new() { MaximumSpikes = 0 });

        ExpectClose(Numbers("mean"), [.. model.Mean.Zip(noise, (mean, sigma) => mean / sigma)], 1e-12);
        ExpectClose(Numbers("eigenvalues"), model.Eigenvalues[..components], 1e-11);
        Assert.Equal((double)expected["floor"]!, model.NoiseFloor, 1e-10);
        var (vectors, scores) = (Numbers("vectors"), Numbers("scores"));
        for (var k = 0; k < components; k++)
        {
            // The sign of a vector is free; ours makes its largest element positive.
            var theirs = vectors[(k * channels)..((k + 1) * channels)];
            var sign = theirs.MaxBy(Math.Abs) < 0 ? -1 : 1;
            ExpectClose([.. theirs.Select(e => sign * e)], model.Eigenvectors[(k * channels)..((k + 1) * channels)], 1e-8);
            ExpectClose([.. Enumerable.Range(0, 600).Select(i => sign * scores[(i * components) + k])], [.. Enumerable.Range(0, 600).Select(i => (double)result.Scores[(i * components) + k])], 1e-6);
        }

        // Element by element; and as the difference of two sums, which is as exact as it says (0.2 % of the square).
        ExpectClose(Numbers("reconstruction"), Array.ConvertAll(result.ReconstructionScore, score => (double)score), 1e-5);
        ExpectClose(Numbers("reconstruction"), Array.ConvertAll(quick.ReconstructionScore, score => (double)score), 1e-3);

        double[] Numbers(string name) => [.. expected[name]!.AsArray().Select(value => (double)value!)];
    }

    [Fact]
    public void FitAndScreen_SmallScene_AgreeWithThePlainSolver()
    {
        const int channels = 9;
        var scene = SpectralScenes.Create(12, 10, channels, 2, seed: 12, signal: 8);
        var noise = SpectralScenes.Noise(channels);
        var rows = Enumerable.Range(0, scene.Count).Select(pixel => scene.Spectrum(pixel).ToArray().Select((y, j) => y / noise[j]).ToArray()).ToArray();
        var mean = Enumerable.Range(0, channels).Select(j => rows.Average(row => row[j])).ToArray();
        var covariance = new double[channels, channels];
        for (var i = 0; i < channels; i++)
        {
            for (var j = 0; j < channels; j++)
            {
                covariance[i, j] = rows.Sum(row => (row[i] - mean[i]) * (row[j] - mean[j])) / (rows.Length - 1);
            }
        }

        var (values, vectors) = Jacobi(covariance);
        foreach (var algebra in new[] { DenseAlgebra.Managed, DenseAlgebra.Best })
        {
            var model = PcaScreening.Fit(scene, new() { Noise = noise, Components = 2, Refits = 0, Algebra = algebra });
            var result = PcaScreening.Screen(scene, model, new() { KeepResiduals = true, MaximumSpikes = 0, Algebra = algebra, UseNoiseFloor = false });

            ExpectClose(values, model.Eigenvalues, 1e-12);
            Assert.Equal(algebra.Name, result.Algebra);
            for (var pixel = 0; pixel < rows.Length; pixel++)
            {
                var residual = rows[pixel].Zip(mean, (y, m) => y - m).ToArray();
                foreach (var vector in vectors.Take(2))
                {
                    var score = vector.Zip(residual, (e, r) => e * r).Sum();
                    residual = [.. residual.Zip(vector, (r, e) => r - (score * e))];
                }

                var square = residual.Sum(r => r * r) / channels;
                Assert.Equal(Math.Sqrt(square), result.ReconstructionScore[pixel], 1e-5);
                Assert.Equal(((square / (7.0 / 9)) - 1) / Math.Sqrt(2.0 / 7), result.StandardScore[pixel], 1e-4);
                Assert.All(residual.Zip(result.Residuals.Skip(pixel * channels)), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
            }
        }
    }

    [Fact]
    public void Fit_SinglePrecision_IsRightToItsStatedError()
    {
        // Signal to noise of several hundred: the largest eigenvalue is a million times the noise's.
        var scene = SpectralScenes.Create(200, 100, 96, 4, seed: 13, signal: 300);
        var options = new PcaFitOptions { Noise = SpectralScenes.Noise(96), Components = 4, Refits = 0 };

        var (exact, single) = (PcaScreening.Fit(scene, options), PcaScreening.Fit(scene, options with { Precision = PcaPrecision.Single }));

        ExpectClose(exact.Eigenvalues, single.Eigenvalues, 3e-7);
        ExpectClose(exact.Eigenvectors, single.Eigenvectors, 1e-5);
    }

    [Fact]
    public void Fit_Randomised_AgreesWithTheCovariance()
    {
        var scene = SpectralScenes.Create(40, 50, 200, 6, seed: 14);
        var options = new PcaFitOptions { Noise = SpectralScenes.Noise(200), Components = 6, Refits = 0 };

        var (exact, randomised) = (PcaScreening.Fit(scene, options), PcaScreening.Fit(scene, options with { RandomisedFrom = 100 }));

        ExpectClose(exact.Mean, randomised.Mean, 1e-12);
        ExpectClose(exact.Eigenvalues[..6], randomised.Eigenvalues, 1e-6);
        ExpectClose(exact.Eigenvectors, randomised.Eigenvectors, 1e-4);
        Assert.Equal(exact.TotalVariance, randomised.TotalVariance, 1e-9 * exact.TotalVariance);
        Assert.Equal(exact.NoiseFloor, randomised.NoiseFloor, 1e-3);
        Assert.Equal(6, PcaScreening.Fit(scene, options with { RandomisedFrom = 100, Components = null, MaximumComponents = 30 }).Components);
    }

    [Fact]
    public void Fit_AsManyChannelsAsIasi_FindsTheComponents()
    {
        const int channels = 8461;
        var scene = SpectralScenes.Create(20, 20, channels, 3, seed: 15);

        var model = PcaScreening.Fit(scene, new() { Noise = SpectralScenes.Noise(channels), Components = 3, Refits = 0 });
        var result = PcaScreening.Screen(scene, model);

        Assert.Equal((3, channels), (model.Eigenvalues.Length, model.Channels.Length));
        Assert.Equal(0, result.Flagged);
        for (var k = 0; k < 3; k++)
        {
            // The planted shapes are cosines, at right angles to each other; together the vectors hold them.
            var shape = Enumerable.Range(0, channels).Select(j => Math.Sqrt(2.0 / channels) * Math.Cos(Math.PI * (k + 1) * (j + 0.5) / channels)).ToArray();
            var held = Enumerable.Range(0, 3).Sum(v => Math.Pow(model.Eigenvectors.Skip(v * channels).Take(channels).Zip(shape, (e, s) => e * s).Sum(), 2));
            Assert.InRange(held, 0.97, 1.0001);
        }
    }

    /// <summary>Eigenvalues, descending, and vectors by Jacobi's rotations.</summary>
    private static (double[] Values, double[][] Vectors) Jacobi(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (a, v) = ((double[,])matrix.Clone(), new double[n, n]);
        for (var i = 0; i < n; i++)
        {
            v[i, i] = 1;
        }

        for (var sweep = 0; sweep < 60; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                {
                    var angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
                    var (s, c) = Math.SinCos(angle);
                    for (var k = 0; k < n; k++)
                    {
                        (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
                    }

                    for (var k = 0; k < n; k++)
                    {
                        (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
                        (v[k, p], v[k, q]) = ((c * v[k, p]) - (s * v[k, q]), (s * v[k, p]) + (c * v[k, q]));
                    }
                }
            }
        }

        var order = Enumerable.Range(0, n).OrderByDescending(k => a[k, k]).ToArray();
        return ([.. order.Select(k => a[k, k])], [.. order.Select(k => Enumerable.Range(0, n).Select(i => v[i, k]).ToArray())]);
    }

    /// <summary>Equal to a part of the largest.</summary>
    private static void ExpectClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance * largest));
    }
}
