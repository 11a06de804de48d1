using System.Globalization;
using System.Numerics;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>Writes the variables of a data set over one grid as the bands of a GeoTIFF.</summary>
internal sealed unsafe class RasterWriter
{
    /// <summary>Bytes up to which the raster is put together in memory; a larger one is in a file beside its place.</summary>
    private const long InMemory = 1L << 29;

    private readonly Dataset _data;
    private readonly string _path;
    private readonly RasterWriteOptions _options;
    private readonly List<(DataArray Array, Variable Stored, int Bands)> _variables;
    private readonly int _width;
    private readonly int _height;
    private readonly Type _element;
    private readonly int _type;

    private RasterWriter(string path, Dataset data, RasterWriteOptions options)
    {
        (_data, _path, _options) = (data, path, options);
        _variables = [.. data.Variables.Values.Where(v => v.Rank is 2 or 3).Select(v => (v, CfEncoder.Encode(v.Variable), v.Rank == 3 ? v.Shape[0] : 1))];
        if (_variables.Count == 0)
        {
            throw new ArgumentException($"There is no field to write: a raster's variables have the dimensions (y, x) or (band, y, x); these are {string.Join(", ", data.Variables.Values.Select(v => $"{v.Name} ({string.Join(", ", v.Dimensions)})"))}.", nameof(data));
        }

        var first = _variables[0];
        (_height, _width, _element) = (first.Array.Shape[^2], first.Array.Shape[^1], first.Stored.ElementType);
        if (_variables.Find(v => !v.Array.Dimensions.TakeLast(2).SequenceEqual(first.Array.Dimensions.TakeLast(2)) || v.Stored.ElementType != _element || !Equals(Fill(v.Stored), Fill(first.Stored))) is { Array: { } other })
        {
            throw new ArgumentException($"'{other.Name}' is not like '{first.Array.Name}': the bands of a GeoTIFF have one grid, one stored type and one fill value; write them to files of their own, or give them one encoding.", nameof(data));
        }

        _type = RasterBand.Code(_element);
        if (_type == 0 || _width == 0 || _height == 0)
        {
            throw new ArgumentException($"'{first.Array.Name}' of {_element.Name}, shape [{string.Join(", ", first.Array.Shape)}], cannot be written as a raster; it is of numbers and not empty, and GDAL {GdalLibrary.Version} has to know the type.", nameof(data));
        }
    }

    /// <summary>Writes to a temporary path; errors call it by its own.</summary>
    public static void Write(string temporary, string path, Dataset data, RasterWriteOptions options)
    {
        GdalLibrary.EnsureReady();
        // All that is to be said stands in the file itself.
        GdalLibrary.CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", "NO");
        try
        {
            new RasterWriter(path, data, options).Write(temporary);
        }
        finally
        {
            GdalLibrary.CPLSetThreadLocalConfigOption("GDAL_PAM_ENABLED", null);
        }
    }

    private static object? Fill(Variable stored) => stored.Attributes.GetValueOrDefault("_FillValue");

