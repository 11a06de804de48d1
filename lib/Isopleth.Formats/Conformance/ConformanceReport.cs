using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isopleth.Formats;

/// <summary>What a check of one file found, gravest first.</summary>
/// <param name="Path">The file.</param>
/// <param name="Standard">What it was checked against, for example <c>CF-1.8</c>.</param>
/// <param name="Findings">The findings.</param>
public sealed record ConformanceReport(string Path, string Standard, IReadOnlyList<Finding> Findings)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The number of broken requirements.</summary>
    public int Errors => Count(Severity.Error);

    /// <summary>The number of recommendations that are not followed.</summary>
    public int Warnings => Count(Severity.Warning);

    /// <summary>The number of things that are unusual and allowed.</summary>
    public int Informations => Count(Severity.Information);

    /// <summary>The number of pieces of advice.</summary>
    public int Advice => Count(Severity.Advice);

    /// <summary>Whether no requirement is broken.</summary>
    public bool Conforms => Errors == 0;

    /// <summary>The report for a program: path, standard, counts, findings.</summary>
    /// <returns>A JSON object.</returns>
    public string ToJson() => JsonSerializer.Serialize(new { Path, Standard, Conforms, Errors, Warnings, Informations, Advice, Findings }, Json);

    /// <summary>The report as a table for a notebook; no script, colours from the page's theme.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml()
    {
        var html = new StringBuilder("<div class=\"isopleth-check\"><style>.isopleth-check{font:13px/1.5 system-ui,sans-serif;overflow-x:auto}.isopleth-check header{font-weight:600}"
            + ".isopleth-check table{border-collapse:collapse}.isopleth-check.isopleth-check td,.isopleth-check.isopleth-check th{text-align:left;vertical-align:top;padding:2px 12px 2px 0}"
            + ".isopleth-check .error{color:#c62828}.isopleth-check .warning{color:#b26a00}.isopleth-check .advice,.isopleth-check .information{opacity:.75}</style>");
        html.Append("<header>").Append(Escape($"{System.IO.Path.GetFileName(Path)}: {Summary}")).Append("</header>");
        if (Findings.Count > 0)
        {
            html.Append("<table><tr><th>Severity</th><th>Rule</th><th>Where</th><th>What</th><th>Remedy</th></tr>");
            foreach (var f in Findings)
            {
                var name = f.Severity.ToString().ToLowerInvariant();
                var place = f.Line is { } line ? $"line {line}{(f.Place.Length > 0 ? ", " : "")}{f.Place}" : f.Place;
                html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<tr><td class=\"{name}\">{name}</td><td>{Escape(f.Rule)}</td><td>{Escape(place)}</td><td>{Escape(f.Message)}</td><td>{Escape(f.Remedy)}</td></tr>");
            }

            html.Append("</table>");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The report as text: a summary, then a line for each finding.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(Environment.NewLine, Findings.Select(f => "  " + f).Prepend($"{Path}: {Summary}"));

    private string Summary => $"checked against {Standard}: {Counted(Errors, "error")}, {Counted(Warnings, "warning")}, {Counted(Informations, "information")}, {Counted(Advice, "piece", "s of advice", " of advice")}";

    private static string Counted(int count, string one, string many = "s", string single = "") => $"{count} {one}{(count == 1 ? single : many)}";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private int Count(Severity severity) => Findings.Count(f => f.Severity == severity);
}
