using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Isopleth.Atmosphere;

/// <summary>Principal components of event-free spectra: what an instrument usually sees. Immutable; versioned, with a checksum, when it travels as a data set.</summary>
/// <remarks>
/// A spectrum y has the scores p = Eᵀ N⁻¹ (y - ȳ), the reconstruction ȳ + N E p and the residual r = N⁻¹ (y - ȳ) - E p, with the mean ȳ,
/// the noise normalisation N and the leading eigenvectors E of the covariance of N⁻¹ y. The arrays are not copied; do not write to them.
/// </remarks>
public sealed partial class PcaModel
{
    private readonly Lazy<string> _checksum;

    /// <summary>A model of given parts.</summary>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    internal PcaModel(PcaModelParts parts)
    {
        var (used, all) = (parts.Channels.Length, parts.Wavelength.Length);
        Expect(used >= 2, $"a model needs two channels at least; there are {used}");
        Expect(parts.Channels.Zip(parts.Channels.Skip(1)).All(pair => pair.First < pair.Second) && parts.Channels[0] >= 0 && parts.Channels[^1] < all, $"the used channels must ascend within 0 to {all - 1}");
        Expect(parts.Mean.Length == used && parts.Noise.Length == used, $"mean and noise must have {used} values, one per used channel");
        Expect(parts.Noise.All(sigma => sigma > 0 && double.IsFinite(sigma)), "the noise must be a positive number in every used channel");
        Expect(parts.NoiseRoot is null || parts.NoiseRoot.Length == used * used, $"the root of the noise covariance must have shape [{used}, {used}]");
        Expect(parts.Components >= 1 && parts.Components < used && parts.Eigenvectors.Length == parts.Components * used, $"there must be 1 to {used - 1} eigenvectors of {used} values");
        Expect(parts.Eigenvalues.Length >= parts.Components, "every eigenvector needs its eigenvalue");
        Parts = parts;
        _checksum = new(ComputeChecksum);

        static void Expect(bool holds, string message)
        {
            if (!holds)
            {
                throw new ArgumentException($"This is no PCA model: {message}.");
            }
        }
    }

    /// <summary>The version of the model as a data set; another one is not read.</summary>
    public static int Version => 1;

    /// <summary>The instrument and its band; only its scenes are screened.</summary>
    public string Instrument => Parts.Instrument;

    /// <summary>What the spectra are, with the unit.</summary>
    public string Quantity => Parts.Quantity;

    /// <summary>Position of each of the instrument's channels [<see cref="SpectralUnit"/>], shape [channel], used or not.</summary>
    public double[] Wavelength => Parts.Wavelength;

    /// <summary>Unit of <see cref="Wavelength"/>, <c>nm</c> or <c>cm-1</c>.</summary>
    public string SpectralUnit => Parts.SpectralUnit;

    /// <summary>Index of each channel that the model uses, ascending, shape [m].</summary>
    public int[] Channels => Parts.Channels;

    /// <summary>Mean spectrum ȳ, in the spectra's unit, shape [m].</summary>
    public double[] Mean => Parts.Mean;

    /// <summary>Standard deviation of the noise of each used channel, in the spectra's unit, shape [m]. Without <see cref="NoiseRoot"/>, N is its diagonal matrix.</summary>
    public double[] Noise => Parts.Noise;

    /// <summary>Symmetric square root N of the noise covariance, in the spectra's unit, shape [m, m]; null when N is diagonal.</summary>
    public double[]? NoiseRoot => Parts.NoiseRoot;

    /// <summary>Eigenvalues of the normalised covariance [1], descending: all m, or the leading ones of a randomised decomposition.</summary>
    public double[] Eigenvalues => Parts.Eigenvalues;

    /// <summary>Leading eigenvectors as rows, Eᵀ [1], shape [<see cref="Components"/>, m].</summary>
    public double[] Eigenvectors => Parts.Eigenvectors;

    /// <summary>Number p of components kept [1].</summary>
    public int Components => Parts.Components;

