using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>What was found in a granule, gathered block by block: its events, and the spectra of their pixels.</summary>
internal sealed class GranuleFindings(string granule, SpectralGranule file, PcaModel model, int maximumSelected)
{
    private readonly List<FoundEvent> _events = [];
    private readonly List<SelectedSpectrum> _selected = [];

    /// <summary>Pixels of the events that are not whole yet.</summary>
    private readonly Dictionary<int, SelectedSpectrum> _waiting = [];

    private readonly GeographicExtent _extent = new();

    private readonly List<(SpectralEvent Event, List<SelectedSpectrum> Pixels, (double, double, double, double)? Box)> _whole = [];
    private SpectralScene? _like;
    private string _warning = "";
    private int _localComponents;
    private int _explainedLocally;

    public IReadOnlyList<FoundEvent> Events => _events;

    public int Screened { get; private set; }

    public int Flagged { get; private set; }

    /// <summary>Pixels that were flagged and whose spectra were not kept, since there were too many.</summary>
    public int NotKept { get; private set; }

    /// <summary>What to know of how it was screened; empty for nothing.</summary>
    public string Comment => string.Join(' ', new[]
    {
        _warning,
        _localComponents == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{_localComponents} local components were taken away from its blocks; {_explainedLocally} spectra do not stand out for them."),
    }.Where(text => text.Length > 0));

    /// <summary>Where the granule's pixels are; null where the file does not tell.</summary>
    public (double South, double West, double North, double East)? Box => _extent.Box;

    /// <summary>Adds the result of one block of rows.</summary>
    public void Add(SpectralScene scene, int firstRow, PcaScreeningResult result)
    {
        _like ??= scene with { Spectra = default, Noise = null, Valid = null, Latitude = null, Longitude = null, Rows = 0 };
        Screened += result.Screened;
        Flagged += result.Flagged;
        _warning = _warning.Length > 0 ? _warning : result.Warning;
        _localComponents += result.LocalComponents.Count(local => local.IsKept);
        _explainedLocally += result.ExplainedLocally;
        if (scene.Latitude is { } latitude && scene.Longitude is { } longitude)
        {
            _extent.Add(latitude.Zip(longitude));
        }

        // In the order of the granule, so that which are kept does not depend on the blocks.
        var room = maximumSelected - _whole.Sum(each => each.Pixels.Count) - _waiting.Values.Count(pixel => pixel.Values is not null);
        foreach (var pixel in result.Events.SelectMany(e => e.Pixels).Order())
        {
            _waiting[(firstRow * scene.Columns) + pixel] = new SelectedSpectrum(
                -1, firstRow + (pixel / scene.Columns), pixel % scene.Columns, scene.Latitude?[pixel] ?? double.NaN, scene.Longitude?[pixel] ?? double.NaN,
                result.StandardScore[pixel], result.ReconstructionScore[pixel], room-- > 0 ? Used(scene, pixel) : null);
        }
    }

    /// <summary>Takes the events that are whole, and forgets pixels that are neither theirs nor of one that still grows.</summary>
    public void Close(IReadOnlyList<SpectralEvent> whole, IEnumerable<int> growing)
    {
        foreach (var found in whole)
        {
            var pixels = found.Pixels.Select(pixel => _waiting[pixel]).ToList();
            var box = new GeographicExtent().Add(pixels.Select(pixel => (pixel.Latitude, pixel.Longitude))).Box;
            var kept = pixels.Where(pixel => pixel.Values is not null).ToList();
            _whole.Add((found, kept, box));
            NotKept += pixels.Count - kept.Count;
        }

        var open = growing.ToHashSet();
        foreach (var pixel in _waiting.Keys.Where(pixel => !open.Contains(pixel)).ToList())
        {
            _ = _waiting.Remove(pixel);
        }
    }

    /// <summary>Numbers the events in the order of their first pixels.</summary>
    public void Finish()
    {
        foreach (var (found, pixels, box) in _whole.OrderBy(each => each.Event.Pixels[0]))
        {
            _selected.AddRange(pixels.Select(pixel => pixel with { Event = _events.Count }));
            _events.Add(new FoundEvent(_events.Count, found, file.Columns, file.TimeOf(found.PeakPixel / file.Columns), box));
        }
    }

