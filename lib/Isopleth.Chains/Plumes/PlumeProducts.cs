using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>Plume detections as datasets that are ready to be written as CF NetCDF.</summary>
public static class PlumeProducts
{
    /// <summary>The product of a detection: the pixels' flag, quality, plume number and distance to the source, with what decided them.</summary>
    /// <param name="input">The dataset the scene was read from; the product has its dimensions, coordinates and provenance.</param>
    /// <param name="scene">The scene.</param>
    /// <param name="result">What was found in it.</param>
    /// <param name="sources">The sources that were looked for.</param>
    /// <param name="variables">The names the scene was read by; null for HARP's.</param>
    /// <returns>The product, in memory. Distances [m], columns [mol m-2].</returns>
    /// <exception cref="ArgumentException">The result or the dataset has another number of pixels than the scene, or the dataset has no such column.</exception>
    public static Dataset ToDataset(Dataset input, PlumeScene scene, PlumeDetectionResult result, IReadOnlyList<PlumeSource> sources, PlumeSceneVariables? variables = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(sources);
        var column = input[(variables ?? new()).Column];
        if (result.Flags.Length != scene.Count || column.Size != scene.Count)
        {
            throw new ArgumentException($"The result has {result.Flags.Length} pixels, the scene {scene.Count} and the dataset {column.Size}; give the three that belong together.", nameof(result));
        }

        DataArray OnPixels<T>(string name, T[] values, params (string, object)[] attributes) =>
            DataArray.Create(name, column.Dimensions, column.Shape, values, NamedAttributes.Of(attributes));
        DataArray Floats(string name, double[] values, params (string, object)[] attributes) =>
            OnPixels(name, Array.ConvertAll(values, v => (float)v), [("_FillValue", float.NaN), .. attributes]);
        DataArray Corners(string name, double[] values, string units) =>
            DataArray.Create(name, [.. column.Dimensions, "corner"], [.. column.Shape, 4], Array.ConvertAll(values, v => (float)v), NamedAttributes.Of(("units", units)));
        return new Dataset(
        [
            OnPixels("plume_flag", Array.ConvertAll(result.Flags, f => (sbyte)f),
                ("long_name", "what the pixel is"), ("flag_values", FlagValues<PixelRole>()), ("flag_meanings", FlagMeanings<PixelRole>())),
            OnPixels("plume_quality", Array.ConvertAll(result.Quality, q => (sbyte)q),
                ("long_name", "what speaks against the flag; 0 is good"), ("flag_masks", FlagValues<PlumeQuality>()[1..]), ("flag_meanings", FlagMeanings<PlumeQuality>(skip: 1))),
            OnPixels("plume_number", result.PlumeIndex, ("long_name", "number of the plume, the largest first, from 0; -1 outside"), ("units", "1")),
            Floats("distance_to_source", result.DistanceToSource, ("long_name", "great-circle distance to the nearest known source"), ("units", "m")),
            Floats(column.Name, scene.Column, ("long_name", "SO2 column density"), ("units", "mol m-2")),
            Floats("background", result.Background, ("long_name", "local background of the column"), ("units", "mol m-2")),
            Floats("noise", result.Noise, ("long_name", "local standard deviation of the column"), ("units", "mol m-2")),
            Floats("z_score", result.ZScore, ("long_name", "smoothed column's distance to the background in standard deviations"), ("units", "1")),
            Corners("latitude_bounds", scene.LatitudeBounds, "degrees_north"),
            Corners("longitude_bounds", scene.LongitudeBounds, "degrees_east"),
            .. SourceVariables(sources),
        ],
            [
                Floats("latitude", scene.Latitude, ("standard_name", "latitude"), ("units", "degrees_north"), ("bounds", "latitude_bounds")),
                Floats("longitude", scene.Longitude, ("standard_name", "longitude"), ("units", "degrees_east"), ("bounds", "longitude_bounds")),
            ],
            Provenance(input, result));
    }

    private static IEnumerable<DataArray> SourceVariables(IReadOnlyList<PlumeSource> sources)
    {
        if (sources.Count == 0)
        {
            return [];
        }

        DataArray PerSource<T>(string name, Func<PlumeSource, T> value, params (string, object)[] attributes) =>
            DataArray.Create(name, ["source"], [sources.Count], sources.Select(value).ToArray(), NamedAttributes.Of(attributes));
        return
        [
            PerSource("source_name", s => s.Name, ("long_name", "name of the source")),
            PerSource("source_latitude", s => s.Latitude, ("units", "degrees_north")),
            PerSource("source_longitude", s => s.Longitude, ("units", "degrees_east")),
        ];
    }

    private static OrderedDictionary<string, object> Provenance(Dataset input, PlumeDetectionResult result)
    {
        var step = $"Isopleth.Atmosphere.PlumeDetection.Detect {typeof(PlumeDetection).Assembly.GetName().Version!.ToString(3)}";
        var attributes = NamedAttributes.Of(
            ("Conventions", "CF-1.8"),
            ("title", "Plumes of sulphur dioxide"),
            ("source", Path.GetFileName(input.Source) ?? "a dataset in memory"),
            ("history", input.Attributes.GetValueOrDefault("history") is string before ? $"{step}\n{before}" : step),
            ("references", "z-test after Kuhlmann et al. (2019), doi:10.5194/amt-12-6695-2019"),
            ("number_of_plumes", result.Plumes.Count),
            ("number_of_plume_pixels", result.PlumePixelCount));
        if (input.Attributes.GetValueOrDefault("source_product") is string product)
        {
            attributes["source_product"] = product;
        }

        return attributes;
    }

    private static sbyte[] FlagValues<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => Convert.ToSByte(v, CultureInfo.InvariantCulture))];

    // CF writes meanings as words of small letters joined by underscores: LowValidity is low_validity.
    private static string FlagMeanings<T>(int skip = 0)
        where T : struct, Enum =>
        string.Join(' ', Enum.GetNames<T>().Skip(skip).Select(n => string.Concat(n.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"))));
}
