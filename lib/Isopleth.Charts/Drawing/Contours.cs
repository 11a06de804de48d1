using System.Runtime.InteropServices;

namespace Isopleth.Charts.Drawing;

/// <summary>Lines or rings of points in pixels.</summary>
internal sealed class Contours(bool closed)
{
    private readonly List<double> xs = [];
    private readonly List<double> ys = [];
    private readonly List<int> starts = [];

    public bool Closed { get; } = closed;

    public int Count => starts.Count;

    public static Contours Rectangle(Box box) => new Contours(closed: true).Begin(box.Left, box.Top).To(box.Right, box.Top).To(box.Right, box.Bottom).To(box.Left, box.Bottom);

    public static Contours Line(double x1, double y1, double x2, double y2) => new Contours(closed: false).Begin(x1, y1).To(x2, y2);

    /// <summary>Begins a contour.</summary>
    public Contours Begin(double x, double y)
    {
        starts.Add(xs.Count);
        return To(x, y);
    }

    public Contours To(double x, double y)
    {
        xs.Add(x);
        ys.Add(y);
        return this;
    }

    /// <summary>The horizontal positions of one contour's points.</summary>
    public ReadOnlySpan<double> X(int contour) => Part(xs, contour);

    /// <summary>The vertical positions of one contour's points.</summary>
    public ReadOnlySpan<double> Y(int contour) => Part(ys, contour);

    private ReadOnlySpan<double> Part(List<double> values, int contour) =>
        CollectionsMarshal.AsSpan(values)[starts[contour]..(contour + 1 < starts.Count ? starts[contour + 1] : values.Count)];
}
