using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>One open raster: what it declares, and windows of its values. GDAL serves one thread at a time per data set.</summary>
internal sealed unsafe class RasterFile : IDisposable
{
    private readonly GdalHandle _handle;
    private readonly GdalHandle? _warpedFrom;
    private readonly Lock _gate = new();

    private RasterFile(string path, GdalHandle handle, GdalHandle? warpedFrom)
    {
        (Path, _handle, _warpedFrom) = (path, handle, warpedFrom);
        (Width, Height, Count) = (GdalLibrary.GDALGetRasterXSize(handle), GdalLibrary.GDALGetRasterYSize(handle), GdalLibrary.GDALGetRasterCount(handle));
    }

    public string Path { get; }

    public int Width { get; }

    public int Height { get; }

    public int Count { get; }

    public static RasterFile Open(string path, RasterOptions options)
    {
        GdalLibrary.EnsureReady();
        var name = File.Exists(path) || Directory.Exists(path) ? System.IO.Path.GetFullPath(path) : path;
        if (options.Overview < 0)
        {
            throw new ArgumentException($"Overview is {options.Overview}; the largest smaller copy is 0.", nameof(options));
        }

        Jpeg2000.Check(name);
        using var openOptions = new NetCdfNative.NativeTexts(options.Overview is { } level ? [string.Create(CultureInfo.InvariantCulture, $"OVERVIEW_LEVEL={level}")] : []);
        GdalLibrary.CPLErrorReset();
        var handle = new GdalHandle(GdalLibrary.GDALOpenEx(name, GdalLibrary.OpenRaster | GdalLibrary.OpenVerbose, null, options.Overview is null ? null : (byte**)openOptions.Pointers, null));
        if (handle.IsInvalid)
        {
            var said = GdalLibrary.LastError();
            throw options.Overview is not null && said.Contains("overview", StringComparison.OrdinalIgnoreCase)
                ? new ArgumentException($"{path} has no overview {options.Overview}: {said}", nameof(options))
                : new DataFormatException($"This cannot be opened as a raster (GDAL says: {said}).", name);
        }

        return options.Crs is { } crs ? Warp(name, handle, crs, options.Resampling) : new RasterFile(name, handle, null);
    }

