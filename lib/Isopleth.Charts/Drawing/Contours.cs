using System.Runtime.InteropServices;

namespace Isopleth.Charts.Drawing;

/// <summary>Lines or rings of points in pixels.</summary>
internal sealed class Contours(bool closed)
{
    private readonly List<double> _xs = [];
    private readonly List<double> _ys = [];
    private readonly List<int> _starts = [];

    public bool Closed { get; } = closed;

    public int Count => _starts.Count;

    public static Contours Rectangle(Box box) => new Contours(closed: true).Begin(box.Left, box.Top).To(box.Right, box.Top).To(box.Right, box.Bottom).To(box.Left, box.Bottom);

    public static Contours Line(double x1, double y1, double x2, double y2) => new Contours(closed: false).Begin(x1, y1).To(x2, y2);

    /// <summary>Begins a contour.</summary>
    public Contours Begin(double x, double y)
    {
        _starts.Add(_xs.Count);
        return To(x, y);
    }

    public Contours To(double x, double y)
    {
        _xs.Add(x);
        _ys.Add(y);
        return this;
    }

    /// <summary>The horizontal positions of one contour's points.</summary>
    public ReadOnlySpan<double> X(int contour) => Part(_xs, contour);

    /// <summary>The vertical positions of one contour's points.</summary>
    public ReadOnlySpan<double> Y(int contour) => Part(_ys, contour);

    private ReadOnlySpan<double> Part(List<double> values, int contour) =>
        CollectionsMarshal.AsSpan(values)[_starts[contour]..(contour + 1 < _starts.Count ? _starts[contour + 1] : values.Count)];
}
