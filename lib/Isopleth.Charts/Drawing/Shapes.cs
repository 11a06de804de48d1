namespace Isopleth.Charts.Drawing;

/// <summary>A rectangle in pixels.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;
}

/// <summary>How a line is drawn; width in pixels.</summary>
internal readonly record struct Pen(Color Color, double Width, bool Dashed = false);

internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>How a text is set; size in pixels, rotation in degrees clockwise, halo the colour around the letters.</summary>
internal readonly record struct Font(double Size, Color Color, Anchor Anchor = Anchor.Start, bool Bold = false, double Rotation = 0, Color? Halo = null);

/// <summary>A picture whose cells are indices into a palette; <see cref="Transparent"/> leaves a cell empty.</summary>
internal sealed record IndexedImage(int Width, int Height, byte[] Indices, IReadOnlyList<Color> Palette)
{
    public const byte Transparent = 255;
}
