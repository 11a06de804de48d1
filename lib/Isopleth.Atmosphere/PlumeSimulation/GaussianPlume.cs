namespace Isopleth.Atmosphere;

/// <summary>The steady Gaussian plume of a point source, integrated over height.</summary>
/// <param name="Emission">Emitted mass per time Q [kg s-1].</param>
/// <param name="WindSpeed">Wind speed U [m s-1].</param>
/// <param name="Diffusivity">Horizontal eddy diffusivity K [m2 s-1].</param>
/// <param name="LifeTime">Time τ in which chemistry and deposition take all but 1/e [s]; infinity for a gas that stays.</param>
/// <remarks>
/// c(x, y) = Q / (√(2π) σ U) · exp(-y²/(2σ²)) · exp(-x/(U τ)) with σ = √(2 K x / U); x is downwind, y to its left.
/// Krings et al. (2011, doi:10.5194/amt-4-1735-2011), equation 1 without its stability classes. Diffusion along the wind is neglected.
/// </remarks>
public sealed record GaussianPlume(double Emission, double WindSpeed, double Diffusivity, double LifeTime = double.PositiveInfinity)
{
    /// <summary>Standard deviation σ of the plume across the wind [m]; 0 at the source.</summary>
    /// <param name="downwind">Distance x from the source along the wind [m].</param>
    public double Width(double downwind) => Math.Sqrt(2 * Diffusivity * downwind / WindSpeed);

    /// <summary>Mass per length of plume, the column integrated across the wind [kg m-1]; 0 upwind.</summary>
    /// <param name="downwind">Distance x from the source along the wind [m].</param>
    public double LineDensity(double downwind) =>
        downwind < 0 ? 0 : Emission / WindSpeed * Math.Exp(-downwind / (WindSpeed * LifeTime));

    /// <summary>Column of mass [kg m-2]; 0 upwind and at the source itself.</summary>
    /// <param name="downwind">Distance x from the source along the wind [m].</param>
    /// <param name="across">Distance y from the plume's axis, positive to the left of the wind [m].</param>
    public double Column(double downwind, double across)
    {
        if (!(downwind > 0))
        {
            return 0;
        }

        var width = Width(downwind);
        return LineDensity(downwind) / (Math.Sqrt(2 * Math.PI) * width) * Math.Exp(-across * across / (2 * width * width));
    }
}