    /// <summary>All that the raster declares.</summary>
    /// <param name="decode">Whether values that the file's own mask covers are missing.</param>
    /// <exception cref="DataFormatException">It declares a size that no raster has.</exception>
    public StoredDataset Describe(bool decode)
    {
        const int most = 100_000_000;
        lock (_gate)
        {
            if (Width is < 1 or > most || Height is < 1 or > most)
            {
                throw new DataFormatException($"The raster says that it has {Width} columns and {Height} rows; it is damaged.", Path, hint: "Fetch or write it again.");
            }

            var subdatasets = GdalLibrary.Pairs(GdalLibrary.GDALGetMetadata(_handle.DangerousGetHandle(), "SUBDATASETS")).Where(p => p.Key.EndsWith("_NAME", StringComparison.Ordinal)).Select(p => p.Value).ToList();
            var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["driver"] = GdalLibrary.Text(GdalLibrary.GDALGetDriverShortName(GdalLibrary.GDALGetDatasetDriver(_handle))) };
            foreach (var (key, value) in GdalLibrary.Pairs(GdalLibrary.GDALGetMetadata(_handle.DangerousGetHandle(), null)))
            {
                attributes[key] = value;
            }

            var bands = Enumerable.Range(1, Count).Select(i => new RasterBand(GdalLibrary.GDALGetRasterBand(_handle, i), i)).ToList();
            if (RasterCoordinates.OfSkewed(_handle, Width, Height) is { } around)
            {
                attributes["bbox"] = around;
            }

            var variables = Bands(bands, decode).Concat(RasterCoordinates.Of(_handle, Width, Height)).Concat(bands.Count == 0 ? [] : BandCoordinates(bands));
            return new StoredDataset([.. variables], attributes) { Source = Path, Groups = subdatasets };
        }
    }

    /// <summary>Reads a window of some bands.</summary>
    public void Read(ReadOnlySpan<int> bands, DimensionSlice rows, DimensionSlice columns, int type, int size, void* values, string variable)
    {
        lock (_gate)
        {
            if (_handle.IsClosed)
            {
                throw Closed();
            }

            GdalLibrary.CPLErrorReset();
            fixed (int* p = bands)
            {
                GdalLibrary.Check(
                    GdalLibrary.GDALDatasetRasterIO(_handle, 0, columns.Start, rows.Start, columns.Count, rows.Count, values, columns.Count, rows.Count, type, bands.Length, p, size, 0, 0),
                    "Reading values", Path, variable);
            }
        }
    }

    /// <summary>Reads a window of the mask that all bands share: 0 where no value is.</summary>
    public void ReadMask(DimensionSlice rows, DimensionSlice columns, byte* values, string variable)
    {
        const int bytes = 1;
        lock (_gate)
        {
            if (_handle.IsClosed)
            {
                throw Closed();
            }

            GdalLibrary.CPLErrorReset();
            GdalLibrary.Check(
                GdalLibrary.GDALRasterIO(GdalLibrary.GDALGetMaskBand(GdalLibrary.GDALGetRasterBand(_handle, 1)), 0, columns.Start, rows.Start, columns.Count, rows.Count, values, columns.Count, rows.Count, bytes, 0, 0),
                "Reading the mask", Path, variable);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _handle.Dispose();
            _warpedFrom?.Dispose();
        }
    }

    private ObjectDisposedException Closed() => new(Path, $"{Path} is closed; read its values, or Load() them, before its data set is disposed.");

    private static RasterFile Warp(string path, GdalHandle from, string crs, Resampling resampling)
    {
        var reference = GdalLibrary.OSRNewSpatialReference(null);
        try
        {
            if (GdalLibrary.OSRSetFromUserInput(reference, crs) != GdalLibrary.NoError)
            {
                throw new ArgumentException($"'{crs}' is no coordinate reference system; give one such as EPSG:4326, a PROJ string or WKT.", nameof(crs));
            }

            _ = GdalLibrary.OSRExportToWkt(reference, out var wkt);
            var target = GdalLibrary.Text(wkt);
            GdalLibrary.VSIFree(wkt);
            const double pixels = 0.125;
            var warped = new GdalHandle(GdalLibrary.GDALAutoCreateWarpedVRT(from, null, target, (int)resampling, pixels, 0));
            return warped.IsInvalid
                ? throw new DataFormatException($"The raster cannot be warped to {crs} (GDAL says: {GdalLibrary.LastError()}).", path, hint: "It needs a coordinate reference system of its own.")
                : new RasterFile(path, warped, from);
        }
        catch
        {
            from.Dispose();
            throw;
        }
        finally
        {
            GdalLibrary.OSRDestroySpatialReference(reference);
        }
    }

    /// <summary>One variable when all bands are of one kind; otherwise each its own.</summary>
    private IEnumerable<Variable> Bands(List<RasterBand> bands, bool decode)
    {
        if (bands.Count == 0)
        {
            yield break;
        }

        var isMasked = decode && bands.TrueForAll(b => b.IsMasked);
        if (bands.All(b => b.IsLike(bands[0])))
        {
            var type = bands.Select(b => b.Type).Aggregate(GdalLibrary.GDALDataTypeUnion);
            if (ComplexRasterSource.Is(type))
            {
                foreach (var isImaginary in new[] { false, true })
                {
                    var source = new ComplexRasterSource(this, isImaginary ? "band_data.imag" : "band_data.real", [.. bands.Select(b => b.Number)], [bands.Count, Height, Width], [1, bands[0].Block.Height, bands[0].Block.Width], isImaginary);
                    yield return new Variable(source.Name, ["band", "y", "x"], source, bands[0].Attributes(isOne: bands.Count == 1));
                }

                yield break;
            }

            yield return new Variable("band_data", ["band", "y", "x"], Source("band_data", type, [.. bands.Select(b => b.Number)], bands[0].Block, isOne: false, isMasked), bands[0].Attributes(isOne: bands.Count == 1));
            yield break;
        }

        foreach (var band in bands)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"band_{band.Number}");
            yield return new Variable(name, ["y", "x"], Source(name, band.Type, [band.Number], band.Block, isOne: true, isMasked), band.Attributes(isOne: true));
        }
    }

    private IArraySource Source(string name, int type, int[] bands, (int Width, int Height) block, bool isOne, bool isMasked)
    {
        int[] shape = isOne ? [Height, Width] : [bands.Length, Height, Width];
        return RasterBand.ElementType(type) is { } element
            ? new RasterSource(this, name, type, element, bands, shape, isOne ? [block.Height, block.Width] : [1, block.Height, block.Width]) is var source && isMasked ? new MaskedRasterSource(this, name, source) : source
            : new UnreadableSource(shape, Path, name, $"raster type {GdalLibrary.Text(GdalLibrary.GDALGetDataTypeName(type))}");
    }

    private static OrderedDictionary<string, object> TimeAttributes => new(StringComparer.Ordinal) { ["standard_name"] = "time", ["units"] = "seconds since 1970-01-01", ["calendar"] = "standard" };

    private static IEnumerable<Variable> BandCoordinates(List<RasterBand> bands)
    {
        var times = bands.All(b => b.ValidTime is not null);
        if (!bands.All(b => b.IsLike(bands[0])))
        {
            if (times && bands.All(b => b.ValidTime == bands[0].ValidTime))
            {
                yield return DataArray.Create("time", [], [], [bands[0].ValidTime!.Value], TimeAttributes).Variable;
            }

            yield break;
        }

        if (times)
        {
            yield return DataArray.Create("time", ["band"], [bands.Count], [.. bands.Select(b => b.ValidTime!.Value)], TimeAttributes).Variable;
        }

        Variable Along<T>(string name, Func<RasterBand, T> value, params (string, object)[] attributes) =>
            DataArray.Create(name, ["band"], [bands.Count], bands.Select(value).ToArray(), new OrderedDictionary<string, object>(attributes.Select(a => KeyValuePair.Create(a.Item1, a.Item2)), StringComparer.Ordinal)).Variable;
        yield return Along("band", b => b.Number, ("long_name", "number of the band"), ("coordinates", "band_name time"));
        if (bands.Any(b => b.Name.Length > 0))
        {
            yield return Along("band_name", b => b.Name, ("long_name", "name of the band"));
        }

        if (bands.All(b => b.Wavelength is not null))
        {
            yield return Along("wavelength", b => b.Wavelength!.Value, ("standard_name", "radiation_wavelength"), ("units", "nm"));
        }

        if (bands.All(b => b.BandWidth is not null))
        {
            yield return Along("fwhm", b => b.BandWidth!.Value, ("long_name", "full width at half maximum of the band's response"), ("units", "nm"));
        }

        if (bands.All(b => b.IsGood is not null))
        {
            yield return Along("good_band", b => (sbyte)(b.IsGood!.Value ? 1 : 0), ("long_name", "whether the band is to be used"), ("flag_values", new sbyte[] { 0, 1 }), ("flag_meanings", "bad good"));
        }
    }
}
