namespace Isopleth.Charts.Tests;

public class UnitTextTests
{
    [Theory]
    [InlineData("mol m-2", "mol m⁻²")]
    [InlineData("W m-2 sr-1 nm-1", "W m⁻² sr⁻¹ nm⁻¹")]
    [InlineData("mol/m^2", "mol/m²")]
    [InlineData("m2 s-12", "m² s⁻¹²")]
    [InlineData("1e-5 m", "1e-5 m")]
    [InlineData("degree_Celsius", "degree_Celsius")]
    public void Print_OfAUnit_RaisesItsExponents(string unit, string expected) => Assert.Equal(expected, UnitText.Print(unit));

    [Theory]
    [InlineData("SO2 column [mol m-2]", "SO2 column", "mol m-2", "SO2 column [mol m⁻²]")]
    [InlineData("Mask [1]", "Mask", "1", "Mask")]
    [InlineData("No unit", "No unit", "", "No unit")]
    [InlineData("[K]", "", "K", "[K]")]
    public void Axis_FromText_SplitsTheUnitOff(string text, string title, string unit, string label)
    {
        Axis axis = text;
        ColorAxis colors = text;

        Assert.Equal((title, unit, label), (axis.Title, axis.Unit, axis.Label));
        Assert.Equal((title, unit, label), (colors.Title, colors.Unit, colors.Label));
    }
}
