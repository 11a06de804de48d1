using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Widgets;

/// <summary>A place for outputs within other widgets: whatever is written and shown while it captures appears in it.</summary>
/// <remarks>The capturing is done in the kernel, so that it also works from threads, after the cell's end, and where no front end is.</remarks>
public sealed class Output : Widget
{
    private readonly OutputRecord _record;

    /// <summary>An empty place.</summary>
    public Output()
        : base("Output", modelModule: "@jupyter-widgets/output", viewModule: "@jupyter-widgets/output", version: "1.0.0")
    {
        Set("", "msg_id");
        _record = new(CellOutput.Current?.Target);
        _record.Changed += () => Set(_record.Outputs(), "outputs");
        Set(new JsonArray(), "outputs");
    }

    /// <summary>Takes in all that is written and shown until the end of the <c>using</c> block, and what is started there.</summary>
    /// <returns>Ends the capture.</returns>
    public IDisposable Capture() => CellOutput.Capture(_record);

    /// <summary>Shows a value in it, after what is there.</summary>
    /// <param name="value">The value.</param>
    public void Append(object? value) => _record.Display(Formatter.ToBundle(value), Formatter.ToMetadata(value));

    /// <summary>Shows a value in it, in place of what is there.</summary>
    /// <param name="value">The value.</param>
    public void Show(object? value)
    {
        _record.Clear(wait: true);
        Append(value);
    }

    /// <summary>Empties it.</summary>
    /// <param name="wait">True to wait until the next output comes, which avoids flicker.</param>
    public void Clear(bool wait = false) => _record.Clear(wait);

    internal override string ToHtml() => string.Concat(_record.Outputs().Select(static output =>
        output!["data"] is JsonObject data
            ? data[MimeTypes.Html]?.GetValue<string>() ?? data[MimeTypes.Svg]?.GetValue<string>()
                ?? (data[MimeTypes.Png] is { } png ? $"<img alt=\"\" src=\"data:image/png;base64,{png.GetValue<string>()}\">" : Pre(data[MimeTypes.Text]))
            : Pre(output["text"])));

    private static string Pre(JsonNode? text) => $"<pre>{WebUtility.HtmlEncode(text?.GetValue<string>())}</pre>";

    private protected override string Words()
    {
        var text = new StringBuilder();
        foreach (var output in _record.Outputs())
        {
            text.Append((output!["text"] ?? output["data"]?[MimeTypes.Text])?.GetValue<string>());
        }

        return text.ToString();
    }
}
