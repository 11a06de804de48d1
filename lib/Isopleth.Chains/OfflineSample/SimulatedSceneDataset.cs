using Isopleth.Arrays;
using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>A simulated scene as a dataset in the form of the real overpasses: HARP's names over a flat dimension <c>time</c>, with the truth beside them.</summary>
internal static class SimulatedSceneDataset
{
    private static readonly string[] Pixel = ["time"];
    private static readonly string[] Corners = ["time", "independent_4"];
    private static readonly string[] PerSource = ["source", "time"];
    private static readonly string[] Source = ["source"];

    // 2021-01-01T11:30:00Z in seconds since 2010-01-01: the hour at which TROPOMI passes over Sicily.
    private const double Overpass = 347_196_600;
    private const double SecondsPerScanLine = 0.84;

    public static Dataset Of(string name, PlumeSimulationOptions options, SimulatedPlumeScene simulated)
    {
        var scene = simulated.Scene;
        var count = scene.Count;
        DataArray Floats(string variable, string[] dimensions, int[] shape, IEnumerable<double> values, params (string, object)[] attributes) =>
            DataArray.Create(variable, dimensions, shape, values.Select(v => (float)v).ToArray(), NamedAttributes.Of([("_FillValue", float.NaN), .. attributes]));
        DataArray OnPixels(string variable, double[] values, params (string, object)[] attributes) => Floats(variable, Pixel, [count], values, attributes);
        DataArray OnCorners(string variable, double[] values, params (string, object)[] attributes) => Floats(variable, Corners, [count, 4], values, attributes);
        var sources = simulated.Sources.Count;
        return new Dataset(
        [
            DataArray.Create("datetime_start", Pixel, [count], simulated.ScanLine.Select(l => Overpass + (SecondsPerScanLine * l)).ToArray(),
                NamedAttributes.Of(("description", "start time of the measurement"), ("units", "seconds since 2010-01-01"))),
            OnPixels("latitude", scene.Latitude, ("description", "latitude of the ground pixel center (WGS84)"), ("units", "degree_north"), ("bounds", "latitude_bounds"), ("valid_min", -90f), ("valid_max", 90f)),
            OnPixels("longitude", scene.Longitude, ("description", "longitude of the ground pixel center (WGS84)"), ("units", "degree_east"), ("bounds", "longitude_bounds"), ("valid_min", -180f), ("valid_max", 180f)),
            OnCorners("latitude_bounds", scene.LatitudeBounds, ("description", "latitudes of the ground pixel corners (WGS84)"), ("units", "degree_north")),
            OnCorners("longitude_bounds", scene.LongitudeBounds, ("description", "longitudes of the ground pixel corners (WGS84)"), ("units", "degree_east")),
            OnPixels("SO2_slant_column_number_density", scene.Column, ("description", "SO2 slant column density"), ("units", "mol/m^2")),
            DataArray.Create("SO2_column_number_density_validity", Pixel, [count], scene.Validity!.Select(v => (sbyte)v).ToArray(),
                NamedAttributes.Of(("description", "continuous quality descriptor, varying between 0 (no data) and 100 (full quality data)"))),
            OnPixels("cloud_fraction", scene.CloudFraction!, ("description", "cloud fraction"), ("units", "1")),
            OnPixels("surface_zonal_wind_velocity", scene.WindEast!, ("description", "eastward wind"), ("units", "m/s")),
            OnPixels("surface_meridional_wind_velocity", scene.WindNorth!, ("description", "northward wind"), ("units", "m/s")),
            DataArray.Create("scan_line", Pixel, [count], simulated.ScanLine, NamedAttributes.Of(("description", "number of the scan line, counted along the flight"))),
            DataArray.Create("ground_pixel", Pixel, [count], simulated.GroundPixel, NamedAttributes.Of(("description", "number of the pixel in its scan line, counted to the right of the flight from the track"))),
            DataArray.Create("truth_plume_mask", Pixel, [count], simulated.PlumeMask.Select(m => (sbyte)(m ? 1 : 0)).ToArray(),
                NamedAttributes.Of(("description", $"whether the sources add more than {options.TruthColumn} mol/m^2 to the column"), ("flag_values", new sbyte[] { 0, 1 }), ("flag_meanings", "no_plume plume"))),
            Floats("truth_source_contribution", PerSource, [sources, count], simulated.Contributions.SelectMany(c => c), ("description", "column that each source adds, without noise"), ("units", "mol/m^2")),
            OnPixels("truth_noise", simulated.Noise, ("description", "standard deviation of the noise that was drawn from"), ("units", "mol/m^2")),
            DataArray.Create("source_name", Source, [sources], simulated.Sources.Select(s => s.Name).ToArray(), NamedAttributes.Of(("description", "name of the source"))),
            Floats("source_latitude", Source, [sources], simulated.Sources.Select(s => s.Latitude), ("description", "latitude of the source (WGS84)"), ("units", "degree_north")),
            Floats("source_longitude", Source, [sources], simulated.Sources.Select(s => s.Longitude), ("description", "longitude of the source (WGS84)"), ("units", "degree_east")),
            Floats("source_emission", Source, [sources], options.Emissions.Select(e => e.Rate), ("description", "emission of SO2 while it lasts"), ("units", "kg/s")),
            Floats("source_stopped_for", Source, [sources], options.Emissions.Select(e => e.StoppedFor), ("description", "time since the source stopped"), ("units", "s")),
        ],
            attributes: NamedAttributes.Of(
                ("Conventions", "HARP-1.0 CF-1.8"),
                ("title", $"Simulated TROPOMI overpass of Etna, scene '{name}'"),
                ("source", "Isopleth.Atmosphere.PlumeSceneSimulator: Gaussian plumes in a uniform wind, Gaussian noise, a smooth random field of clouds"),
                ("history", $"Isopleth.Chains.OfflineSample.Generate, scene '{name}', seed {options.Seed}"),
                ("comment", "Not a measurement. Variables named truth_ and source_ are what the simulation was made from."),
                ("license", "Apache-2.0"),
                ("wind_eastward", options.WindEast),
                ("wind_northward", options.WindNorth),
                ("diffusivity", options.Diffusivity),
                ("lifetime", options.LifeTime),
                ("seed", options.Seed)));
    }
}
