using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Drawing;

/// <summary>The plotting area of a static picture: from values to pixels.</summary>
internal sealed record Frame(Box Area, AxisScale X, AxisScale Y)
{
    public double ToX(double value) => Area.Left + (Area.Width * X.Fraction(value));

    public double ToY(double value) => Area.Bottom - (Area.Height * Y.Fraction(value));

    /// <summary>Lines or rings whose parts are parted by NaN.</summary>
    public Contours ToContours(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool closed)
    {
        var contours = new Contours(closed);
        var inside = false;
        for (var i = 0; i < x.Length; i++)
        {
            var (px, py) = (ToX(x[i]), ToY(y[i]));
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                inside = false;
            }
            else if (inside)
            {
                _ = contours.To(px, py);
            }
            else
            {
                _ = contours.Begin(px, py);
                inside = true;
            }
        }

        return contours;
    }
}