    /// <summary>Sum of all eigenvalues: the trace of the normalised covariance [1].</summary>
    public double TotalVariance => Parts.TotalVariance;

    /// <summary>Mean of the eigenvalues that are left out [1]: 1 when the noise is known exactly and the components hold all that is not noise.</summary>
    public double NoiseFloor => Math.Max(0, TotalVariance - Eigenvalues.Take(Components).Sum()) / (Channels.Length - Components);

    /// <summary>Number of spectra it was made of [1].</summary>
    public long SpectraCount => Parts.SpectraCount;

    /// <summary>First time of the spectra it was made of, UTC; null when unknown.</summary>
    public DateTime? TrainedFrom => Parts.TrainedFrom;

    /// <summary>Last time of the spectra it was made of, UTC; null when unknown.</summary>
    public DateTime? TrainedTo => Parts.TrainedTo;

    /// <summary>SHA-256 over everything the model holds, in small hexadecimal letters.</summary>
    public string Checksum => _checksum.Value;

    internal PcaModelParts Parts { get; }

    /// <summary>Positions of the used channels [<see cref="SpectralUnit"/>], shape [m].</summary>
    public double[] UsedWavelength => Array.ConvertAll(Channels, channel => Wavelength[channel]);

    /// <summary>The same model with fewer components, for example to compare choices.</summary>
    /// <param name="components">How many to keep [1].</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 or more than there are.</exception>
    public PcaModel WithComponents(int components)
    {
        if (components < 1 || components > Components)
        {
            throw new ArgumentOutOfRangeException(nameof(components), components, $"The model keeps {Components} components; ask for 1 to {Components}, or fit it with more.");
        }

        return new(Parts with { Components = components, Eigenvectors = Eigenvectors[..(components * Channels.Length)] });
    }

    /// <summary>The model and the eigenvectors of what it leaves of a scene.</summary>
    /// <param name="vectors">Unit vectors at right angles to each other and to all there are, shape [added, m].</param>
    /// <param name="values">Their eigenvalues [1].</param>
    internal PcaModel ExtendedBy(double[] vectors, double[] values)
    {
        var components = Components + values.Length;
        double[] rest = [.. Eigenvalues.Skip(Components).Take(Channels.Length - components)];
        return new(Parts with
        {
            Components = components,
            Eigenvectors = [.. Eigenvectors, .. vectors],
            Eigenvalues = [.. Eigenvalues[..Components], .. values, .. rest],
            TotalVariance = Eigenvalues[..Components].Sum() + values.Sum() + (NoiseFloor * (Channels.Length - components)),
        });
    }

    private string ComputeChecksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = string.Create(CultureInfo.InvariantCulture, $"{Version}|{Instrument}|{Quantity}|{SpectralUnit}|{SpectraCount}|{TrainedFrom:O}|{TrainedTo:O}|{Components}|{string.Join(',', Channels)}");
        hash.AppendData(Encoding.UTF8.GetBytes(header));
        foreach (var values in new[] { Wavelength, Mean, Noise, NoiseRoot ?? [], Eigenvalues, Eigenvectors, [TotalVariance] })
        {
            var bytes = new byte[8 * (values.Length + 1)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, values.Length);
            MemoryMarshal.AsBytes<double>(values).CopyTo(bytes.AsSpan(8));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What a model is made of; see the properties of the same names of <see cref="PcaModel"/>.</summary>
internal sealed record PcaModelParts
{
    public required string Instrument { get; init; }

    public required string Quantity { get; init; }

    public required double[] Wavelength { get; init; }

    public required string SpectralUnit { get; init; }

    public required int[] Channels { get; init; }

    public required double[] Mean { get; init; }

    public required double[] Noise { get; init; }

    public double[]? NoiseRoot { get; init; }

    public required double[] Eigenvalues { get; init; }

    public required double[] Eigenvectors { get; init; }

    public required int Components { get; init; }

    public required double TotalVariance { get; init; }

    public required long SpectraCount { get; init; }

    public DateTime? TrainedFrom { get; init; }

    public DateTime? TrainedTo { get; init; }
}
