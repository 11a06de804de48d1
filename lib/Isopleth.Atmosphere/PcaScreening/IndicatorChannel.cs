namespace Isopleth.Atmosphere;

/// <summary>A place in the spectrum where an excess of a species shows in the residual.</summary>
/// <param name="Species">The species, for example <c>CO</c>.</param>
/// <param name="Position">Where [unit of the wavelengths]; the nearest channel is taken.</param>
/// <param name="Sign">-1 where an excess lowers the signal (absorption), 1 where it raises it (emission, or the gap between lines).</param>
public sealed record IndicatorChannel(string Species, double Position, int Sign);
