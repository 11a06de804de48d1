namespace Isopleth.Atmosphere;

/// <summary>How a spectrum changes with the amount of a species.</summary>
/// <param name="Species">The species, for example <c>CH4</c>.</param>
/// <param name="Values">Change of the spectrum per amount, in the spectra's unit, shape [channel] (all of the instrument's).</param>
public sealed record SpeciesJacobian(string Species, double[] Values);
