using System.Data;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isopleth.Arrays;
using Isopleth.Catalogue;
using Isopleth.Charts;
using Isopleth.Formats;
using Isopleth.Jupyter;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Extensions;
using Isopleth.Magics;
using NetTopologySuite.Geometries;

[assembly: KernelExtension(typeof(ScienceExtension))]

namespace Isopleth.Magics;

/// <summary>Brings the science into the cells: figures, arrays and catalogues are shown as what they are, and <c>catalogue</c> is at hand.</summary>
public sealed partial class ScienceExtension : IKernelExtension
{
    // Coastlines have a hundred thousand points.
    private const int LongestText = 1000;

    /// <inheritdoc/>
    public void Load(IKernelExtensionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Formatter.RegisterBundle<Figure>(static figure => figure.ToMimeBundle(), static figure => figure.MimeMetadata());
        Register<Dataset>(static dataset => dataset.ToHtml());
        Register<DataArray>(static array => array.ToHtml());
        Register<Catalogue.Catalogue>(static catalogue => catalogue.ToHtml());
        Register<CatalogueEntry>(static entry => entry.ToHtml());
        Register<ConformanceReport>(static report => report.ToHtml());
        Register<CatalogueMatches>(static matches => matches.ToHtml());
        Formatter.RegisterBundle<Table>(static table => new() { [MimeTypes.Html] = table.ToHtml(Formatter.ListExpansionLimit), [MimeTypes.Text] = table.ToString() });
        Formatter.RegisterBundle<DataTable>(static table => Formatter.ToBundle(NestedDisplay.Rows(table)));
        Formatter.RegisterBundle<IReadOnlyTensor>(static tensor => Formatter.ToBundle(NestedDisplay.Levels(tensor)));
        Formatter.RegisterBundle<Geometry>(Map);
        context.AddMagic(SqlMagic.Magic);
        context.AddUsing("Isopleth.Magics.CellScience");
        context.AddCompletions(CompleteEntryName);
        context.AddInspections(InspectEntry);
    }

    /// <summary>A geometry as a map where its coordinates can be longitude and latitude, and in any case as well-known text.</summary>
    private static JsonObject Map(Geometry geometry)
    {
        var text = geometry.AsText();
        var bundle = new JsonObject { [MimeTypes.Text] = text.Length > LongestText ? text[..LongestText] + "…" : text };
        var box = geometry.EnvelopeInternal;
        if (!box.IsNull && Math.Abs(box.MinX) <= 180 && Math.Abs(box.MaxX) <= 180 && Math.Abs(box.MinY) <= 90 && Math.Abs(box.MaxY) <= 90)
        {
            bundle[MimeTypes.GeoJson] = JsonNode.Parse(GeoJson.Of(geometry));
        }

        return bundle;
    }

    private static void Register<T>(Func<T, string> html)
    {
        Formatter.Register(html, MimeTypes.Html);
        Formatter.Register<T>(static value => value!.ToString() ?? "", MimeTypes.Text);
    }

    /// <summary>The catalogue's names inside <c>catalogue["…"]</c>.</summary>
    private static CompletionList? CompleteEntryName(string code, int cursor)
    {
        var opened = EntryName().Match(code[..cursor]);
        if (!opened.Success)
        {
            return null;
        }

        var typed = opened.Groups[1];
        var entries = CellScience.catalogue.Entries
            .Where(entry => entry.Name.Contains(typed.Value, StringComparison.OrdinalIgnoreCase))
            .Select(static entry => new CompletionItem(entry.Name, "dataset", entry.Description));
        return new(typed.Index, cursor, [.. entries]);
    }

    /// <summary>The entry whose name stands at a position inside <c>catalogue["…"]</c>.</summary>
    private static JsonObject? InspectEntry(string code, int cursor)
    {
        var name = NamedEntry().Matches(code).Select(static match => match.Groups[1]).FirstOrDefault(name => name.Index <= cursor && cursor <= name.Index + name.Length)?.Value;
        if (name is null || CellScience.catalogue.Entries.FirstOrDefault(entry => entry.Name == name) is not { } entry)
        {
            return null;
        }

        string[] choices = [.. entry.Parameters.Select(static p => $"{p.Name}: {p.Description}")];
        return new()
        {
            [MimeTypes.Markdown] = string.Join('\n', [$"**{entry.Name}** ({entry.Driver})", "", entry.Description, "", .. choices.Select(static choice => "- " + choice)]),
            [MimeTypes.Text] = string.Join('\n', [$"{entry.Name} ({entry.Driver})", entry.Description, .. choices.Select(static choice => "  " + choice)]),
        };
    }

    [GeneratedRegex("""\bcatalogue\["([^"]+)"?""")]
    private static partial Regex NamedEntry();

    [GeneratedRegex("""\bcatalogue\["([^"]*)$""")]
    private static partial Regex EntryName();
}
