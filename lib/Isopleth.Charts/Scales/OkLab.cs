namespace Isopleth.Charts.Scales;

/// <summary>The perceptual colour space OKLab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/): equal distances look equally different.</summary>
/// <param name="Lightness">0 (black) to 1 (white).</param>
/// <param name="A">Green to red.</param>
/// <param name="B">Blue to yellow.</param>
internal readonly record struct OkLab(double Lightness, double A, double B)
{
    public static OkLab FromHue(double lightness, double chroma, double hueDegrees)
    {
        var (sin, cos) = Math.SinCos(hueDegrees * Math.PI / 180);
        return new(lightness, chroma * cos, chroma * sin);
    }

    public static OkLab From(Color color)
    {
        double r = Linear(color.Red), g = Linear(color.Green), b = Linear(color.Blue);
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        return new(
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    public Color ToColor()
    {
        var l = Cube(Lightness + (0.3963377774 * A) + (0.2158037573 * B));
        var m = Cube(Lightness - (0.1055613458 * A) - (0.0638541728 * B));
        var s = Cube(Lightness - (0.0894841775 * A) - (1.2914855480 * B));
        return new(
            Encode((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Encode((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Encode((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));
    }

    public double DistanceTo(OkLab other) =>
        Math.Sqrt(Square(Lightness - other.Lightness) + Square(A - other.A) + Square(B - other.B));

    private static double Cube(double value) => value * value * value;

    private static double Square(double value) => value * value;

    private static double Linear(byte encoded)
    {
        var value = encoded / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static byte Encode(double linear)
    {
        var value = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (value <= 0.0031308 ? 12.92 * value : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055));
    }
}
