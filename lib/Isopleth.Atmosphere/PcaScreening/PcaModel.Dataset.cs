using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Atmosphere;

public sealed partial class PcaModel
{
    private const string VersionName = "pca_model_version";

    /// <summary>The model as a data set, ready to be written.</summary>
    /// <returns>Variables over <c>channel</c> (all of the instrument's), <c>used_channel</c>, <c>component</c> and <c>eigenvalue</c>; the rest in attributes, the checksum among them.</returns>
    public Dataset ToDataset()
    {
        var (used, count) = (Channels.Length, Components);
        List<DataArray> variables =
        [
            Create("channel_index", ["used_channel"], [used], Channels, "index of each used channel among the instrument's", "1"),
            Create("mean", ["used_channel"], [used], Mean, "mean spectrum", null),
            Create("noise", ["used_channel"], [used], Noise, "standard deviation of the noise", null),
            Create("eigenvalue", ["eigenvalue"], [Eigenvalues.Length], Eigenvalues, "eigenvalues of the noise-normalised covariance, descending", "1"),
            Create("eigenvector", ["component", "used_channel"], [count, used], Eigenvectors, "leading eigenvectors of the noise-normalised covariance", "1"),
        ];
        if (NoiseRoot is { } root)
        {
            variables.Add(Create("noise_root", ["used_channel", "used_channel_2"], [used, used], root, "symmetric square root of the noise covariance", null));
        }

        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["Conventions"] = "CF-1.8",
            ["title"] = $"Principal components of spectra of {Instrument}",
            [VersionName] = Version,
            ["instrument"] = Instrument,
            ["quantity"] = Quantity,
            ["spectral_unit"] = SpectralUnit,
            ["spectra_count"] = (double)SpectraCount,
            ["total_variance"] = TotalVariance,
            ["checksum_sha256"] = Checksum,
        };
        AddTime("trained_from", TrainedFrom);
        AddTime("trained_to", TrainedTo);
        return new Dataset(variables, [Create("wavelength", ["channel"], [Wavelength.Length], Wavelength, SpectralUnit == "cm-1" ? "wavenumber of the instrument's channels" : "wavelength of the instrument's channels", SpectralUnit)], attributes);

        void AddTime(string name, DateTime? time)
        {
            if (time is { } known)
            {
                attributes[name] = known.ToString("O", CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Reads a model from a data set and checks it: version, shapes, channels, dates, checksum.</summary>
    /// <param name="dataset">What <see cref="ToDataset"/> made, also when it was written to a file and read again.</param>
    /// <returns>The model, equal to the one that was written, to the last bit.</returns>
    /// <exception cref="DataFormatException">It is no model, one of another version, or a damaged one; the message says which.</exception>
    public static PcaModel FromDataset(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var version = Attribute<object>(VersionName);
        if (Convert.ToInt32(version, CultureInfo.InvariantCulture) != Version)
        {
            throw Damaged($"it is a PCA model of version {version}; this program reads version {Version}", "Fit the model again.");
        }

        PcaModel model;
        try
        {
            model = new PcaModel(new PcaModelParts
            {
                Instrument = Attribute<string>("instrument"),
                Quantity = Attribute<string>("quantity"),
                SpectralUnit = Attribute<string>("spectral_unit"),
                SpectraCount = (long)Attribute<double>("spectra_count"),
                TotalVariance = Attribute<double>("total_variance"),
                TrainedFrom = Time("trained_from"),
                TrainedTo = Time("trained_to"),
                Wavelength = Read("wavelength"),
                Channels = dataset.Contains("channel_index") ? dataset["channel_index"].To<int>() : throw Missing("channel_index"),
                Mean = Read("mean"),
                Noise = Read("noise"),
                NoiseRoot = dataset.Contains("noise_root") ? Read("noise_root") : null,
                Eigenvalues = Read("eigenvalue"),
                Eigenvectors = Read("eigenvector"),
                Components = Read("eigenvector").Length / Math.Max(1, (int)dataset["mean"].Size),
            });
        }
        catch (ArgumentException e)
        {
            throw Damaged(e.Message, "Copy the file again, or fit the model again.");
        }

        if (model.TrainedFrom > model.TrainedTo)
        {
            throw Damaged($"its training ends ({model.TrainedTo:O}) before it begins ({model.TrainedFrom:O})", "Fit the model again.");
        }

        return model.Checksum == Attribute<string>("checksum_sha256")
            ? model
            : throw Damaged($"its contents do not have the checksum it was written with ({Attribute<string>("checksum_sha256")})", "Copy the file again, or fit the model again.");

        T Attribute<T>(string name) => dataset.Attributes.GetValueOrDefault(name) is T value ? value : throw Damaged($"it has no attribute '{name}'", "Give a file that PcaModel.ToDataset made.");

        DateTime? Time(string name) => dataset.Attributes.GetValueOrDefault(name) is string text ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;

        double[] Read(string name) => dataset.Contains(name) ? dataset[name].ToDoubles() : throw Missing(name);

        DataFormatException Missing(string name) => Damaged($"it has no variable '{name}'", "Give a file that PcaModel.ToDataset made.");

        DataFormatException Damaged(string what, string hint) => new($"This is not a model to screen with: {what}.", dataset.Source, hint: hint);
    }

    private static DataArray Create<T>(string name, string[] dimensions, int[] shape, T[] values, string meaning, string? units)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["long_name"] = meaning };
        if (units is not null)
        {
            attributes["units"] = units;
        }

        return DataArray.Create(name, dimensions, shape, values, attributes);
    }
}
