using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Display;

/// <summary>What every cell can say without naming where it comes from.</summary>
public static class CellCommands
{
    private static readonly JsonSerializerOptions RecordOptions = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IncludeFields = true, // a tuple's values are fields
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Cancelled when the running cell is interrupted; hand it to whatever takes a token.</summary>
    public static CancellationToken CellCancellation => CellOutput.Current?.Cancellation ?? CancellationToken.None;

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeType">The MIME type to show it in; null for all that it has. A string is content of that type.</param>
    /// <returns>What was shown, to be updated later.</returns>
    /// <exception cref="ArgumentException">The value has no form in <paramref name="mimeType"/>.</exception>
    [SuppressMessage("Style", "IDE1006", Justification = "The name that notebooks know.")]
    public static DisplayedValue display(object? value, string? mimeType = null) => DisplayedValue.Show(value, mimeType);

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for all that it has. A string is content of the first.</param>
    /// <returns>What was shown, to be updated later.</returns>
    /// <exception cref="ArgumentException">The value has no form in one of them.</exception>
    [SuppressMessage("Style", "IDE1006", Justification = "The name that notebooks know.")]
    public static DisplayedValue display(object? value, params string[] mimeTypes) => DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows a span.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="values">The span, whose elements are copied; one of characters is shown as text.</param>
    /// <param name="mimeType">The MIME type to show it in; null for all that it has.</param>
    /// <returns>What was shown, to be updated later.</returns>
    /// <exception cref="ArgumentException">The values have no form in <paramref name="mimeType"/>.</exception>
    [OverloadResolutionPriority(-1)] // whatever is an object stays one
    [SuppressMessage("Style", "IDE1006", Justification = "The name that notebooks know.")]
    public static DisplayedValue display<T>(ReadOnlySpan<T> values, string? mimeType = null) => values.Display(mimeType);

    /// <summary>A piece of HTML.</summary>
    /// <param name="html">The HTML.</param>
    /// <returns>A value that is shown as that HTML.</returns>
    public static MimeContent HTML(string html) => new(MimeTypes.Html, html);

    /// <summary>A piece of Markdown.</summary>
    /// <param name="markdown">The Markdown.</param>
    /// <returns>A value that is shown as that Markdown.</returns>
    public static MimeContent Markdown(string markdown) => new(MimeTypes.Markdown, markdown);

    /// <summary>Mathematics in LaTeX: <c>Latex(@"\\sigma = \\sqrt{\\frac{1}{n}\\sum_i x_i^2}")</c>.</summary>
    /// <param name="latex">The formula, with or without the dollars around it.</param>
    /// <returns>A value that is shown as that formula.</returns>
    public static MimeContent Latex(string latex) => new(MimeTypes.Latex, latex.Contains('$', StringComparison.Ordinal) || latex.StartsWith(@"\begin", StringComparison.Ordinal) ? latex : $"$\\displaystyle {latex}$");

    /// <summary>An SVG drawing.</summary>
    /// <param name="svg">The drawing's source.</param>
    /// <returns>A value that is shown as that drawing.</returns>
    public static SvgDrawing Svg(string svg) => new(svg);

    /// <summary>Places and areas, drawn as a map.</summary>
    /// <param name="json">GeoJSON (RFC 7946): longitude before latitude [degrees].</param>
    /// <returns>A value that is shown as that map, and as JSON where no map is drawn.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static MimeContent GeoJson(string json) => MimeContent.OfJson(MimeTypes.GeoJson, json);

    /// <summary>A Vega-Lite chart.</summary>
    /// <param name="json">Its specification, with its data in it.</param>
    /// <returns>A value that is shown as that chart.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static MimeContent VegaLite(string json) => MimeContent.OfJson(MimeTypes.VegaLite, json);

    /// <summary>Runs a script in the front end.</summary>
    /// <param name="script">The script.</param>
    /// <returns>What was shown.</returns>
    public static DisplayedValue Javascript(string script) => DisplayedValue.Show(script, MimeTypes.JavaScript);

    /// <summary>Adds a style sheet to the cell's output.</summary>
    /// <param name="css">The rules.</param>
    /// <returns>What was shown.</returns>
    public static DisplayedValue CSS(string css) => DisplayedValue.Show($"<style>{css}</style>", MimeTypes.Html);

    /// <summary>Puts a named value in the notebook for whoever runs it: <c>isopleth run --values</c> writes all of them.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value: anything that JSON can hold; NaN and infinities are kept as their names.</param>
    /// <exception cref="ArgumentException">The name is empty, or the value has no form in JSON.</exception>
    public static void Record(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CellOutput.Current?.Display(new JsonObject
        {
            [MimeTypes.Record] = new JsonObject { ["name"] = name, ["value"] = ToJson(name, value) },
            [MimeTypes.Text] = $"{name} = {PlainText.Of(value)}",
        });
    }

    /// <summary>Shows a value in the front end's pager, beside the notebook.</summary>
    /// <param name="value">The value.</param>
    public static void Page(object? value) => CellOutput.Current?.Payload.Add((JsonNode)new JsonObject
    {
        ["source"] = "page",
        ["data"] = Formatter.ToBundle(value),
        ["start"] = 0,
    });

    /// <summary>Clears the outputs of the running cell.</summary>
    /// <param name="wait">True to wait until the next output comes, which avoids flicker.</param>
    public static void ClearOutput(bool wait = false) => CellOutput.Current?.Clear(wait);

    /// <summary>Asks the person at the front end for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">The front end takes no input.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Ask(prompt, password: false);

    /// <summary>Asks the person at the front end for a secret, which is not shown as it is typed.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="InvalidOperationException">The front end takes no input.</exception>
    public static Task<string> GetPasswordAsync(string prompt = "") => Ask(prompt, password: true);

    private static JsonNode? ToJson(string name, object? value)
    {
        try
        {
            return value is BigInteger whole ? JsonNode.Parse(whole.ToString(CultureInfo.InvariantCulture)) : JsonSerializer.SerializeToNode(value, RecordOptions);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new ArgumentException(
                $"'{name}' cannot be recorded: a {CSharpName.Of(value!.GetType())} has no form in JSON. Record numbers, text, true or false, dates, lists and dictionaries of these, or records.", nameof(value), e);
        }
    }

    private static Task<string> Ask(string prompt, bool password) =>
        Task.FromResult(CellOutput.Current?.ReadLine(prompt, password) ?? throw new InvalidOperationException("Input can be asked for only from a cell."));
}
