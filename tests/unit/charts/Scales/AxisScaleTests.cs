using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Tests.Scales;

public class AxisScaleTests
{
    [Fact]
    public void Fraction_AndItsInverse_Agree()
    {
        var (linear, logarithmic) = (new AxisScale(AxisKind.Linear, -3, 9, ""), new AxisScale(AxisKind.Logarithmic, 0.01, 100, ""));

        Assert.Equal((0.25, 0.5), (linear.Fraction(0), logarithmic.Fraction(1)));
        Assert.Equal((0.0, 1.0), (linear.At(0.25), logarithmic.At(0.5)));
    }

    [Fact]
    public void From_AGivenMinimum_IsKeptAndTheOtherEndPadded()
    {
        var scale = AxisScale.From(new Axis("x") { Minimum = 0 }, AxisKind.Linear, 2, 10, 0.1);

        Assert.Equal((0.0, 11.0), (scale.Minimum, scale.Maximum));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    public void From_OneValueOrNone_StillHasARange(double minimum, double maximum)
    {
        var scale = AxisScale.From(new Axis(), AxisKind.Linear, minimum, maximum, 0);

        Assert.True(scale.Maximum > scale.Minimum);
        Assert.True(double.IsFinite(scale.Maximum - scale.Minimum));
    }

    [Fact]
    public void From_MinimumAboveMaximum_NamesTheAxisAndBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => AxisScale.From(new Axis("SO2") { Minimum = 3, Maximum = 1 }, AxisKind.Linear, 0, 1, 0));

        Assert.Contains("'SO2' runs from 3 to 1", error.Message);
    }

    [Fact]
    public void From_LogarithmicAxisAtZero_AsksForAMinimumAboveZero() =>
        Assert.Contains("above zero", Assert.Throws<ArgumentException>(() => AxisScale.From(new Axis("SO2") { Minimum = 0 }, AxisKind.Logarithmic, 1, 2, 0)).Message);
}
