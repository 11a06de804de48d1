using System.Text.RegularExpressions;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>The real NetCDF files of the samples.</summary>
public partial class NetCdfSampleTests
{
    private static IEnumerable<(string Path, string Dimensions, string Variables)> Rows()
    {
        var lines = File.ReadAllLines(Samples.Path_("contents.csv"));
        var header = Fields(lines[0]);
        foreach (var fields in lines.Skip(1).Select(Fields).Where(f => f[header.IndexOf("kind")] == "NetCDF"))
        {
            yield return (fields[header.IndexOf("path")], fields[header.IndexOf("dims")], fields[header.IndexOf("main_variables_units")]);
        }
    }

    [Fact]
    public void Open_EverySample_HasTheDimensionsAndVariablesOfTheIndex()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (path, dimensions, variables) in Rows())
        {
            count++;
            var groups = new Dictionary<string, Dataset>();
            Dataset Open(string group) => groups.TryGetValue(group, out var data) ? data : groups[group] = NetCdf.Open(Samples.Path_(path), group, decode: false);
            wrong.AddRange(dimensions.Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(d => !HasDimension(Open, d)).Select(d => $"{path}: dimension {d}"));
            wrong.AddRange(variables.Split("; ", StringSplitOptions.RemoveEmptyEntries).Where(v => !HasVariable(Open, v)).Select(v => $"{path}: variable {v}"));
            groups.Values.ToList().ForEach(g => g.Dispose());
        }

        Assert.True(count > 100, $"The index names only {count} NetCDF files.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Open_EverySample_CanBeSummedUpAndRead()
    {
        foreach (var (path, _, _) in Rows())
        {
            using var data = NetCdf.Open(Samples.Path_(path));
            Assert.NotEmpty(data.ToHtml());
            foreach (var array in data.Variables.Values.Concat(data.Coordinates.Values).Where(a => a.ElementType != typeof(object)))
            {
                Assert.Equal(array.Size, array.Load().Size);
            }
        }
    }

    [Fact]
    public void Open_EtnaOrbit_DecodesAsPythonDoes()
    {
        var path = Samples.Path_("tropomi_l2/etna_mediterranean/20181230_orbit06286_NO2_SO2_HCHO_L2.nc");
        using var data = NetCdf.Open(path);
        var reference = Python.Read(path)["variables"]!.AsObject();
        foreach (var (name, variable) in reference)
        {
            Assert.Equal(Python.Numbers(variable!["decoded"]), data[name].ToDoubles());
        }

        Assert.Equal([9026, 4], data["latitude_bounds"].Shape);
        Assert.Equal("mol/m^2", data["SO2_slant_column_number_density"].Units);
        Assert.Equal(0.034212, data["SO2_slant_column_number_density"].ToDoubles().Where(double.IsFinite).Max(), 6);
        Assert.Equal(typeof(sbyte), data["SO2_column_number_density_validity"].ElementType);
        Assert.Equal(new DateTime(2018, 12, 30, 11, 49, 19), data["datetime_start"].Isel("time", 0).ToTimes()[0], TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public void Open_PackedReanalysis_DecodesAndSelectsByLabel()
    {
        var path = Samples.Path_("atmos/era5-like_aachen/2m_temperature.nc");
        using var data = NetCdf.Open(path);
        Assert.Equal(Python.Numbers(Python.Read(path)["variables"]!["t2m"]!["decoded"]), data["t2m"].ToDoubles());

        var aachen = data["t2m"].Sel(("latitude", 50.78), ("longitude", 6.08), ("time", ("2015-01-02", "2015-01-03")));
        Assert.Equal(["time"], aachen.Dimensions);
        Assert.Equal(50.75, aachen.Coordinates["latitude"].Item<double>(), 2);
        Assert.All(aachen.ToDoubles(), kelvin => Assert.InRange(kelvin, 250, 300));
    }

    [Fact]
    public void Open_TropomiGroups_AreListedAndOpenByPath()
    {
        var path = Samples.Path_("tropomi_l2/S5P_OFFL_L2_CH4_20190311T101655_20190311T115825_07293_01_010202_20190317T121015_subsetted.nc4");
        Assert.Contains("/PRODUCT/SUPPORT_DATA/GEOLOCATIONS", NetCdf.Groups(path));
        using var product = NetCdf.Open(path, "/PRODUCT");
        Assert.Equal([1, 293, 25], product["methane_mixing_ratio"].Shape);
        Assert.Contains("latitude", product["methane_mixing_ratio"].Coordinates.Keys);
    }

    [Fact]
    public void Open_CompoundVariable_LeavesTheOthersReadable()
    {
        using var data = NetCdf.Open(Samples.Path_("insitu/wod/ocldb1570984477.6279_OSD.nc"));
        Assert.Contains("compound type 'biodata' of 28 fields", Assert.Throws<DataFormatException>(() => data["plankton"].ToDoubles()).Message);
        Assert.Equal(666, data["Temperature"].ToDoubles().Length);
    }

    private static bool HasDimension(Func<string, Dataset> open, string dimension)
    {
        var (group, name) = Split(dimension[..dimension.LastIndexOf('=')]);
        return open(group).Dimensions.GetValueOrDefault(name, -1).ToString() == dimension[(dimension.LastIndexOf('=') + 1)..];
    }

    /// <summary>A variable as the index writes it: <c>group/name[shape] [units]</c>.</summary>
    private static bool HasVariable(Func<string, Dataset> open, string variable)
    {
        if (IndexedCount().Match(variable) is { Success: true } rest)
        {
            var whole = open("/");
            return whole.Groups.Count > 0 || (whole.Variables.Count + whole.Coordinates.Count).ToString() == rest.Groups["count"].Value;
        }

        var match = IndexedVariable().Match(variable);
        if (!match.Success)
        {
            return false;
        }

        var (group, name) = Split(match.Groups["name"].Value);
        var data = open(group);
        var units = match.Groups["units"].Value;
        return data.Contains(name) && string.Join(", ", data[name].Shape) == match.Groups["shape"].Value
            && (units == "-" || data[name].Units?.Trim() == units.Trim());
    }

    [GeneratedRegex(@"^(?<name>.+)\[(?<shape>[0-9, ]*)\] \[(?<units>.*)\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IndexedVariable();

    [GeneratedRegex(@"^\.\.\. \((?<count>\d+) variables in all\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IndexedCount();

    private static (string Group, string Name) Split(string path)
    {
        var at = path.LastIndexOf('/');
        return at < 0 ? ("/", path) : (path[..at], path[(at + 1)..]);
    }

    /// <summary>The fields of one line of CSV; quotes hold commas together.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (character == ',' && !quoted)
            {
                fields.Add("");
            }
            else
            {
                fields[^1] += character;
            }
        }

        return fields;
    }
}