    private static string Text(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    private void Write(string temporary)
    {
        var bands = _variables.Sum(v => v.Bands);
        var size = (long)_width * _height * bands * System.Runtime.InteropServices.Marshal.SizeOf(_element);
        var isTiff = !_options.IsCloudOptimised;
        var scratch = isTiff ? temporary : size > InMemory ? temporary + ".tif" : "";
        try
        {
            using (var built = Create(isTiff || scratch.Length > 0 ? "GTiff" : "MEM", scratch, bands, isTiff ? TiffOptions() : ["TILED=YES", "BIGTIFF=IF_SAFER"]))
            {
                Describe(built);
                var band = 1;
                foreach (var (array, stored, count) in _variables)
                {
                    for (var b = 0; b < count; b++, band++)
                    {
                        Describe(built, band, array, stored, b, count);
                        var work = new PutBand(this, built, band, stored, b);
                        NumericTypes.Invoke(_element, ref work);
                    }
                }

                GdalLibrary.CPLErrorReset();
                GdalLibrary.GDALFlushCache(built);
                Check("Writing");
                if (!isTiff)
                {
                    Copy(built, temporary);
                }
            }

            Check("Finishing the file");
        }
        finally
        {
            if (!isTiff && scratch.Length > 0)
            {
                File.Delete(scratch);
            }
        }
    }

    private GdalHandle Create(string driver, string path, int bands, string[] options)
    {
        using var list = new NativeTexts(options);
        GdalLibrary.CPLErrorReset();
        var handle = new GdalHandle(GdalLibrary.GDALCreate(GdalLibrary.GDALGetDriverByName(driver), path, _width, _height, bands, _type, (byte**)list.Pointers));
        return handle.IsInvalid ? throw Failed("Creating the file") : handle;
    }

    /// <summary>GDAL's driver makes the smaller copies and lays all out in the order of the convention.</summary>
    private void Copy(GdalHandle built, string temporary)
    {
        var resampling = _options.Overviews.ToString().ToUpperInvariant();
        using var list = new NativeTexts([
            $"COMPRESS={Compression()}", $"PREDICTOR={(_options.Predictor && _options.Compression != RasterCompression.None ? "YES" : "NO")}",
            string.Create(CultureInfo.InvariantCulture, $"BLOCKSIZE={_options.TileSize}"), $"OVERVIEW_RESAMPLING={resampling}", "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS",
        ]);
        const int strict = 1;
        using var copy = new GdalHandle(GdalLibrary.GDALCreateCopy(GdalLibrary.GDALGetDriverByName("COG"), temporary, built, strict, (byte**)list.Pointers, 0, 0));
        if (copy.IsInvalid)
        {
            throw Failed("Writing the tiles");
        }
    }

    private string Compression() => _options.Compression switch
    {
        RasterCompression.None => "NONE",
        RasterCompression.Lzw => "LZW",
        RasterCompression.Zstandard => "ZSTD",
        _ => "DEFLATE",
    };

    private string[] TiffOptions()
    {
        var predictor = !_options.Predictor || _options.Compression == RasterCompression.None ? 1 : NumericTypes.IsFloating(_element) ? 3 : 2;
        return [
            "TILED=YES", string.Create(CultureInfo.InvariantCulture, $"BLOCKXSIZE={_options.TileSize}"), string.Create(CultureInfo.InvariantCulture, $"BLOCKYSIZE={_options.TileSize}"),
            $"COMPRESS={Compression()}", string.Create(CultureInfo.InvariantCulture, $"PREDICTOR={predictor}"), "BIGTIFF=IF_SAFER", "NUM_THREADS=ALL_CPUS",
        ];
    }

    /// <summary>Where it lies, and the attributes.</summary>
    private void Describe(GdalHandle raster)
    {
        var definition = _options.Crs ?? SpatialReference.DefinitionIn(_data, _variables[0].Array) ?? (IsGeographic() ? SpatialReference.Crs84 : null);
        if (definition is not null)
        {
            using var reference = SpatialReference.Of(definition);
            _ = GdalLibrary.GDALSetSpatialRef(raster, reference.Handle);
        }

        if (Transform() is { } transform)
        {
            fixed (double* p = transform)
            {
                _ = GdalLibrary.GDALSetGeoTransform(raster, p);
            }
        }

        foreach (var (name, value) in _data.Attributes.Where(a => a.Key != "driver"))
        {
            Tell(raster.DangerousGetHandle(), name, value);
        }
    }

    private static void Describe(GdalHandle raster, int number, DataArray array, Variable stored, int of, int count)
    {
        var band = GdalLibrary.GDALGetRasterBand(raster, number);
        GdalLibrary.GDALSetDescription(band, Name(array, of, count));
        if (array.Units is { Length: > 0 } unit)
        {
            _ = GdalLibrary.GDALSetRasterUnitType(band, unit);
        }

        switch (Fill(stored))
        {
            case long signed: _ = GdalLibrary.GDALSetRasterNoDataValueAsInt64(band, signed); break;
            case ulong unsigned: _ = GdalLibrary.GDALSetRasterNoDataValueAsUInt64(band, unsigned); break;
            case { } fill: _ = GdalLibrary.GDALSetRasterNoDataValue(band, Convert.ToDouble(fill, CultureInfo.InvariantCulture)); break;
            default: break;
        }

        if (stored.Attributes.GetValueOrDefault("scale_factor") is { } scale)
        {
            _ = GdalLibrary.GDALSetRasterScale(band, Convert.ToDouble(scale, CultureInfo.InvariantCulture));
        }

        if (stored.Attributes.GetValueOrDefault("add_offset") is { } offset)
        {
            _ = GdalLibrary.GDALSetRasterOffset(band, Convert.ToDouble(offset, CultureInfo.InvariantCulture));
        }

        foreach (var (key, name) in new[] { ("wavelength", "wavelength"), ("fwhm", "fwhm"), ("bbl", "good_band") })
        {
            if (count > 1 && array.Coordinates.TryGetValue(name, out var about) && about.Shape.SequenceEqual([count]) && NumericTypes.IsNumeric(about.ElementType))
            {
                Tell(band, key, about.ToDoubles()[of]);
                if (name == "wavelength")
                {
                    Tell(band, "wavelength_units", about.Units is "um" or "µm" ? "Micrometers" : "Nanometers");
                }
            }
        }
    }

    private static string Name(DataArray array, int of, int count) =>
        array.Coordinates.TryGetValue("band_name", out var names) && names.ElementType == typeof(string) && names.Size == count ? names.To<string>()[of]
        : count > 1 ? "" : array.Attributes.GetValueOrDefault("long_name") as string ?? (array.Name == "band_data" ? "" : array.Name);

    private static void Tell(nint of, string name, object value)
    {
        var text = value switch
        {
            string s => s,
            Array many => string.Join(", ", many.Cast<object>().Select(v => v as string ?? Text(v))),
            _ => Text(value),
        };
        _ = GdalLibrary.GDALSetMetadataItem(of, name.Replace('=', '_'), text, null);
    }

    private bool IsGeographic() => Axis(0)?.Units?.StartsWith("degrees_n", StringComparison.Ordinal) == true && Axis(1)?.Units?.StartsWith("degrees_e", StringComparison.Ordinal) == true;

    private DataArray? Axis(int axis) => _variables[0].Array is var array && array.Coordinates.TryGetValue(array.Dimensions[array.Rank - 2 + axis], out var along) && NumericTypes.IsNumeric(along.ElementType) ? along : null;

    /// <summary>GDAL's six numbers, of the coordinates or as they were read.</summary>
    private double[]? Transform()
    {
        var mapping = _variables[0].Array.Attributes.GetValueOrDefault("grid_mapping") as string ?? "spatial_ref";
        var told = _data.Contains(mapping) && _data[mapping].Attributes.GetValueOrDefault("GeoTransform") is string text
            ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray() : null;
        if (Axis(0)?.ToDoubles() is not { } y || Axis(1)?.ToDoubles() is not { } x)
        {
            return told is { Length: 6 } ? told : null;
        }

        if (told is { Length: 6 } && told[2] == 0 && told[4] == 0 && Fits(x, told[0], told[1]) && Fits(y, told[3], told[5]))
        {
            return told;
        }

        var (dx, dy) = (Step(x, 1), Step(y, 0));
        return [x[0] - (dx / 2), dx, 0, y[0] - (dy / 2), 0, dy];
    }

    private static bool Fits(double[] centres, double origin, double step) =>
        Math.Abs(centres[0] - (origin + (step / 2))) < 1e-6 * Math.Abs(step) && Math.Abs(centres[^1] - (origin + ((centres.Length - 0.5) * step))) < 1e-6 * Math.Abs(step);

    private double Step(double[] centres, int axis)
    {
        var name = _variables[0].Array.Dimensions[^(2 - axis)];
        if (centres.Length == 1)
        {
            throw new ArgumentException($"'{name}' has a single position, from which the size of a pixel cannot be told; write more of the field, or a grid mapping with GeoTransform.", nameof(centres));
        }

        var step = (centres[^1] - centres[0]) / (centres.Length - 1);

        // Coordinates of single precision are good to about a hundredth of a pixel.
        for (var i = 0; i < centres.Length; i++)
        {
            if (!(Math.Abs(centres[i] - (centres[0] + (i * step))) <= 0.02 * Math.Abs(step)))
            {
                throw new ArgumentException($"'{name}' is not evenly spaced at position {i} ({Text(centres[i])}); a raster needs a regular grid: regrid it first.", nameof(centres));
            }
        }

        return step;
    }

    private void Check(string doing)
    {
        const int failure = 3;
        if (GdalLibrary.CPLGetLastErrorType() >= failure)
        {
            throw Failed(doing);
        }
    }

    private DataFormatException Failed(string doing) =>
        new($"{doing} failed (GDAL says: {GdalLibrary.LastError()}).", _path, hint: "Check the folder's permissions and space, and the options.");

    /// <summary>Puts one band, some rows at a time.</summary>
    private readonly struct PutBand(RasterWriter writer, GdalHandle raster, int band, Variable stored, int of) : INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var (tile, width) = (writer._options.TileSize, writer._width);
            var rows = Math.Min(writer._height, Math.Max(tile, (1 << 22) / width / tile * tile));
            var values = new T[(long)rows * width];
            for (var row = 0; row < writer._height; row += rows)
            {
                var count = Math.Min(rows, writer._height - row);
                var (y, x) = (new DimensionSlice(row, count, 1), DimensionSlice.All(writer._width));
                var part = values.AsSpan(0, count * writer._width);
                stored.Source.Read(stored.Rank == 3 ? [new DimensionSlice(of, 1, 1), y, x] : (DimensionSlice[])[y, x], part);
                fixed (T* p = part)
                {
                    var number = band;
                    GdalLibrary.CPLErrorReset();
                    if (GdalLibrary.GDALDatasetRasterIO(raster, 1, 0, row, writer._width, count, p, writer._width, count, writer._type, 1, &number, 0, 0, 0) != GdalLibrary.NoError)
                    {
                        throw writer.Failed("Writing values");
                    }
                }
            }
        }
    }
}
