using System.Numerics.Tensors;
using MathNet.Numerics;

namespace Isopleth.Atmosphere;

/// <summary>Clusters flagged pixels and names what is in them.</summary>
internal sealed class SpectralEvents(SpectralScene scene, PcaModel model, SpectralProjector projector, float[] standardScore, float[] rangeIndex, PcaScreeningOptions options)
{
    private const PixelScreening StandsOut = PixelScreening.Event | PixelScreening.RangeIndex;

    /// <summary>Species and, projected as a residual is, the channels that tell it: its signed indicators at right angles to the components, of the noise floor's variance.</summary>
    private readonly (string Species, double[] Weights)[] _indicators = Indicators(model, options);

    /// <summary>The events, the highest peak first, and each pixel's index among them.</summary>
    public (SpectralEvent[] Events, int[] Index) Find(PixelScreening[] flags, float[] square)
    {
        var index = new int[flags.Length];
        Array.Fill(index, -1);
        var found = new List<SpectralEvent>();
        var visited = new bool[flags.Length];
        for (var start = 0; start < flags.Length; start++)
        {
            if (!visited[start] && (flags[start] & StandsOut) != PixelScreening.Expected)
            {
                var pixels = Grow(start, flags, visited);
                if (pixels.Length >= options.MinimumPixels)
                {
                    found.Add(Describe(pixels, square));
                }
            }
        }

        SpectralEvent[] events = [.. found.OrderByDescending(e => e.PeakScore).ThenBy(e => e.PeakPixel)];
        for (var i = 0; i < events.Length; i++)
        {
            foreach (var pixel in events[i].Pixels)
            {
                index[pixel] = i;
            }
        }

        return (events, index);
    }

    /// <summary>All flagged pixels that touch, also by a corner.</summary>
    private int[] Grow(int start, PixelScreening[] flags, bool[] visited)
    {
        var (pixels, next) = (new List<int> { start }, 0);
        visited[start] = true;
        while (next < pixels.Count)
        {
            var (row, column) = Math.DivRem(pixels[next++], scene.Columns);
            for (var y = Math.Max(0, row - 1); y <= Math.Min(scene.Rows - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(scene.Columns - 1, column + 1); x++)
                {
                    var pixel = (y * scene.Columns) + x;
                    if (!visited[pixel] && (flags[pixel] & StandsOut) != PixelScreening.Expected)
                    {
                        visited[pixel] = true;
                        pixels.Add(pixel);
                    }
                }
            }
        }

        return [.. pixels.Order()];
    }

    private SpectralEvent Describe(int[] pixels, float[] square)
    {
        var m = model.Channels.Length;
        var (residual, spectrum, counts) = (new double[m], new double[m], new int[m]);
        var peak = pixels[0];
        foreach (var pixel in pixels)
        {
            peak = standardScore[pixel] > standardScore[peak] ? pixel : peak;
            TensorPrimitives.Add(residual, projector.Residual(scene, pixel, [], out _), residual);
            var values = scene.Spectrum(pixel);
            for (var i = 0; i < m; i++)
            {
                var value = values[model.Channels[i]];
                spectrum[i] += float.IsFinite(value) ? value : 0;
                counts[i] += float.IsFinite(value) ? 1 : 0;
            }
        }

        TensorPrimitives.Divide(residual, pixels.Length, residual);
        for (var i = 0; i < m; i++)
        {
            spectrum[i] /= counts[i]; // NaN where none
        }

        var indices = new double[options.Jacobians.Count];
        for (var s = 0; s < indices.Length; s++)
        {
            indices[s] = pixels.Sum(pixel => float.IsFinite(rangeIndex[(s * scene.Count) + pixel]) ? rangeIndex[(s * scene.Count) + pixel] : 0) / pixels.Length;
        }

        return Named(new SpectralEvent
        {
            Pixels = pixels,
            FirstRow = pixels[0] / scene.Columns,
            LastRow = pixels[^1] / scene.Columns,
            FirstColumn = pixels.Min(pixel => pixel % scene.Columns),
            LastColumn = pixels.Max(pixel => pixel % scene.Columns),
            PeakPixel = peak,
            PeakScore = standardScore[peak],
            PeakReconstructionScore = Math.Sqrt(square[peak] / m),
            Latitude = scene.Latitude?[peak],
            Longitude = scene.Longitude?[peak],
            Residual = residual,
            Spectrum = spectrum,
            Counts = counts,
            RangeIndex = indices,
        }, _indicators, options);
    }

