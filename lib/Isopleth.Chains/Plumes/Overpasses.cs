using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Satellite overpasses of Etna, real and simulated, by what a person would call them.</summary>
public static class Overpasses
{
    private const string Real = "tropomi.so2.etna";
    private const string Simulated = "simulated.so2.etna";

    /// <summary>Opens an overpass.</summary>
    /// <param name="catalogue">The catalogue with the entries <c>tropomi.so2.etna</c> and <c>simulated.so2.etna</c>.</param>
    /// <param name="granule">The day of a real orbit (<c>20210401</c>), the name of a simulated scene (<c>one_source</c>), the path of a file, or the name of a sample's file.</param>
    /// <returns>The dataset; dispose it when done.</returns>
    /// <exception cref="ArgumentException">It is none of these; the message lists the days and scenes there are.</exception>
    /// <exception cref="Catalogue.CatalogueException">The real samples, or the simulated scenes, are not on this machine.</exception>
    /// <exception cref="DataFormatException">The file is there but cannot be read.</exception>
    public static Dataset Open(Catalogue.Catalogue catalogue, string granule)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentException.ThrowIfNullOrWhiteSpace(granule);
        if (File.Exists(granule))
        {
            return NetCdf.Open(granule);
        }

        if (Directory.Exists(granule))
        {
            throw new ArgumentException($"'{granule}' is a folder; name one of the files in it.", nameof(granule));
        }

        var days = Choices(catalogue, Real, "granule");
        var scenes = Choices(catalogue, Simulated, "scene");
        var day = Path.GetFileName(granule).Split('_')[0];
        return days.Contains(day) ? catalogue[Real].Open(("granule", day))
            : scenes.Contains(granule) ? catalogue[Simulated].Open(("scene", granule))
            : throw new ArgumentException(
                $"'{granule}' is neither a file nor an overpass by name. Days: {string.Join(", ", days)}. Simulated scenes: {string.Join(", ", scenes)}.",
                nameof(granule));
    }

    private static List<string> Choices(Catalogue.Catalogue catalogue, string entry, string parameter) =>
        [.. catalogue[entry].Parameters.Where(p => p.Name == parameter).SelectMany(p => p.Allowed ?? []).OfType<string>()];
}
