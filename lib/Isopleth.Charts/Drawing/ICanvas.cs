namespace Isopleth.Charts.Drawing;

/// <summary>A static picture being drawn; lengths are in pixels, y grows downwards.</summary>
internal interface ICanvas
{
    /// <summary>Fills contours, a ring of opposite turn being a hole; <paramref name="grow"/> widens them by a line of the same colour, which hides the seams between neighbours.</summary>
    void Fill(Contours contours, Color color, double grow = 0);

    void Stroke(Contours contours, Pen pen);

    void Text(string text, double x, double y, Font font);

    /// <summary>Draws a picture of few colours, its cells kept sharp.</summary>
    void Image(IndexedImage image, Box area);

    /// <summary>Leaves out what lies outside <paramref name="area"/> until the returned value is disposed.</summary>
    IDisposable Clip(Box area);
}
