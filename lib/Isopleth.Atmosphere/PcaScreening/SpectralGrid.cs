using System.Globalization;

namespace Isopleth.Atmosphere;

/// <summary>Compares the channels of two sets of spectra.</summary>
internal static class SpectralGrid
{
    /// <summary>Whether two quantities have the same unit, which stands in brackets; also where one of them tells none.</summary>
    public static bool SameUnit(string quantity, string expected)
    {
        var (unit, other) = (quantity.IndexOf('[', StringComparison.Ordinal), expected.IndexOf('[', StringComparison.Ordinal));
        return unit < 0 || other < 0 || quantity.AsSpan(unit).SequenceEqual(expected.AsSpan(other));
    }

    /// <summary>Whether all channels lie at the same positions.</summary>
    /// <param name="positions">The one's positions.</param>
    /// <param name="expected">The other's.</param>
    /// <param name="tolerance">Largest difference; null for a quarter of the median spacing.</param>
    /// <param name="difference">What differs, for a message; empty when they are the same.</param>
    public static bool Same(double[] positions, double[] expected, double? tolerance, out string difference)
    {
        difference = "";
        if (positions.Length != expected.Length)
        {
            difference = string.Create(CultureInfo.InvariantCulture, $"{positions.Length} channels, where {expected.Length} were expected");
            return false;
        }

        var spacing = expected.Zip(expected.Skip(1), (a, b) => Math.Abs(b - a)).Order().ToArray();
        var allowed = tolerance ?? (spacing.Length == 0 ? 0 : spacing[spacing.Length / 2] / 4);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(positions[i] - expected[i]) <= allowed))
            {
                difference = string.Create(CultureInfo.InvariantCulture, $"channel {i} lies at {positions[i]:G8}, where {expected[i]:G8} ± {allowed:G3} was expected");
                return false;
            }
        }

        return true;
    }
}
