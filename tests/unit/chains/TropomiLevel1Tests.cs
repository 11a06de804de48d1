using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;

namespace Isopleth.Tests.Chains;

public sealed class TropomiLevel1Tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-chains-").FullName;

    private string Scratch(string name) => Path.Combine(_folder, name);

    [Fact]
    public void Read_SimulatedGranule_IsTheSceneItWasMadeOf()
    {
        var simulated = SpectralSceneSimulator.Simulate(ScreeningScenes.Eventful(3));
        TropomiLevel1.Write(Scratch("a.nc"), simulated);

        using var granule = SpectralGranule.Open(Scratch("a.nc"));
        var scene = granule.Read();
        var part = granule.Read(7, 20);

        var expected = simulated.Scene;
        Assert.Equal((expected.Rows, expected.Columns, expected.Channels, expected.Instrument, expected.Quantity), (scene.Rows, scene.Columns, scene.Channels, scene.Instrument, scene.Quantity));
        Assert.Equal(expected.Time, scene.Time);
        Assert.Equal(expected.Time!.Value.AddMilliseconds(7 * 840), part.Time);
        AssertClose(expected.Wavelength, scene.Wavelength, 1e-7);
        AssertClose(expected.Latitude!, scene.Latitude!, 1e-6);
        AssertClose([.. expected.Spectra.Span.ToArray().Select(v => (double)v)], [.. scene.Spectra.Span.ToArray().Select(v => (double)v)], 1e-5);
        AssertClose([.. expected.Noise!.Value.Span.ToArray().Select(v => (double)v)], [.. scene.Noise!.Value.Span.ToArray().Select(v => (double)v)], 1e-5);
        Assert.Equal(scene.Spectra.Slice(7 * scene.Columns * scene.Channels, part.Spectra.Length).ToArray(), part.Spectra.ToArray());
        Assert.All(scene.Valid!, Assert.True);
    }

    [Fact]
    public void Write_Granule_HasTheRealLayoutForNetCdf4Python()
    {
        TropomiLevel1.Write(Scratch("a.nc"), SpectralSceneSimulator.Simulate(ScreeningScenes.Background(1)));
        const string script = """
            import netCDF4, sys
            f = netCDF4.Dataset(sys.argv[1]); m = f['BAND7_RADIANCE/STANDARD_MODE']
            o = m['OBSERVATIONS']
            print(o['radiance'].dimensions, o['radiance'].dtype, o['radiance']._FillValue == netCDF4.default_fillvals['f4'], o['radiance'].units)
            print(o['radiance_noise'].dtype, o['spectral_channel_quality'].dtype, o['ground_pixel_quality'].shape, o['delta_time'].dtype, o['time'].units)
            print(m['GEODATA/latitude'].dimensions, m['INSTRUMENT/nominal_wavelength'].dimensions, f['BAND7_IRRADIANCE/STANDARD_MODE/INSTRUMENT/calibrated_wavelength'].shape)
            print(list(m.dimensions), list(o.dimensions))
            """;

        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", script, Scratch("a.nc")]);

        Assert.True(status == 0, error);
        Assert.Equal(
            """
            ('time', 'scanline', 'ground_pixel', 'spectral_channel') float32 True mol.m-2.nm-1.sr-1.s-1
            int8 uint8 (1, 40, 32) int32 seconds since 2010-01-01
            ('time', 'scanline', 'ground_pixel') ('time', 'ground_pixel', 'spectral_channel') (1, 32, 240)
            ['scanline', 'ground_pixel', 'spectral_channel'] ['time']
            """, output.Trim());
    }

    [Fact]
    public void Read_QualityBits_MaskPixelsAndValues()
    {
        TropomiLevel1.Write(Scratch("a.nc"), SpectralSceneSimulator.Simulate(ScreeningScenes.Background(1)));
        const string script = """
            import netCDF4, sys
            f = netCDF4.Dataset(sys.argv[1], 'a'); o = f['BAND7_RADIANCE/STANDARD_MODE/OBSERVATIONS']
            o['ground_pixel_quality'][0, 2, 3] = 8; o['ground_pixel_quality'][0, 2, 4] = 2
            o['spectral_channel_quality'][0, 5, 6, 7] = 8; f['BAND7_RADIANCE/STANDARD_MODE/GEODATA/solar_zenith_angle'][0, 9, 9] = 85
            o['radiance_noise'][0, 1, 1, 1] = -127
            f.close()
            """;
        Assert.Equal(0, ProgramRun.Run("/usr/bin/python3", ["-c", script, Scratch("a.nc")]).Status);

        using var granule = SpectralGranule.Open(Scratch("a.nc"));
        var scene = granule.Read();
        using var lenient = SpectralGranule.Open(Scratch("a.nc"), new SpectralReadOptions { ChannelQualityMask = 0, PixelQualityMask = 0, MaximumSolarZenith = 90 });

        Assert.Equal([(2 * 32) + 3, (9 * 32) + 9], Enumerable.Range(0, scene.Count).Where(p => !scene.Valid![p]));
        Assert.True(float.IsNaN(scene.Spectrum((5 * 32) + 6)[7]));
        Assert.False(float.IsNaN(scene.Spectrum((5 * 32) + 6)[8]));
        Assert.True(float.IsNaN(scene.Noise!.Value.Span[(((1 * 32) + 1) * 240) + 1]));
        Assert.All(lenient.Read().Valid!, Assert.True);
    }

    [Fact]
    public void Open_BandThatIsNotThere_OrNoSpectra_SaysWhatIs()
    {
        TropomiLevel1.Write(Scratch("a.nc"), SpectralSceneSimulator.Simulate(ScreeningScenes.Background(1)));
        NetCdf.Write(Scratch("b.nc"), new Dataset([DataArray.Create("so2", ["x"], [2], new[] { 1.0, 2 })]));

        Assert.Contains("no BAND8; it has BAND7", Assert.Throws<DataFormatException>(() => SpectralGranule.Open(Scratch("a.nc"), new SpectralReadOptions { Band = "8" })).Message, StringComparison.Ordinal);
        Assert.Contains("it holds so2", Assert.Throws<DataFormatException>(() => SpectralGranule.Open(Scratch("b.nc"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertClose(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) <= relative * Math.Max(1e-12, Math.Abs(expected[i])), $"[{i}] {expected[i]} {actual[i]}");
        }
    }
}
