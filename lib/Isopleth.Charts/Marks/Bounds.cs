namespace Isopleth.Charts.Marks;

/// <summary>The extreme values of a mark along both axes.</summary>
internal readonly record struct Bounds(double MinimumX, double MaximumX, double MinimumY, double MaximumY)
{
    public static Bounds None => new(double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);

    public static Bounds Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (minimumX, maximumX) = Range(x);
        var (minimumY, maximumY) = Range(y);
        return new(minimumX, maximumX, minimumY, maximumY);
    }

    public static (double Minimum, double Maximum) Range(ReadOnlySpan<double> values)
    {
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
            }
        }

        return (minimum, maximum);
    }

    public Bounds With(Bounds other) => new(
        Math.Min(MinimumX, other.MinimumX), Math.Max(MaximumX, other.MaximumX), Math.Min(MinimumY, other.MinimumY), Math.Max(MaximumY, other.MaximumY));
}
