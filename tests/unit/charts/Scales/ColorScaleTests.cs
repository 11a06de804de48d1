using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Tests.Scales;

public class ColorScaleTests
{
    public static TheoryData<string> Sequential => ["Viridis", "Inferno", "Cividis", "Plume", "Grey"];

    private static ColorScale Named(string name) => (ColorScale)typeof(ColorScale).GetProperty(name)!.GetValue(null)!;

    [Theory]
    [MemberData(nameof(Sequential))]
    public void At_AlongASequentialScale_ChangesLightnessOneWayOnly(string name)
    {
        var lightness = Enumerable.Range(0, 51).Select(i => OkLab.From(Named(name).At(i / 50.0)).Lightness).ToArray();

        var steps = lightness.Zip(lightness.Skip(1), (from, to) => to - from).ToArray();
        Assert.True(steps.All(step => step > 0) || steps.All(step => step < 0));
    }

    [Theory]
    [MemberData(nameof(Sequential))]
    public void At_EqualSteps_LookAboutEquallyDifferent(string name)
    {
        var colors = Enumerable.Range(0, 26).Select(i => OkLab.From(Named(name).At(i / 25.0))).ToArray();
        var steps = colors.Zip(colors.Skip(1), (from, to) => from.DistanceTo(to)).ToArray();

        Assert.InRange(steps.Min() / steps.Average(), 0.25, 1);
        Assert.InRange(steps.Max() / steps.Average(), 1, 2.6);
    }

    [Fact]
    public void At_DivergingScale_IsEquallyLightOnBothSidesAndLightestInTheMiddle()
    {
        for (var distance = 0.05; distance <= 0.5; distance += 0.05)
        {
            var (low, high) = (OkLab.From(ColorScale.Diverging.At(0.5 - distance)), OkLab.From(ColorScale.Diverging.At(0.5 + distance)));
            Assert.Equal(low.Lightness, high.Lightness, 0.04);
            Assert.True(low.Lightness < OkLab.From(ColorScale.Diverging.At(0.5)).Lightness);
        }
    }

    [Fact]
    public void At_ViridisEnds_AreItsKnownColours()
    {
        Assert.Equal("#440154", ColorScale.Viridis.At(0).ToString());
        Assert.Equal("#fde725", ColorScale.Viridis.At(1).ToString());
        Assert.Equal("#fde725", ColorScale.Viridis.At(7).ToString());
        Assert.Equal("#fde725", ColorScale.Viridis.Reversed().At(0).ToString());
    }

    [Fact]
    public void At_NaN_SaysThatItHasNoColour() =>
        Assert.Contains("NaN", Assert.Throws<ArgumentOutOfRangeException>(() => ColorScale.Viridis.At(double.NaN)).Message);

    [Fact]
    public void Parse_NoColour_ShowsTheForm() =>
        Assert.Contains("#rrggbb", Assert.Throws<FormatException>(() => Color.Parse("red")).Message);

    [Fact]
    public void OkLab_ThereAndBack_IsTheSameColour() =>
        Assert.All(new[] { "#000000", "#ffffff", "#0072b2", "#d55e00", "#12fe9c" }, text => Assert.Equal(text, OkLab.From(Color.Parse(text)).ToColor().ToString()));
}
