using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>A raster whose bands have wavelengths, such as EnMAP's: a row is a line of the image. Bands marked bad, and values of fill, are NaN.</summary>
internal sealed class RasterGranule(string path) : WholeGranule(path)
{
    protected override SpectralScene Load()
    {
        using var raster = Raster.Open(Path);
        var cube = raster["band_data"];
        var (channels, rows, columns) = (cube.Shape[0], cube.Shape[1], cube.Shape[2]);
        var values = cube.To<float>();
        if (raster.Contains("good_band"))
        {
            var good = raster["good_band"].To<sbyte>();
            for (var c = 0; c < channels; c++)
            {
                if (good[c] == 0)
                {
                    values.AsSpan(c * rows * columns, rows * columns).Fill(float.NaN);
                }
            }
        }

        using var geographic = Geographic();
        var time = raster.Attributes.GetValueOrDefault("start_time") as string;
        return new SpectralScene
        {
            Spectra = ChannelsLast(values, channels),
            Rows = rows,
            Columns = columns,
            Wavelength = raster["wavelength"].ToDoubles(),
            Instrument = $"imaging spectrometer of {channels} bands",
            Quantity = cube.Units ?? "reflectance [1]",
            Time = DateTime.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
            Latitude = geographic is null ? null : Corners(geographic["y"].ToDoubles(), rows, columns, isRow: true),
            Longitude = geographic is null ? null : Corners(geographic["x"].ToDoubles(), rows, columns, isRow: false),
        };
    }

    private Dataset? Geographic()
    {
        try
        {
            return Raster.Open(Path, new RasterOptions { Crs = "EPSG:4326" });
        }
        catch (DataFormatException)
        {
            return null; // no coordinate reference system: no place
        }
    }

    /// <summary>Positions interpolated between the ends of the warped image: to a pixel for tiles as small as those that are held in memory.</summary>
    private static double[] Corners(double[] axis, int rows, int columns, bool isRow)
    {
        var position = new double[rows * columns];
        var (first, last) = (axis[0], axis[^1]);
        for (var i = 0; i < position.Length; i++)
        {
            var (at, of) = isRow ? (i / columns, rows) : (i % columns, columns);
            position[i] = first + ((last - first) * (at + 0.5) / of);
        }

        return position;
    }
}
