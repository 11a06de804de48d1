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
            print(list(m.dimensions), list(o.dimensions), list(f['BAND7_IRRADIANCE/STANDARD_MODE'].dimensions))
            print(o['delta_time'].units, o['spectral_channel_quality'].flag_masks, o['measurement_quality'].dtype, m['GEODATA/latitude_bounds'].dimensions)
            g = m['GEODATA']
            print(sorted(o.variables)); print(sorted(g.variables)); print(sorted(m['INSTRUMENT'].variables))
            inside = (g['latitude_bounds'][0].min(-1) < g['latitude'][0]) & (g['latitude'][0] < g['latitude_bounds'][0].max(-1)) & (g['longitude_bounds'][0].min(-1) < g['longitude'][0]) & (g['longitude'][0] < g['longitude_bounds'][0].max(-1))
            print(inside.all(), 0.98 < float(g['earth_sun_distance'][0]) < 0.99, (g['latitude_bounds'][0, :-1, :, 2] - g['latitude_bounds'][0, 1:, :, 1]).max() < 1e-4)
            """;

        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", script, Scratch("a.nc")]);

        Assert.True(status == 0, error);
        Assert.Equal(
            """
            ('time', 'scanline', 'ground_pixel', 'spectral_channel') float32 True mol.m-2.nm-1.sr-1.s-1
            int8 uint8 (1, 40, 32) int32 seconds since 2010-01-01 00:00:00
            ('time', 'scanline', 'ground_pixel') ('time', 'ground_pixel', 'spectral_channel') (1, 32, 240)
            ['time', 'scanline', 'spectral_channel', 'ground_pixel', 'ncorner'] [] ['time', 'pixel', 'spectral_channel', 'scanline']
            milliseconds since 2021-01-01 00:00:00 [  0   1   2   8  16  32  64 128] uint16 ('time', 'scanline', 'ground_pixel', 'ncorner')
            ['delta_time', 'detector_column_qualification', 'detector_row_qualification', 'ground_pixel', 'ground_pixel_quality', 'measurement_quality', 'quality_level', 'radiance', 'radiance_error', 'radiance_noise', 'scanline', 'spectral_channel', 'spectral_channel_quality', 'time']
            ['earth_sun_distance', 'latitude', 'latitude_bounds', 'longitude', 'longitude_bounds', 'satellite_altitude', 'satellite_latitude', 'satellite_longitude', 'satellite_orbit_phase', 'solar_azimuth_angle', 'solar_zenith_angle', 'viewing_azimuth_angle', 'viewing_zenith_angle']
            ['nominal_wavelength', 'sample_cycle', 'sample_cycle_length']
            True True True
            """, output.Trim());
    }

    /// <summary>What the simulator leaves out of a real granule: variables of compound and variable-length types, and the metadata's groups.</summary>
    [Fact]
    public void Read_GranuleWithCompoundVariablesAndMetadata_GivesTheSameScene()
    {
        TropomiLevel1.Write(Scratch("a.nc"), SpectralSceneSimulator.Simulate(ScreeningScenes.Background(1)));
        File.Copy(Scratch("a.nc"), Scratch("b.nc"));
        const string script = """
            import netCDF4, numpy, sys
            f = netCDF4.Dataset(sys.argv[1], 'a'); m = f['BAND7_RADIANCE/STANDARD_MODE']; i = m['INSTRUMENT']
            m.createDimension('nsettings', 5)
            configuration = i.createCompoundType(numpy.dtype([('ic_id', 'i4'), ('ic_version', 'i2')], align=True), 'instrument_configuration_type')
            v = i.createVariable('instrument_configuration', configuration, ('time', 'scanline')); v.long_name = 'instrument configuration, IcID and IcVersion'
            v[0] = numpy.array([(1622, 1)] * 40, configuration.dtype)
            settings = i.createCompoundType(numpy.dtype([('ic_id', 'i4'), ('exposure_time', 'f4'), ('master_cycle_period_us', 'i4'), ('clipping', 'u1')], align=True), 'instrument_settings_type')
            i.createVariable('instrument_settings', settings, ('nsettings',))[:] = numpy.zeros(5, settings.dtype)
            row = i.createCompoundType(numpy.dtype([('det_start_row', 'i2'), ('det_end_row', 'i2')]), 'msmt_to_det_row_table_type')
            i.createVariable('measurement_to_detector_row_table', row, ('time', 'scanline', 'ground_pixel'))[:] = numpy.zeros((1, 40, 32), row.dtype)
            floats = m['OBSERVATIONS'].createVLType('f4', 'vlen_float')
            v = m['OBSERVATIONS'].createVariable('small_pixel_radiance', floats, ('time', 'scanline', 'ground_pixel')); v[0, 0, 0] = numpy.arange(5, dtype='f4')
            f.createGroup('METADATA/ESA_METADATA/earth_explorer_header').objectType = 'Earth_Explorer_Header'
            f.close()
            """;
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-c", script, Scratch("b.nc")]);
        Assert.True(status == 0, error);

        using var plain = SpectralGranule.Open(Scratch("a.nc"));
        using var real = SpectralGranule.Open(Scratch("b.nc"));

        var (expected, found) = (plain.Read(), real.Read());
        Assert.Equal(expected.Spectra.ToArray(), found.Spectra.ToArray());
        Assert.Equal(expected.Noise!.Value.ToArray(), found.Noise!.Value.ToArray());
        Assert.Equal((expected.Instrument, expected.Time, expected.Quantity), (found.Instrument, found.Time, found.Quantity));
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