    /// <summary>The event with what its mean residual shows; where that names nothing, with the species whose range index stands out.</summary>
    internal static SpectralEvent Named(SpectralEvent found, (string Species, double[] Weights)[] indicators, PcaScreeningOptions options)
    {
        var scores = indicators.Select(indicator => (indicator.Species, Score: Math.Sqrt(found.Pixels.Length) * TensorPrimitives.Dot<double>(indicator.Weights, found.Residual)))
            .OrderByDescending(score => score.Score).ToArray();
        var isNamed = scores.Length > 0 && scores[0].Score >= options.SpeciesThreshold;
        var ahead = isNamed ? scores[0].Score - Math.Max(0, scores.Length > 1 ? scores[1].Score : 0) : 0;
        var species = isNamed ? scores[0].Species : null;
        if (!isNamed && found.RangeIndex.Length > 0)
        {
            var byIndex = found.RangeIndex.Zip(options.Jacobians, (index, jacobian) => (Index: index, jacobian.Species)).OrderByDescending(each => each.Index).ToArray();
            isNamed = byIndex[0].Index > options.RangeIndexThreshold;
            species = isNamed ? byIndex[0].Species : null;
            ahead = isNamed ? Math.Sqrt(found.Pixels.Length) * (byIndex[0].Index - Math.Max(0, byIndex.Length > 1 ? byIndex[1].Index : 0)) : 0;
        }

        return found with
        {
            Species = species,
            SpeciesScores = scores,
            Confidence = isNamed ? 1 - (0.5 * SpecialFunctions.Erfc(ahead / 2)) : 0,
        };
    }

    /// <summary>Species and the weights of their indicator channels, as <see cref="_indicators"/> has them.</summary>
    internal static (string Species, double[] Weights)[] Indicators(PcaModel model, PcaScreeningOptions options)
    {
        var m = model.Channels.Length;
        var named = new List<(string, double[])>();
        foreach (var (species, weights) in Signatures(model, options.Indicators))
        {
            for (var k = 0; k < model.Components; k++)
            {
                var vector = model.Eigenvectors.AsSpan(k * m, m);
                TensorPrimitives.MultiplyAdd(vector, -TensorPrimitives.Dot<double>(vector, weights), weights, weights);
            }

            var norm = TensorPrimitives.Norm<double>(weights) * Math.Sqrt(model.NoiseFloor);
            if (norm > 0)
            {
                TensorPrimitives.Divide(weights, norm, weights);
                named.Add((species, weights));
            }
        }

        return [.. named];
    }

    /// <summary>Species with an indicator channel in the model's band, and the signs at these channels, shape [m].</summary>
    internal static IEnumerable<(string Species, double[] Weights)> Signatures(PcaModel model, IReadOnlyList<IndicatorChannel> indicators)
    {
        var m = model.Channels.Length;
        var positions = model.UsedWavelength;
        foreach (var species in indicators.GroupBy(indicator => indicator.Species))
        {
            var weights = new double[m];
            foreach (var indicator in species)
            {
                var nearest = 0;
                for (var i = 1; i < m; i++)
                {
                    nearest = Math.Abs(positions[i] - indicator.Position) < Math.Abs(positions[nearest] - indicator.Position) ? i : nearest;
                }

                // A channel further away than its neighbours are belongs to another band, or is not used.
                var spacing = Math.Abs(positions[Math.Min(m - 1, nearest + 1)] - positions[Math.Max(0, nearest - 1)]);
                weights[nearest] += Math.Abs(positions[nearest] - indicator.Position) <= spacing ? indicator.Sign : 0;
            }

            if (weights.Any(weight => weight != 0))
            {
                yield return (species.Key, weights);
            }
        }
    }
}
