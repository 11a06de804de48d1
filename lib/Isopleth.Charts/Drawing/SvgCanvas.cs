using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;

namespace Isopleth.Charts.Drawing;

/// <summary>Writes a picture as SVG. Coordinates are whole tenths of a pixel and relative, which keeps ten thousand pixels small.</summary>
internal sealed class SvgCanvas : ICanvas
{
    private const double PerPixel = 10;

    private readonly StringBuilder _svg = new();

    public SvgCanvas(int width, int height, string title, string description)
    {
        _ = _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width * PerPixel} {height * PerPixel}\" role=\"img\" ")
            .Append("font-family=\"Helvetica,Arial,'DejaVu Sans',sans-serif\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n")
            .Append("<title>").Append(Escape(title.Length > 0 ? title : "Figure")).Append("</title>\n<desc>").Append(Escape(description)).Append("</desc>\n");
    }

    /// <summary>Ends the picture.</summary>
    /// <returns>The SVG document.</returns>
    public string Finish() => _svg.Append("</svg>\n").ToString();

    public void Fill(Contours contours, Color color, double grow = 0)
    {
        _ = _svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"{color}\"");
        if (grow > 0)
        {
            _ = _svg.Append(CultureInfo.InvariantCulture, $" stroke=\"{color}\" stroke-width=\"{Tenths(grow)}\"");
        }

        Path(contours);
    }

    public void Stroke(Contours contours, Pen pen)
    {
        _ = _svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{pen.Color}\" stroke-width=\"{Tenths(pen.Width)}\"");
        if (pen.Dashed)
        {
            _ = _svg.Append(CultureInfo.InvariantCulture, $" stroke-dasharray=\"{Tenths(pen.Width * 4)} {Tenths(pen.Width * 3)}\"");
        }

        Path(contours);
    }

    public void Text(string text, double x, double y, Font font)
    {
        _ = _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Tenths(x)}\" y=\"{Tenths(y)}\" font-size=\"{Tenths(font.Size)}\" fill=\"{font.Color}\"");
        if (font.Anchor != Anchor.Start)
        {
            _ = _svg.Append(font.Anchor == Anchor.Middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\"");
        }

        if (font.Bold)
        {
            _ = _svg.Append(" font-weight=\"bold\"");
        }

        if (font.Rotation != 0)
        {
            _ = _svg.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({font.Rotation} {Tenths(x)} {Tenths(y)})\"");
        }

        if (font.Halo is { } halo)
        {
            _ = _svg.Append(CultureInfo.InvariantCulture, $" stroke=\"{halo}\" stroke-width=\"{Tenths(3)}\" paint-order=\"stroke\"");
        }

        _ = _svg.Append('>').Append(Escape(text)).Append("</text>\n");
    }

    public void Image(IndexedImage image, Box area) => _svg
        .Append(CultureInfo.InvariantCulture, $"<image x=\"{Tenths(area.Left)}\" y=\"{Tenths(area.Top)}\" width=\"{Tenths(area.Width)}\" height=\"{Tenths(area.Height)}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,")
        .Append(Convert.ToBase64String(Png.Encode(image))).Append("\"/>\n");

    public IDisposable Clip(Box area)
    {
        var (x, y, width, height) = (Tenths(area.Left), Tenths(area.Top), Tenths(area.Width), Tenths(area.Height));
        // Exported notebooks put many pictures into one page, where names meet: the same name must mean the same rectangle.
        var id = string.Create(CultureInfo.InvariantCulture, $"clip-{x}-{y}-{width}-{height}");
        _ = _svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"{id}\"><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/></clipPath>\n<g clip-path=\"url(#{id})\">\n");
        return new Ending(() => _svg.Append("</g>\n"));
    }

    private static int Tenths(double pixels) => (int)Math.Round(Math.Clamp(pixels, -1e6, 1e6) * PerPixel);

    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Where(character => XmlConvert.IsXmlChar(character) || char.IsSurrogate(character))));

    private void Path(Contours contours)
    {
        _ = _svg.Append(" d=\"");
        int x = 0, y = 0;
        for (var contour = 0; contour < contours.Count; contour++)
        {
            var xs = contours.X(contour);
            var ys = contours.Y(contour);
            int startX = Tenths(xs[0]), startY = Tenths(ys[0]);
            Pair('m', startX - x, startY - y);
            (x, y) = (startX, startY);
            var command = 'l';
            for (var i = 1; i < xs.Length; i++)
            {
                int nextX = Tenths(xs[i]), nextY = Tenths(ys[i]);
                if (nextX != x || nextY != y)
                {
                    Pair(command, nextX - x, nextY - y);
                    (x, y, command) = (nextX, nextY, ' ');
                }
            }

            if (contours.Closed)
            {
                _ = _svg.Append('z');
                (x, y) = (startX, startY);
            }
        }

        _ = _svg.Append("\"/>\n");
    }

    private void Pair(char command, int x, int y)
    {
        if (command != ' ' || x >= 0)
        {
            _ = _svg.Append(command);
        }

        _ = _svg.Append(x);
        if (y >= 0)
        {
            _ = _svg.Append(' ');
        }

        _ = _svg.Append(y);
    }

    private sealed class Ending(Func<StringBuilder> end) : IDisposable
    {
        public void Dispose() => end();
    }
}
