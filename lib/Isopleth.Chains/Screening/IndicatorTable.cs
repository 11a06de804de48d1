using Isopleth.Arrays;
using Isopleth.Atmosphere;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Isopleth.Chains;

/// <summary>The channels at which species show, from a YAML table: its <c>unit</c> and, under <c>indicators</c>, a <c>species</c>, its <c>position</c>s and their <c>sign</c> by line.</summary>
/// <param name="Unit">Unit of the positions, <c>nm</c> or <c>cm-1</c>.</param>
/// <param name="Channels">The channels, in the order of the table.</param>
public sealed record IndicatorTable(string Unit, IReadOnlyList<IndicatorChannel> Channels)
{
    private const string Folder = "Indicators/";
    private const string Form = "See the shipped table 'swir' for the form.";

    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithEnforceRequiredMembers().Build();

    /// <summary>The names of the tables that are shipped: <c>iasi</c> and <c>swir</c>.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. typeof(IndicatorTable).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => Path.GetFileNameWithoutExtension(n)).Order(StringComparer.Ordinal)];

    /// <summary>The shipped table that is meant for a model's channels; null when there is none.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The table in whose unit the model's positions are, and whose channels lie apart in its band.</returns>
    public static IndicatorTable? For(PcaModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var positions = model.UsedWavelength;
        return Shipped.Select(Read).FirstOrDefault(table => table.Unit == model.SpectralUnit
            && table.Channels.All(channel => channel.Position >= positions[0] && channel.Position <= positions[^1])
            && table.Channels.Select(channel => Enumerable.Range(0, positions.Length).MinBy(i => Math.Abs(positions[i] - channel.Position))).Distinct().Count() == table.Channels.Count);
    }

    /// <summary>Reads a table.</summary>
    /// <param name="nameOrPath">The name of a shipped table, or a file.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">It is neither; the message lists the shipped ones.</exception>
    /// <exception cref="DataFormatException">The file is no such table; the message tells line and column.</exception>
    public static IndicatorTable Read(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        using var shipped = typeof(IndicatorTable).Assembly.GetManifestResourceStream($"{Folder}{nameOrPath}.yaml");
        if (shipped is null && !File.Exists(nameOrPath))
        {
            throw new ArgumentException($"'{nameOrPath}' is neither a file nor a shipped table of indicator channels; these are {string.Join(", ", Shipped)}.", nameof(nameOrPath));
        }

        using var text = shipped is null ? new StreamReader(nameOrPath) : new StreamReader(shipped);
        try
        {
            var table = Deserializer.Deserialize<Table?>(text) ?? throw new DataFormatException("The table is empty.", nameOrPath, hint: Form);
            return new(table.Unit, [.. table.Indicators.SelectMany(line => line.Position.Select(position => new IndicatorChannel(line.Species, position, line.Sign is 1 or -1 ? line.Sign
                : throw new DataFormatException($"The sign of {line.Species} is {line.Sign}; expected 1 or -1.", nameOrPath, hint: Form))))]);
        }
        catch (YamlException e)
        {
            throw new DataFormatException($"Line {e.Start.Line}, column {e.Start.Column}: {e.InnerException?.Message ?? e.Message}", nameOrPath, hint: Form, innerException: e);
        }
    }

    private sealed record Table
    {
        [YamlMember(Alias = "unit")]
        public required string Unit { get; init; }

        [YamlMember(Alias = "indicators")]
        public required List<Line> Indicators { get; init; }
    }

    private sealed record Line
    {
        [YamlMember(Alias = "species")]
        public required string Species { get; init; }

        [YamlMember(Alias = "position")]
        public required List<double> Position { get; init; }

        [YamlMember(Alias = "sign")]
        public required int Sign { get; init; }
    }
}
