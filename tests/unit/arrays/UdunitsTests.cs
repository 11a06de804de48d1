using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>The names of UDUNITS, against what its own program makes of them (<c>lib/Isopleth.Arrays/Cf/udunits.py</c>).</summary>
public sealed class UdunitsTests
{
    [Fact]
    public void Parse_EveryNameOfUdunits_IsWhatUdunitsSays()
    {
        var wrong = new List<string>();
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "udunits.tsv"));
        foreach (var fields in lines.Select(l => l.Split('\t')))
        {
            var parts = fields[1].Split(' ');
            var hasFactor = double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var factor);
            var bases = string.Join(' ', hasFactor ? parts[1..] : parts);
            var (unit, expected) = (CfUnits.Parse(fields[0]), CfUnits.Parse(bases is "" ? "1" : bases));
            // UDUNITS rounds the Dobson unit to four digits.
            var of = unit.ConvertsTo(expected) ? unit.To(expected).Factor : double.NaN;
            if (!(Math.Abs(of - (hasFactor ? factor : 1)) <= (fields[0] is "DU" or "dobson" ? 2e-4 : 1e-6) * Math.Abs(of)))
            {
                wrong.Add($"{fields[0]}: {of}, UDUNITS says {fields[1]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.InRange(lines.Length, 700, 900);
    }

    /// <summary>UDUNITS minds the case of symbols alone, and sets prefixes in words before symbols too.</summary>
    [Theory]
    [InlineData("Degrees_North", "degree")]
    [InlineData("degrees_c", "K")]
    [InlineData("KELVIN", "K")]
    [InlineData("Hours", "s")]
    [InlineData("micromol s-1 m-2", "mol m-2 s-1")]
    public void Parse_NameInAnyCase_IsThatName(string name, string kind) => Assert.True(CfUnits.Parse(name).ConvertsTo(CfUnits.Parse(kind)));

    [Theory]
    [InlineData("psu")]
    [InlineData("Mol")]
    [InlineData("MB")]
    public void Parse_SymbolInAnotherCase_IsNone(string symbol) => Assert.Throws<DataFormatException>(() => CfUnits.Parse(symbol));
}