    /// <summary>The product: the selected spectra with all that tells where, when and why.</summary>
    public Dataset ToProduct(double threshold)
    {
        // "reflectance [1]" is a name and a unit.
        var parts = _like!.Quantity.Split('[', 2);
        var (quantity, unit) = (parts[0].Trim(), parts.Length > 1 ? parts[1].TrimEnd(']') : "1");
        DataArray Over<TRow, T>(string dimension, IReadOnlyList<TRow> rows, string name, Func<TRow, T> value, params (string, object)[] attributes) =>
            DataArray.Create(name, [dimension], [rows.Count], rows.Select(value).ToArray(), NamedAttributes.Of(attributes));
        DataArray Selected<T>(string name, Func<SelectedSpectrum, T> value, params (string, object)[] attributes) => Over("spectrum", _selected, name, value, attributes);
        DataArray Event<T>(string name, Func<FoundEvent, T> value, params (string, object)[] attributes) => Over("event", _events, name, value, attributes);
        DataArray Matrix<TRow>(string dimension, IReadOnlyList<TRow> rows, string name, Func<TRow, float[]> value, params (string, object)[] attributes) =>
            DataArray.Create(name, [dimension, "channel"], [rows.Count, model.Channels.Length], rows.SelectMany(value).ToArray(), NamedAttributes.Of([("_FillValue", float.NaN), .. attributes]));
        return new Dataset(
            [
                Matrix("spectrum", _selected, "spectra", s => s.Values!, ("long_name", quantity), ("units", unit)),
                Selected("event_of_spectrum", s => s.Event, ("long_name", "event that the pixel is part of"), ("units", "1")),
                Selected("row", s => s.Row, ("long_name", "scan line in the granule, from 0"), ("units", "1")),
                Selected("column", s => s.Column, ("long_name", "ground pixel in the granule, from 0"), ("units", "1")),
                Selected("standard_score", s => s.StandardScore, ("long_name", "standard deviations of the squared reconstruction score above its mean"), ("units", "1")),
                Selected("reconstruction_score", s => s.ReconstructionScore, ("long_name", "root mean square of the noise-normalised residual"), ("units", "1")),
                Matrix("event", _events, "residual", e => Array.ConvertAll(e.Event.Residual, v => (float)v), ("long_name", "mean residual of the event in standard deviations of the noise"), ("units", "1")),
                Event("peak_score", e => e.Event.PeakScore, ("long_name", "standard score of the peak"), ("units", "1")),
                Event("species", e => e.Event.Species ?? "", ("long_name", "species that the residual shows; empty when none")),
                Event("confidence", e => e.Event.Confidence, ("long_name", "probability that the species stays the first were the noise drawn anew"), ("units", "1")),
                Event("pixels", e => e.Event.Pixels.Length, ("long_name", "number of pixels"), ("units", "1")),
                .. EventTimes(),
            ],
            [
                DataArray.Create("wavelength", ["channel"], [model.Channels.Length], model.UsedWavelength, model.SpectralUnit switch
                {
                    "band number" => NamedAttributes.Of(("long_name", "band number"), ("units", "1")), // of a cube that tells no wavelengths
                    "cm-1" => NamedAttributes.Of(("standard_name", "sensor_band_central_radiation_wavenumber"), ("units", "cm-1")),
                    var length => NamedAttributes.Of(("standard_name", "radiation_wavelength"), ("units", length)),
                }),
                Selected("latitude", s => s.Latitude, ("standard_name", "latitude"), ("units", "degrees_north"), ("_FillValue", double.NaN)),
                Selected("longitude", s => s.Longitude, ("standard_name", "longitude"), ("units", "degrees_east"), ("_FillValue", double.NaN)),
            ],
            NamedAttributes.Of(
            [
                ("Conventions", "CF-1.8"),
                ("title", "Spectra that principal components do not expect"),
                ("source", granule),
                ("instrument", model.Instrument),
                ("history", Provenance(model)),
                ("references", "screening after Vu Van et al. (2023), doi:10.5194/amt-16-2107-2023"),
                ("threshold", threshold),
                ("screened_spectra", Screened),
                ("flagged_spectra", Flagged),
                ("spectra_not_kept", NotKept),
                .. Comment.Length == 0 ? [] : new (string, object)[] { ("comment", Comment) },
                ("model_checksum_sha256", model.Checksum),
            ]));
    }

    /// <summary>What made a product, without the moment, so that the same input gives the same product.</summary>
    public static string Provenance(PcaModel model) =>
        $"Isopleth.Atmosphere.PcaScreening.Screen {typeof(PcaScreening).Assembly.GetName().Version!.ToString(3)} with {model.Components} components of {model.SpectraCount} spectra, model {model.Checksum[..12]}";

    private float[] Used(SpectralScene scene, int pixel)
    {
        var spectrum = scene.Spectrum(pixel);
        var values = new float[model.Channels.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = spectrum[model.Channels[i]];
        }

        return values;
    }

    private IEnumerable<DataArray> EventTimes()
    {
        if (_events.All(e => e.Time is not null))
        {
            var epoch = DateTime.UnixEpoch;
            yield return DataArray.Create("event_time", ["event"], [_events.Count], _events.Select(e => (e.Time!.Value - epoch).TotalSeconds).ToArray(), NamedAttributes.Of(
                ("long_name", "time of the event's peak"), ("units", "seconds since 1970-01-01"), ("calendar", "standard")));
        }
    }

    private sealed record SelectedSpectrum(int Event, int Row, int Column, double Latitude, double Longitude, float StandardScore, float ReconstructionScore, float[]? Values);
}
