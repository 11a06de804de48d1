using System.Globalization;
using System.Numerics.Tensors;
using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>How much of what a species changes in a spectrum lies among a model's components, where the residual does not show it.</summary>
/// <param name="Species">The species.</param>
/// <param name="Hidden">1 - |(I - E Eᵀ) N⁻¹ k|² / |N⁻¹ k|² of its signature k [1]: 0 when the residual shows all of it, 1 when nothing.</param>
/// <param name="Component">Number of the component that holds most of it, from 1.</param>
/// <param name="Share">What that component holds [1].</param>
/// <param name="Of">What the signature is: the change of the spectrum (<c>signal</c>), or the signed indicator channels alone (<c>indicator channels</c>).</param>
/// <param name="Limit">Part from which on an excess is likely to be missed [1].</param>
public sealed record HiddenSignal(string Species, double Hidden, int Component, double Share, string Of, double Limit)
{
    /// <summary>Nine tenths: of the signature, less than a third of its strength is left.</summary>
    private const double MostOfSignal = 0.9;

    /// <summary>A fifth: channels apart from each other share so much with a component only when that has the species' lines, of which they are a part.</summary>
    private const double MostOfChannels = 0.2;

    /// <summary>Whether an excess of the species is likely to be missed.</summary>
    public bool IsLikelyMissed => Hidden > Limit;

    /// <summary>The finding in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Species}: the components hold {100 * Hidden:0.#} % of its {Of} ({100 * Share:0.#} % component {Component}){(IsLikelyMissed ? "; an excess may not show in the residual. Keep fewer components, or screen by its range index as well" : "")}");

    /// <summary>What is hidden of species whose change of the spectrum is known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="jacobians">The changes, for the model's instrument.</param>
    /// <returns>One for each.</returns>
    /// <exception cref="ArgumentException">A Jacobian has another number of channels than the instrument, or is zero in all that are used.</exception>
    public static IReadOnlyList<HiddenSignal> Find(PcaModel model, IReadOnlyList<SpeciesJacobian> jacobians)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(jacobians);
        var noise = NoiseNormalisation.Of(model, DenseAlgebra.Best);
        return [.. jacobians.Select(jacobian => Among(model, jacobian.Species, HyperspectralRangeIndex.Normalise(model, noise, jacobian), "signal", MostOfSignal))];
    }

    /// <summary>What is hidden of species of which the channels are known at which they show.</summary>
    /// <param name="model">The model.</param>
    /// <param name="indicators">The channels; those outside the model's band are left out.</param>
    /// <returns>One for each species with a channel in the band.</returns>
    public static IReadOnlyList<HiddenSignal> Find(PcaModel model, IReadOnlyList<IndicatorChannel> indicators)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(indicators);
        return [.. SpectralEvents.Signatures(model, indicators).Select(signature => Among(model, signature.Species, signature.Weights, "indicator channels", MostOfChannels))];
    }

    private static HiddenSignal Among(PcaModel model, string species, double[] signature, string of, double limit)
    {
        var m = signature.Length;
        var all = TensorPrimitives.SumOfSquares<double>(signature);
        var shares = Enumerable.Range(0, model.Components).Select(k => Math.Pow(TensorPrimitives.Dot<double>(model.Eigenvectors.AsSpan(k * m, m), signature), 2) / all).ToArray();
        var most = Array.IndexOf(shares, shares.Max());
        return all > 0 ? new(species, Math.Min(1, shares.Sum()), most + 1, shares[most], of, limit) : throw new ArgumentException($"The Jacobian of {species} is zero in all channels that are used; give one that is not.");
    }
}
