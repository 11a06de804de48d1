using System.Collections.Immutable;
using Isopleth.Arrays;

namespace Isopleth.Catalogue;

/// <summary>Opens the data that a resolved entry names.</summary>
/// <param name="request">The entry with its arguments filled in.</param>
/// <returns>The dataset; the caller disposes it.</returns>
public delegate Dataset DatasetOpener(OpenRequest request);

/// <summary>The formats that entries can be opened with, by the driver names that catalogues use. Immutable: <see cref="With"/> gives a new one.</summary>
public sealed class DriverRegistry
{
    // Drivers that real catalogues name and this house opens later; the message says where they will live.
    private static readonly Dictionary<string, string> Announced = new(StringComparer.Ordinal)
    {
        ["stac_catalog"] = "Isopleth.Catalogue (STAC)",
        ["stac_item"] = "Isopleth.Catalogue (STAC)",
    };

    private readonly ImmutableDictionary<string, DatasetOpener> _openers;

    private DriverRegistry(ImmutableDictionary<string, DatasetOpener> openers) => _openers = openers;

    /// <summary>The formats of the house.</summary>
    public static DriverRegistry Standard { get; } = new DriverRegistry(ImmutableDictionary.Create<string, DatasetOpener>(StringComparer.Ordinal))
        .With("netcdf", NetCdfDriver.Open)
        .With("intake_xarray.netcdf.NetCDFSource", NetCdfDriver.Open)
        .With("rasterio", RasterDriver.Open)
        .With("intake_xarray.raster.RasterIOSource", RasterDriver.Open)
        .With("zarr", DataStoreDriver.Open)
        .With("intake_xarray.xzarr.ZarrSource", DataStoreDriver.Open)
        .With("csv", DataStoreDriver.Open)
        .With("parquet", DataStoreDriver.Open)
        .With("geoparquet", DataStoreDriver.Open)
        .With("shapefile", DataStoreDriver.Open)
        .With("geojson", DataStoreDriver.Open);

    /// <summary>The driver names there are, in order.</summary>
    public IReadOnlyList<string> Names => [.. _openers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The registry with one driver more, or another in its place.</summary>
    /// <param name="name">The name that entries give under <c>driver</c>.</param>
    /// <param name="opener">What opens them.</param>
    /// <returns>The new registry.</returns>
    public DriverRegistry With(string name, DatasetOpener opener)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(opener);
        return new(_openers.SetItem(name, opener));
    }

    internal bool Knows(string name) => _openers.ContainsKey(name);

    internal DatasetOpener? Find(string name) => _openers.GetValueOrDefault(name);

    /// <summary>What to say of a driver that is not there.</summary>
    internal (string Reason, string Hint) Missing(string name)
    {
        var there = $"Drivers there are: {string.Join(", ", Names)}.";
        var stem = name.Split('.') is [.., var last] && last.EndsWith("Source", StringComparison.Ordinal) ? last[..^6].ToLowerInvariant() : name;
        return Announced.TryGetValue(stem, out var room)
            ? ($"The driver '{name}' is not here yet; {room} will bring it.", there)
            : ($"There is no driver '{name}'.", $"{there} Another can be added with CatalogueOptions.Drivers.With(\"{name}\", …).");
    }
}
