using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Chains;

namespace Isopleth.Tests;

public class IndicatorTableTests
{
    [Fact]
    public void Read_Shipped_HasTheGasesOfTheBand()
    {
        Assert.Equal(["iasi", "swir"], IndicatorTable.Shipped);
        var (unit, channels) = IndicatorTable.Read("swir");
        Assert.Equal("nm", unit);
        Assert.Equal(["CO", "CH4", "H2O"], channels.Select(channel => channel.Species).Distinct());
        Assert.All(channels, channel => Assert.InRange(channel.Position, 2305, 2345));

        // Carbon monoxide's are lines of the molecule: peaks of its optical depth.
        Assert.All(channels.Where(channel => channel.Species == "CO"), channel =>
        {
            var depth = ShortWaveLines.OpticalDepth("CO", [channel.Position - 0.2, channel.Position, channel.Position + 0.2]);
            Assert.True(depth[1] > depth[0] && depth[1] > depth[2], $"{channel.Position} nm is no line of CO");
        });
        Assert.Contains(new IndicatorChannel("NH3", 967.25, -1), IndicatorTable.Read("iasi").Channels);
    }

    [Theory]
    [InlineData("unit: nm\nindicators: [{species: CO, position: [2330], sign: 2}]", "sign of CO is 2")]
    [InlineData("unit: nm\nindicators: [{species: CO, sign: 1}]", "line 2")]
    [InlineData("unit: nm\nindicators: 5", "line 2")]
    [InlineData("", "empty")]
    public void Read_Malformed_SaysWhere(string text, string words)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        try
        {
            File.WriteAllText(path, text);

            var error = Assert.Throws<DataFormatException>(() => IndicatorTable.Read(path));

            Assert.Contains(words, error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("swir", error.Hint, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_Unknown_ListsTheShipped() =>
        Assert.Contains("iasi, swir", Assert.Throws<ArgumentException>(() => IndicatorTable.Read("nirs")).Message, StringComparison.Ordinal);
}
