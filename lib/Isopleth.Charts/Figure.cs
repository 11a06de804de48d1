using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts;

/// <summary>A figure: a <see cref="Chart"/> or a <see cref="Map"/>. One description, shown by plotly.js, as SVG, as PNG and as a page of its own, none of which needs a network.</summary>
public abstract partial class Figure
{
    private const string PlotlyMime = "application/vnd.plotly.v1+json";
    private const string PngMime = "image/png";
    private const string SvgMime = "image/svg+xml";

    /// <summary>The heading.</summary>
    public string Title { get; set; } = "";

    /// <summary>The line below the heading, for example the time and the sensor.</summary>
    public string Subtitle { get; set; } = "";

    /// <summary>Width of the picture [pixel].</summary>
    public int Width { get; set; } = 760;

    /// <summary>Height of the picture [pixel]; when null a chart is 480 high, and a map as high as its extent demands.</summary>
    public int? Height { get; set; }

    /// <summary>What the figure shows, for those who cannot see it; written from the title, the axes and the data when null.</summary>
    public string? AltText { get; set; }

    /// <summary>The figure as plotly.js takes it: <c>{"data": […], "layout": {…}, "config": {…}}</c>.</summary>
    /// <returns>JSON without line breaks.</returns>
    public string ToPlotlyJson() => Encoding.UTF8.GetString(Plotly(Compose()));

    /// <summary>The figure as a static picture, with its own white ground and its alternative text inside.</summary>
    /// <returns>An SVG document.</returns>
    public string ToSvg() => Svg(Compose());

    /// <summary>The figure as a static picture, drawn by libcairo.</summary>
    /// <param name="scale">Pixels of the picture for one of <see cref="Width"/>: 2 stays sharp on a fine screen and on paper.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not between 0.1 and 10.</exception>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libcairo is not on this machine; the message says how to install it.</exception>
    public byte[] ToPng(double scale = 2)
    {
        RequireScale(scale);
        return Png(Compose(), scale);
    }

    /// <summary>The figure as a page that works alone: plotly.js is inside, and nothing is fetched when it is read.</summary>
    /// <returns>An HTML document.</returns>
    public string ToHtml()
    {
        var scene = Compose();
        return PlotlyPage.Write(scene, Plotly(scene));
    }

    /// <summary>The figure in the forms a notebook keeps, each front end taking the best it can show: plotly's JSON, a picture, and the alternative text.</summary>
    /// <param name="scale">Pixels of the picture for one of <see cref="Width"/>; above 1 only where <see cref="MimeMetadata"/> goes with the bundle and tells the front end how large to show it.</param>
    /// <returns>A MIME bundle. Its picture is a PNG, which every front end and every export shows; an SVG where libcairo is not there.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not between 0.1 and 10.</exception>
    public JsonObject ToMimeBundle(double scale = 1)
    {
        RequireScale(scale);
        var scene = Compose();
        var bundle = new JsonObject { [PlotlyMime] = JsonNode.Parse(Plotly(scene)) };
        if (Isopleth.Native.NativeLibraries.IsAvailable(Native.Cairo.Description, out _))
        {
            bundle[PngMime] = Convert.ToBase64String(Png(scene, scale));
        }
        else
        {
            bundle[SvgMime] = Svg(scene);
        }

        bundle["text/plain"] = scene.Description;
        return bundle;
    }

    /// <summary>What a notebook keeps beside <see cref="ToMimeBundle"/>: the size at which the PNG is to be shown [pixel], and its alternative text.</summary>
    /// <returns>Metadata by MIME type.</returns>
    public JsonObject MimeMetadata()
    {
        var scene = Compose();
        return new() { [PngMime] = new JsonObject { ["width"] = Width, ["height"] = Layout.Of(scene).Height, ["alt"] = scene.Description } };
    }

    /// <summary>Writes <see cref="ToHtml"/> into a file.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    public void SaveHtml(string path) => File.WriteAllText(path, ToHtml());

    /// <summary>Writes <see cref="ToSvg"/> into a file.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    public void SaveSvg(string path) => File.WriteAllText(path, ToSvg());

    /// <summary>Writes <see cref="ToPng"/> into a file.</summary>
    /// <param name="path">The file; replaced when it exists.</param>
    /// <param name="scale">Pixels of the picture for one of <see cref="Width"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not between 0.1 and 10.</exception>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libcairo is not on this machine; the message says how to install it.</exception>
    public void SavePng(string path, double scale = 2) => File.WriteAllBytes(path, ToPng(scale));

    /// <summary>The alternative text.</summary>
    /// <returns>What the figure shows, in words.</returns>
    public override string ToString() => Compose().Description;

    /// <summary>Settles everything that the back ends draw.</summary>
    internal abstract Scene Compose();

    private static void RequireScale(double scale)
    {
        if (scale is not (>= 0.1 and <= 10))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of a PNG must lie between 0.1 and 10 pixels for one of the figure.");
        }
    }

    private static byte[] Plotly(Scene scene) => PlotlyFigure.Write(scene, Layout.Of(scene));

    private static string Svg(Scene scene)
    {
        var layout = Layout.Of(scene);
        var canvas = new SvgCanvas(layout.Width, layout.Height, scene.Title, scene.Description);
        SceneDrawing.Draw(canvas, scene, layout);
        return canvas.Finish();
    }

    private static byte[] Png(Scene scene, double scale)
    {
        var layout = Layout.Of(scene);
        using var canvas = new CairoCanvas(layout.Width, layout.Height, scale);
        SceneDrawing.Draw(canvas, scene, layout);
        return canvas.Finish();
    }
}
