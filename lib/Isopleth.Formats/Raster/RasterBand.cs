using System.Globalization;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>What one band declares of itself.</summary>
internal sealed unsafe class RasterBand
{
    private readonly object? _noData;
    private readonly double _scale = 1;
    private readonly double _offset;
    private readonly string _unit;
    private readonly bool _isSigned;
    private readonly Dictionary<string, string> _metadata;

    public RasterBand(nint band, int number)
    {
        Number = number;
        Type = GdalLibrary.GDALGetRasterDataType(band);
        GdalLibrary.GDALGetBlockSize(band, out var width, out var height);
        Block = (width, height);
        Name = GdalLibrary.Text(GdalLibrary.GDALGetDescription(band));
        _unit = GdalLibrary.Text(GdalLibrary.GDALGetRasterUnitType(band)).Trim('[', ']');
        _metadata = new Dictionary<string, string>(GdalLibrary.Pairs(GdalLibrary.GDALGetMetadata(band, null)).DistinctBy(p => p.Key, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        _isSigned = Type == 1 && GdalLibrary.Pairs(GdalLibrary.GDALGetMetadata(band, "IMAGE_STRUCTURE")).Any(p => p is { Key: "PIXELTYPE", Value: "SIGNEDBYTE" });
        _noData = NoData(band);
        (_scale, var hasScale) = (GdalLibrary.GDALGetRasterScale(band, out var isSet), isSet);
        _scale = hasScale != 0 && _scale != 0 ? _scale : 1;
        _offset = GdalLibrary.GDALGetRasterOffset(band, out var hasOffset);
        _offset = hasOffset != 0 ? _offset : 0;
        Overviews = GdalLibrary.GDALGetOverviewCount(band);
        IsMasked = GdalLibrary.GDALGetMaskFlags(band) == GdalLibrary.MaskOfDataset;
    }

    public int Number { get; }

    public int Type { get; }

    public (int Width, int Height) Block { get; }

    public string Name { get; }

    public int Overviews { get; }

    /// <summary>Whether a mask beside the bands, which is no band for looks (alpha), says where values are.</summary>
    public bool IsMasked { get; }

    /// <summary>The band's centre [nm], where the metadata tell it in a unit that they name.</summary>
    public double? Wavelength => Length("wavelength");

    /// <summary>When a GRIB message is valid [s since 1970].</summary>
    public double? ValidTime => double.TryParse(_metadata.GetValueOrDefault("GRIB_VALID_TIME")?.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <summary>Its full width at half maximum [nm].</summary>
    public double? BandWidth => Length("fwhm");

    /// <summary>What ENVI's bad-band list says of it.</summary>
    public bool? IsGood => _metadata.TryGetValue("bbl", out var good) ? good.Trim() != "0" : null;

    public static Type? ElementType(int type) => type switch
    {
        1 => typeof(byte),
        2 => typeof(ushort),
        3 => typeof(short),
        4 => typeof(uint),
        5 => typeof(int),
        6 => typeof(float),
        7 => typeof(double),
        12 => typeof(ulong),
        13 => typeof(long),
        14 => typeof(sbyte),
        _ => null,
    };

    /// <summary>What GDAL calls an element type; 0 when this version of it does not know it.</summary>
    public static int Code(Type element) =>
        Enumerable.Range(1, 14).FirstOrDefault(code => ElementType(code) == element && GdalLibrary.GDALGetDataTypeSizeBytes(code) > 0);

    /// <summary>Whether two bands can be one variable: packed alike, with one unit.</summary>
    public bool IsLike(RasterBand other) =>
        Equals(_noData, other._noData) && _scale == other._scale && _offset == other._offset && _unit == other._unit && ElementType(Type) is null == ElementType(other.Type) is null
        && (_noData is null || Type == other.Type);

    public OrderedDictionary<string, object> Attributes(bool isOne)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        if (isOne && Name.Length > 0)
        {
            attributes["long_name"] = Name;
        }

        if (_unit.Length > 0)
        {
            attributes["units"] = _unit;
        }

        if (_noData is not null)
        {
            attributes["_FillValue"] = _noData;
        }

        if (_scale != 1 || _offset != 0)
        {
            attributes["scale_factor"] = _scale;
            attributes["add_offset"] = _offset;
        }

        if (_isSigned)
        {
            // GDAL before 3.7 has no type for it.
            attributes["_Unsigned"] = "false";
        }

        attributes["grid_mapping"] = "spatial_ref";
        if (Overviews > 0)
        {
            attributes["overviews"] = Overviews;
        }

        return attributes;
    }

    private object? NoData(nint band)
    {
        const int unsigned64 = 12;
        const int signed64 = 13;
        object value = Type switch
        {
            signed64 => GdalLibrary.GDALGetRasterNoDataValueAsInt64(band, out var isSet) is var v && isSet != 0 ? v : double.NaN,
            unsigned64 => GdalLibrary.GDALGetRasterNoDataValueAsUInt64(band, out var isSet) is var v && isSet != 0 ? v : double.NaN,
            _ => GdalLibrary.GDALGetRasterNoDataValue(band, out var isSet) is var v && isSet != 0 ? v : double.NaN,
        };
        if (value is double.NaN || ElementType(Type) is not { } element)
        {
            return null;
        }

        // A sentinel that the type cannot hold marks nothing.
        try
        {
            return Convert.ChangeType(value, element, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private double? Length(string key)
    {
        if (!_metadata.TryGetValue(key, out var text) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        return (_metadata.GetValueOrDefault("wavelength_units") ?? "").ToUpperInvariant() switch
        {
            "NANOMETERS" or "NANOMETER" or "NM" => value,
            "MICROMETERS" or "MICROMETER" or "UM" or "MICRONS" => value * 1000,
            _ => null,
        };
    }
}
