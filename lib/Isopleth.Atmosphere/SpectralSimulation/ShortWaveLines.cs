namespace Isopleth.Atmosphere;

/// <summary>Optical depths of carbon monoxide, methane and water vapour near 2.3 µm, as a spectrometer with 0.25 nm resolution sees them.</summary>
/// <remarks>
/// Carbon monoxide: the lines of the 2-0 band, from the molecule's constants (ν₀ = 4260.06 cm⁻¹, B″ = 1.9225, B′ = 1.8875 cm⁻¹) and their thermal populations.
/// Methane: manifolds of ν₁+ν₄ and ν₃+ν₄ with B = 5.24 cm⁻¹, their splitting stylised. Water vapour: drawn once, from a fixed seed.
/// Positions of the latter two, and all strengths, are therefore no spectroscopy; a retrieval needs HITRAN. The shape is Voigt's (Thompson et al. 1987).
/// </remarks>
public static class ShortWaveLines
{
    /// <summary>Full width of the spectrometer's response at half its height [nm].</summary>
    private const double Resolution = 0.25;

    /// <summary>hc/k [cm K] over a mean temperature [K].</summary>
    private const double PerTemperature = 1.4388 / 260;

    private static readonly string[] Names = ["CO", "CH4", "H2O"];

    /// <summary>Largest vertical optical depth of each gas between 2305 and 2385 nm at this resolution [1].</summary>
    private static readonly double[] Largest = [0.015, 0.3, 0.3];

    /// <summary>The gases there are.</summary>
    public static IReadOnlyList<string> Species => Names;

    /// <summary>Vertical optical depth of a gas's mean column [1].</summary>
    /// <param name="species">The gas, one of <see cref="Species"/>.</param>
    /// <param name="wavelength">Where [nm], shape [channel].</param>
    /// <param name="pressureWidth">Half width of the lines by collisions [nm]: 0.03 for a whole column, 0.06 near the surface.</param>
    /// <returns>Shape [channel].</returns>
    /// <exception cref="ArgumentException">There is no such gas.</exception>
    public static double[] OpticalDepth(string species, ReadOnlySpan<double> wavelength, double pressureWidth = 0.03)
    {
        var gas = Index(species);
        var lines = gas switch { 0 => CarbonMonoxide(), 1 => Methane(), _ => WaterVapour() };
        var scale = 0.0;
        for (var nm = 2305.0; nm <= 2385; nm += 0.05)
        {
            scale = Math.Max(scale, Sum(lines, nm, 0.03));
        }

        var depth = new double[wavelength.Length];
        for (var i = 0; i < depth.Length; i++)
        {
            depth[i] = Largest[gas] / scale * Sum(lines, wavelength[i], pressureWidth);
        }

        return depth;
    }

    internal static int Index(string species)
    {
        var index = Array.IndexOf(Names, species);
        return index >= 0 ? index : throw new ArgumentException($"'{species}' is none of the gases that are simulated: {string.Join(", ", Names)}.", nameof(species));
    }

    private static double Sum((double Wavelength, double Strength)[] lines, double wavelength, double pressureWidth)
    {
        const double reach = 4; // nm; beyond it a line's wing is a part of the continuum
        var sum = 0.0;
        foreach (var (position, strength) in lines)
        {
            var distance = wavelength - position;
            sum += Math.Abs(distance) < reach ? strength * Voigt(distance, pressureWidth) : 0;
        }

        return sum;
    }

    /// <summary>The pseudo-Voigt profile, of unit area [nm-1].</summary>
    private static double Voigt(double distance, double pressureWidth)
    {
        var (g, l) = (Resolution, 2 * pressureWidth);
        var width = Math.Pow(Math.Pow(g, 5) + (2.69269 * Math.Pow(g, 4) * l) + (2.42843 * Math.Pow(g, 3) * l * l) + (4.47163 * g * g * Math.Pow(l, 3)) + (0.07842 * g * Math.Pow(l, 4)) + Math.Pow(l, 5), 0.2);
        var share = l / width;
        share = (1.36603 * share) - (0.47719 * share * share) + (0.11116 * Math.Pow(share, 3));
        var x = 2 * distance / width;
        return ((share * 2 / Math.PI / (1 + (x * x))) + ((1 - share) * 2 * Math.Sqrt(Math.Log(2) / Math.PI) * Math.Exp(-Math.Log(2) * x * x))) / width;
    }

    private static (double, double)[] CarbonMonoxide()
    {
        const double origin = 4260.06, lower = 1.9225, upper = 1.8875;
        var lines = new List<(double, double)>();
        for (var m = -30; m <= 30; m++)
        {
            // R(J) is m = J + 1, P(J) is m = -J.
            var j = m > 0 ? m - 1 : -m;
            if (m != 0)
            {
                lines.Add((Nanometres(origin + ((upper + lower) * m) + ((upper - lower) * m * m)), Math.Abs(m) * Math.Exp(-lower * j * (j + 1) * PerTemperature)));
            }
        }

        return [.. lines];
    }

    private static (double, double)[] Methane()
    {
        const double constant = 5.24;
        var lines = new List<(double, double)>();
        foreach (var (origin, strength) in new[] { (4319.2, 1.0), (4223.5, 0.7) })
        {
            for (var j = 0; j <= 16; j++)
            {
                var population = strength * ((2 * j) + 1) * Math.Exp(-constant * j * (j + 1) * PerTemperature);
                var parts = Math.Min(j + 1, 7);
                for (var part = 0; part < parts; part++)
                {
                    // A manifold's components spread with J, unevenly.
                    var offset = 0.012 * j * j * (((part + 0.5 + (0.3 * Math.Sin((7 * j) + (3 * part)))) / parts) - 0.5);
                    lines.Add((Nanometres(origin + (1.9 * constant * (j + 1)) + offset), population * (j + 1) / ((2 * j) + 1) / parts));
                    lines.Add((Nanometres(origin - (1.9 * constant * j) + offset), population * j / ((2 * j) + 1) / parts));
                    lines.Add((Nanometres(origin - (0.035 * j * (j + 1)) + (0.3 * offset)), 0.8 * population / parts));
                }
            }
        }

        return [.. lines];
    }

    private static (double, double)[] WaterVapour()
    {
        var random = new Random(18);
        return [.. Enumerable.Range(0, 70).Select(_ => (2290 + (110 * random.NextDouble()), Math.Pow(10, -2 * random.NextDouble())))];
    }

    private static double Nanometres(double wavenumber) => 1e7 / wavenumber;
}
