using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>For each rule of the conformance document a file that conforms, and one that differs from it in one place and breaks the rule.</summary>
public sealed class CfRuleTests : ScratchFolder
{
    /// <summary>Files as the conventions want them: a dimension, type and values in a line for each variable, its attributes below.</summary>
    private static readonly Dictionary<string, string> Compliant = new(StringComparer.Ordinal)
    {
        ["grid"] = """
            double time(time) = 0 1 2
              standard_name = "time"
              units = "days since 2000-01-01"
              calendar = "standard"
              axis = "T"
              bounds = "time_bnds"
            double time_bnds(time,nv:2) = -0.5 0.5 0.5 1.5 1.5 2.5
            double lat(lat) = 10 20
              standard_name = "latitude"
              units = "degrees_north"
              axis = "Y"
            double lon(lon) = 1 2 3
              standard_name = "longitude"
              units = "degrees_east"
              axis = "X"
            float tas(time,lat,lon) = *
              standard_name = "air_temperature"
              long_name = "temperature"
              units = "K"
              cell_methods = "time: mean (interval: 1 hour)"
              valid_min = 0f
            short packed(lat,lon) = *
              long_name = "packed"
              units = "m"
              scale_factor = 0.1
              add_offset = 1.0
            byte quality(lat,lon) = *
              long_name = "quality"
              flag_masks = 1b,2b,4b
              flag_values = 1b,2b,4b
              flag_meanings = "good bad ugly"
            """,
        ["labels"] = """
            float mass(cod:3) = *
              long_name = "mass"
              units = "kg"
              coordinates = "label"
            string label(cod) = a b c
              long_name = "label"
            """,
        ["taxa"] = """
            float mass(animal:2) = *
              long_name = "mass"
              units = "kg"
              coordinates = "name lsid"
            string name(animal) = Calanus_finmarchicus Calanus_helgolandicus
              standard_name = "biological_taxon_name"
            string lsid(animal) = urn:lsid:marinespecies.org:taxname:104464 urn:lsid:itis.gov:itis_tsn:85263
              standard_name = "biological_taxon_lsid"
            """,
        ["time"] = """
            double time(time) = 0 1 2
              standard_name = "time"
              units = "days since 2000-01-01"
              calendar = "standard"
            float tas(time) = *
              long_name = "t"
              units = "m"
            """,
        ["climatology"] = """
            double time(time) = 0 31
              standard_name = "time"
              units = "days since 1990-01-16"
              calendar = "standard"
              climatology = "edges"
            double edges(time,nv:2) = 0 3000 31 3031
            float t(time) = *
              long_name = "t"
              units = "m"
              cell_methods = "time: minimum within years time: mean over years"
            """,
        ["rotated"] = """
            double rlat(rlat) = 1 2
              standard_name = "grid_latitude"
              units = "degrees"
            double rlon(rlon) = 1 2 3
              standard_name = "grid_longitude"
              units = "degrees"
            double lat(rlat,rlon) = *
              standard_name = "latitude"
              units = "degrees_north"
            double lon(rlat,rlon) = *
              standard_name = "longitude"
              units = "degrees_east"
            int crs() = 0
              grid_mapping_name = "rotated_latitude_longitude"
              grid_north_pole_latitude = 39.0
              grid_north_pole_longitude = -162.0
            float t(rlat,rlon) = *
              long_name = "t"
              units = "m"
              coordinates = "lat lon"
              grid_mapping = "crs: rlat rlon lat lon"
            float u(rlat,rlon) = *
              long_name = "u"
              units = "m"
              grid_mapping = "crs"
            """,
        ["hybrid"] = """
            double lev(lev) = 0.1 0.9
              standard_name = "atmosphere_hybrid_sigma_pressure_coordinate"
              units = "1"
              positive = "down"
              axis = "Z"
              formula_terms = "a: a b: b ps: ps p0: p0"
              computed_standard_name = "air_pressure"
              bounds = "lev_bnds"
            double lev_bnds(lev,nv:2) = 0 0.5 0.5 1
              formula_terms = "a: a_bnds b: b_bnds ps: ps p0: p0"
            double a(lev) = 0 0
              long_name = "a"
              units = "1"
            double b(lev) = 0.1 0.9
              long_name = "b"
              units = "1"
            double a_bnds(lev,nv:2) = 0 0 0 0
              long_name = "a"
              units = "1"
            double b_bnds(lev,nv:2) = 0 0.5 0.5 1
              long_name = "b"
              units = "1"
            float ps(x:2) = *
              standard_name = "surface_air_pressure"
              units = "Pa"
            double p0() = 100000
              long_name = "reference pressure"
              units = "Pa"
            """,
        ["ocean"] = """
            double s_rho(s_rho) = -0.9 -0.1
              standard_name = "ocean_s_coordinate_g1"
              units = "1"
              positive = "up"
              formula_terms = "s: s_rho C: c eta: zeta depth: h depth_c: hc"
            double c(s_rho) = -0.9 -0.1
              long_name = "C"
              units = "1"
            float zeta(x:2) = *
              long_name = "zeta"
              units = "m"
            float h(x) = *
              long_name = "h"
              units = "m"
            double hc() = 10
              long_name = "hc"
              units = "m"
            """,
        ["gathered"] = """
            double lat(lat) = 1 2
              standard_name = "latitude"
              units = "degrees_north"
            double lon(lon) = 1 2 3
              standard_name = "longitude"
              units = "degrees_east"
            int land(land) = 0 2 5
              compress = "lat lon"
              long_name = "land"
            float t(land) = *
              long_name = "t"
              units = "m"
            float grid(lat,lon) = *
              long_name = "grid"
              units = "m"
            """,
        ["ragged"] = """
            int counts(station) = 2 1
              sample_dimension = "obs"
              long_name = "counts"
            string name(station) = a b
              cf_role = "timeseries_id"
              long_name = "name"
            double lat(station) = 1 2
              standard_name = "latitude"
              units = "degrees_north"
            double lon(station) = 1 2
              standard_name = "longitude"
              units = "degrees_east"
            double time(obs) = 0 1 0
              standard_name = "time"
              units = "days since 2000-01-01"
              calendar = "standard"
            float t(obs) = *
              long_name = "t"
              units = "m"
              coordinates = "time lat lon name"
            :featureType = "timeSeries"
            """,
        ["indexed"] = """
            int of(obs) = 0 1 1
              instance_dimension = "cast"
              long_name = "of"
            string name(cast) = a b
              cf_role = "profile_id"
              long_name = "name"
            double lat(cast) = 1 2
              standard_name = "latitude"
              units = "degrees_north"
            double lon(cast) = 1 2
              standard_name = "longitude"
              units = "degrees_east"
            double time(cast) = 0 1
              standard_name = "time"
              units = "days since 2000-01-01"
              calendar = "standard"
            double z(obs) = 0 1 2
              standard_name = "depth"
              units = "m"
              positive = "down"
              axis = "Z"
            float t(obs) = *
              long_name = "t"
              units = "m"
              coordinates = "time lat lon z name"
            :featureType = "profile"
            """,
        ["tie points"] = """
            float swath(yc:4,xc:10) = *
              long_name = "swath"
              units = "K"
              units_metadata = "temperature: on_scale"
              coordinate_interpolation = "lat: lon: how"
            double lat(tp_y:2,tp_x:4) = *
              standard_name = "latitude"
              units = "degrees_north"
              bounds_tie_points = "lat_edges"
            double lon(tp_y,tp_x) = *
              standard_name = "longitude"
              units = "degrees_east"
            int lat_edges(tp_y,tp_x) = *
              long_name = "edges"
              units = "degrees_north"
            int x_of(tp_x) = 0 4 5 9
              long_name = "x"
            int y_of(tp_y) = 0 3
              long_name = "y"
            byte how() = 0
              interpolation_name = "bi_quadratic_latitude_longitude"
              computational_precision = "64"
              tie_point_mapping = "xc: x_of tp_x areas_x yc: y_of tp_y areas_y"
              interpolation_parameters = "ce1: ce1 ca3: ca3"
            float ce1(areas_y:1,tp_x) = *
              long_name = "ce1"
              units = "1"
            float ca3(areas_y,areas_x:2) = *
              long_name = "ca3"
              units = "1"
            """,
    };

    private const string Disguised = "coordinates_";

    private static readonly string Globals = string.Join('\n', new[] { "title", "institution", "source", "history", "references" }.Select(n => $":{n} = \"{n}\""));

    /// <summary>Writes what such a text describes.</summary>
    private static Dataset Read(string text)
    {
        var (arrays, global, sizes) = (new List<DataArray>(), new Dictionary<string, object>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0))
        {
            var parts = line.Split(" = ", 2);
            if (line[0] == ':')
            {
                global[parts[0][1..]] = Value(parts[1]);
            }
            else if (line[0] == ' ')
            {
                // The writer would name the coordinates that a data set has; what a file says otherwise is put there afterwards.
                var attribute = parts[0].Trim() == "coordinates" ? Disguised : parts[0].Trim();
                arrays[^1] = arrays[^1].WithAttributes(new Dictionary<string, object>(arrays[^1].Attributes, StringComparer.Ordinal) { [attribute] = Value(parts[1]) });
            }
            else
            {
                arrays.Add(Array(parts[0].Split(' ', '(', ')'), parts[1].Split(' '), sizes));
            }
        }

        return new Dataset(arrays.Where(a => a.Dimensions is not [var only] || only != a.Name), arrays.Where(a => a.Dimensions is [var only] && only == a.Name), global);
    }

    private static DataArray Array(string[] head, string[] values, Dictionary<string, int> sizes)
    {
        var dimensions = head[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => d.Split(':')).ToList();
        foreach (var dimension in dimensions)
        {
            sizes.TryAdd(dimension[0], dimension.Length > 1 ? int.Parse(dimension[1], CultureInfo.InvariantCulture) : values.Length);
        }

        string[] names = [.. dimensions.Select(d => d[0])];
        int[] shape = [.. names.Select(n => sizes[n])];
        values = values is ["*"] ? [.. Enumerable.Range(1, shape.Aggregate(1, (a, b) => a * b)).Select(i => i.ToString(CultureInfo.InvariantCulture))] : values;
        DataArray Of<T>(Func<string, T> parse) => DataArray.Create(head[1], names, shape, [.. values.Select(parse)]);
        return head[0] switch
        {
            "double" => Of(v => double.Parse(v, CultureInfo.InvariantCulture)),
            "float" => Of(v => float.Parse(v, CultureInfo.InvariantCulture)),
            "int" => Of(v => int.Parse(v, CultureInfo.InvariantCulture)),
            "short" => Of(v => short.Parse(v, CultureInfo.InvariantCulture)),
            "byte" => Of(v => sbyte.Parse(v, CultureInfo.InvariantCulture)),
            "string" => Of(v => v),
            _ => throw new ArgumentException($"'{head[0]}' is no type."),
        };
    }

    private static object Value(string text)
    {
        if (text[0] == '"')
        {
            return text.Trim('"');
        }

        object One(string number) => number[^1] switch
        {
            'b' => (object)sbyte.Parse(number[..^1], CultureInfo.InvariantCulture),
            'f' => float.Parse(number[..^1], CultureInfo.InvariantCulture),
            _ => number.Contains('.', StringComparison.Ordinal) ? (object)double.Parse(number, CultureInfo.InvariantCulture) : int.Parse(number, CultureInfo.InvariantCulture),
        };
        var all = text.Split(',').Select(One).ToList();
        if (all.Count == 1)
        {
            return all[0];
        }

        var array = System.Array.CreateInstance(all[0].GetType(), all.Count);
        all.Select((v, i) => (v, i)).ToList().ForEach(p => array.SetValue(p.v, p.i));
        return array;
    }

    private ConformanceReport Check(string text, string version)
    {
        var data = Read($"{text}\n{Globals}\n:Conventions = \"CF-{version}\"");
        if (!data.Variables.Values.Any(v => v.Attributes.ContainsKey(Disguised)))
        {
            NetCdf.Write(Scratch("rule.nc"), data);
            return Conformance.Check(Scratch("rule.nc"));
        }

        Zarr.Write(Scratch("rule.zarr"), data);
        foreach (var file in Directory.EnumerateFiles(Scratch("rule.zarr"), ".z*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Scratch("rule.zarr"), "zarr.json", SearchOption.AllDirectories)))
        {
            File.WriteAllText(file, File.ReadAllText(file).Replace(Disguised, "coordinates", StringComparison.Ordinal));
        }

        return Conformance.Check(Scratch("rule.zarr"));
    }

    public static TheoryData<string> Files => [.. Compliant.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Check_ConformingFile_FindsNothing(string file)
    {
        var report = Check(Compliant[file], "1.11");

        Assert.True(report.Findings.All(f => f.Message.Contains("whether its temperatures", StringComparison.Ordinal)), report.ToString());
    }

    [Theory]
    [InlineData("labels", "coordinates = \"label\"", "coordinates = \"label label2\"", "5", Severity.Error)]
    [InlineData("labels", "string label(cod) = a b c", "string label(cod,two:2) = a b c d e f", "6.1", Severity.Error)]
    [InlineData("grid", "  valid_min = 0f", "  valid_min = 0f\n  units_metadata = \"temperature: hot\"", "3.1", Severity.Error)]
    [InlineData("grid", "  valid_min = 0f", "  valid_min = 0f\n  units_metadata = \"leap_seconds: utc\"", "3.1", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)\"", "time: range\"\n  units_metadata = \"temperature: on_scale\"", "3.1", Severity.Error)]
    [InlineData("grid", "valid_min = 0f", "valid_min = \"0\"", "A", Severity.Error)]
    [InlineData("grid", "valid_min = 0f", "valid_min = 0", "2.5.1", Severity.Advice)]
    [InlineData("grid", "long_name = \"temperature\"", "long_name = 7", "A", Severity.Error)]
    [InlineData("grid", "long_name = \"temperature\"", "long_name = \"tempe\u0301rature\"", "2.2", Severity.Error)]
    [InlineData("grid", "double lat(lat)", "string lat(lat)", "2.5", Severity.Error)]
    [InlineData("grid", "  units = \"degrees_north\"\n  axis = \"Y\"", "  units = \"degrees_north\"\n  axis = \"X\"", "4", Severity.Error)]
    [InlineData("grid", "= -0.5 0.5 0.5 1.5 1.5 2.5", "= -0.5 0.5 0.5 1.5 3.5 2.5", "7.1", Severity.Warning)]
    [InlineData("grid", "nv:2) = -0.5 0.5 0.5 1.5 1.5 2.5", "nv:3) = -0.5 0.5 0.5 0.5 1.5 1.5 1.5 2.5 2.5", "7.1", Severity.Error)]
    [InlineData("grid", "1.5 1.5 2.5", "1.5 1.5 2.5\n  units = \"days since 2000-01-01\"", "7.1", Severity.Advice)]
    [InlineData("grid", "1.5 1.5 2.5", "1.5 1.5 2.5\n  positive = \"up\"", "7.1", Severity.Error)]
    [InlineData("grid", "  bounds = \"time_bnds\"", "  bounds = \"time_bnds\"\n  climatology = \"time_bnds\"", "7.4", Severity.Warning)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "time: mean (interval: 1 hour interval: 2 hours)", "7.3", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "time: mean time: maximum", "7.3", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "time: mean within months", "7.3", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "time: mean within years time: mean over years", "7.4", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "time: mean where lawn over sea", "7.3", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "time: mean over sea", "7.3", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "fortnight: mean", "7.3", Severity.Error)]
    [InlineData("grid", "time: mean (interval: 1 hour)", "lat: mean", "7.3", Severity.Advice)]
    [InlineData("grid", "scale_factor = 0.1", "scale_factor = 1", "8.1", Severity.Error)]
    [InlineData("grid", "  scale_factor = 0.1\n  add_offset = 1.0", "  scale_factor = 1\n  add_offset = 1", "8.1", Severity.Error)]
    [InlineData("grid", "  scale_factor = 0.1\n", "  scale_factor = 0.1f\n", "8.1", Severity.Error)]
    [InlineData("grid", "short packed", "float packed", "8.1", Severity.Error)]
    [InlineData("grid", "flag_masks = 1b,2b,4b", "flag_masks = 1b,0b,4b", "3.5", Severity.Error)]
    [InlineData("grid", "flag_masks = 1b,2b,4b", "flag_masks = 1b,2b,2b", "3.5", Severity.Warning)]
    [InlineData("grid", "flag_values = 1b,2b,4b", "flag_values = 1b,2b,2b", "3.5", Severity.Error)]
    [InlineData("grid", "flag_values = 1b,2b,4b", "flag_values = 1,2,4", "3.5", Severity.Error)]
    [InlineData("grid", "good bad ugly", "good bad ug,ly", "3.5", Severity.Error)]
    [InlineData("grid", "good bad ugly", "good bad", "3.5", Severity.Error)]
    [InlineData("taxa", "taxname:104464", "taxname:Calanus", "6.1.2", Severity.Error)]
    [InlineData("taxa", "coordinates = \"name lsid\"", "coordinates = \"lsid\"", "6.1.2", Severity.Error)]
    [InlineData("grid", "  units = \"degrees_north\"\n", "", "4.1", Severity.Error)]
    [InlineData("grid", "  units = \"degrees_east\"\n", "", "4.2", Severity.Error)]
    [InlineData("time", "  units = \"days since 2000-01-01\"\n  calendar = \"standard\"\n", "", "4.4", Severity.Error)]
    [InlineData("time", "days since 2000-01-01", "months since 2000-01-01", "4.4", Severity.Advice)]
    [InlineData("time", "days since 2000-01-01", "days since 2000-13-01", "4.4", Severity.Error)]
    [InlineData("time", "days since 2000-01-01", "days since 2000-01-01 00:00:61", "4.4", Severity.Error)]
    [InlineData("time", "= \"standard\"", "= \"gregorian\"", "4.4.1", Severity.Advice)]
    [InlineData("time", "= \"standard\"", "= \"standard\"\n  month_lengths = 31,28", "4.4.1", Severity.Error)]
    [InlineData("time", "= \"standard\"", "= \"standard\"\n  missing_value = -1.0", "5", Severity.Error)]
    [InlineData("time", "= 0 1 2", "= 0 2 1", "5", Severity.Error)]
    [InlineData("climatology", "edges(time,nv:2) = 0 3000 31 3031", "edges(time,nv:3) = 0 1 3000 31 32 3031", "7.4", Severity.Error)]
    [InlineData("climatology", "0 3000 31 3031", "0 3000 31 3031\n  missing_value = -1.0", "7.4", Severity.Error)]
    [InlineData("climatology", "over years", "over decades", "7.3", Severity.Error)]
    [InlineData("rotated", "  grid_north_pole_latitude = 39.0\n", "", "5.6", Severity.Warning)]
    [InlineData("rotated", "grid_north_pole_latitude = 39.0", "grid_north_pole_latitude = 139.0", "5.6", Severity.Error)]
    [InlineData("rotated", "\"rotated_latitude_longitude\"", "\"rotated\"", "5.6", Severity.Error)]
    [InlineData("rotated", "crs: rlat rlon lat lon", "crs: rlat rlon lat lonn", "5.6", Severity.Error)]
    [InlineData("rotated", "  coordinates = \"lat lon\"\n", "", "5.6", Severity.Error)]
    [InlineData("rotated", "\"grid_latitude\"", "\"projection_y_coordinate\"", "5.6", Severity.Warning)]
    [InlineData("rotated", "-162.0", "-162.0\n  horizontal_datum_name = \"WGS84\"", "5.6", Severity.Error)]
    [InlineData("hybrid", "  formula_terms = \"a: a_bnds b: b_bnds ps: ps p0: p0\"\n", "", "7.1", Severity.Error)]
    [InlineData("hybrid", "\"a: a_bnds b: b_bnds", "\"a: a b: b_bnds", "7.1", Severity.Error)]
    [InlineData("hybrid", "ps: ps p0: p0\"\n  computed", "ps: ps p9: p0\"\n  computed", "4.3.3", Severity.Error)]
    [InlineData("hybrid", "= \"air_pressure\"", "= \"altitude\"", "4.3.3", Severity.Error)]
    [InlineData("hybrid", "= \"surface_air_pressure\"", "= \"air_pressure\"", "4.3.3", Severity.Error)]
    [InlineData("hybrid", "pressure\"\n  units = \"Pa\"", "pressure\"\n  units = \"m\"", "4.3.3", Severity.Error)]
    [InlineData("ocean", "C: c", "D: c", "4.3.3", Severity.Error)]
    [InlineData("ocean", "\"hc\"\n  units = \"m\"", "\"hc\"\n  units = \"s\"", "4.3.3", Severity.Error)]
    [InlineData("gathered", "= 0 2 5", "= 0 2 6", "8.2", Severity.Error)]
    [InlineData("gathered", "= \"lat lon\"", "= \"lat long\"", "8.2", Severity.Error)]
    [InlineData("gathered", "int land", "double land", "8.2", Severity.Error)]
    [InlineData("gathered", "= \"lat lon\"", "= \"lat lon\"\n  bounds = \"grid\"", "8.2", Severity.Error)]
    [InlineData("ragged", "\"timeSeries\"", "\"timeLine\"", "9.4", Severity.Error)]
    [InlineData("ragged", "\"timeSeries\"", "\"trajectory\"", "9.5", Severity.Error)]
    [InlineData("ragged", "= \"timeseries_id\"", "= \"station_id\"", "9.5", Severity.Error)]
    [InlineData("ragged", "  cf_role = \"timeseries_id\"\n", "", "9.5", Severity.Advice)]
    [InlineData("ragged", "= 2 1", "= 2 2", "9.3", Severity.Error)]
    [InlineData("ragged", "\"obs\"", "\"sample\"", "9.3", Severity.Error)]
    [InlineData("ragged", "int counts", "float counts", "9.3", Severity.Error)]
    [InlineData("ragged", "  standard_name = \"latitude\"\n  units = \"degrees_north\"", "  long_name = \"y\"\n  units = \"m\"", "9.1", Severity.Error)]
    [InlineData("indexed", "= 0 1 1", "= 0 1 2", "9.3", Severity.Error)]
    [InlineData("indexed", "int of(obs)", "int of(cast)", null, Severity.Error)]
    [InlineData("indexed", "\"cast\"", "\"casts\"", "9.3", Severity.Error)]
    [InlineData("indexed", "  standard_name = \"depth\"\n  units = \"m\"\n  positive = \"down\"\n  axis = \"Z\"", "  long_name = \"z\"\n  units = \"m\"", "9.1", Severity.Error)]
    [InlineData("indexed", "  cf_role = \"profile_id\"\n", "  cf_role = \"profile_id\"\n  long_name = \"x\"\nint other(cast) = 0 1\n  cf_role = \"profile_id\"\n", "9.5", Severity.Error)]
    [InlineData("tie points", "lat: lon: how", "lat: lon: how2", "8.3", Severity.Error)]
    [InlineData("tie points", "lat: lon: how", "lat lon how", "8.3", Severity.Error)]
    [InlineData("tie points", "  interpolation_name = \"bi_quadratic_latitude_longitude\"\n", "", "8.3", Severity.Error)]
    [InlineData("tie points", "\"bi_quadratic_latitude_longitude\"", "\"cubic\"", "8.3", Severity.Error)]
    [InlineData("tie points", "\"bi_quadratic_latitude_longitude\"", "\"quadratic_latitude_longitude\"", "8.3", Severity.Error)]
    [InlineData("tie points", "computational_precision = \"64\"", "interpolation_description = \"by hand\"\n  computational_precision = \"64\"", "8.3", Severity.Error)]
    [InlineData("tie points", "= \"64\"", "= \"80\"", "8.3", Severity.Error)]
    [InlineData("tie points", "xc: x_of tp_x areas_x", "xc: x_of", "8.3", Severity.Error)]
    [InlineData("tie points", "xc: x_of tp_x areas_x", "xc: x_off tp_x areas_x", "8.3", Severity.Error)]
    [InlineData("tie points", "xc: x_of tp_x areas_x", "xd: x_of tp_x areas_x", "8.3", Severity.Error)]
    [InlineData("tie points", "= 0 4 5 9", "= 1 4 5 9", "8.3", Severity.Error)]
    [InlineData("tie points", "= 0 4 5 9", "= 0 5 4 9", "8.3", Severity.Error)]
    [InlineData("tie points", "= 0 4 5 9", "= 0 4 5 10", "8.3", Severity.Error)]
    [InlineData("tie points", "= 0 4 5 9", "= 0 4 5 6", "8.3", Severity.Error)]
    [InlineData("tie points", "= 0 4 5 9", "= 0 4 6 9", "8.3", Severity.Error)]
    [InlineData("tie points", "int x_of", "float x_of", "8.3", Severity.Error)]
    [InlineData("tie points", "double lon(tp_y,tp_x)", "double lon(tp_y,xc)", "8.3", Severity.Error)]
    [InlineData("tie points", "ce1: ce1", "w: ce1", "8.3", Severity.Error)]
    [InlineData("tie points", "ce1: ce1", "ce1: ce9", "8.3", Severity.Error)]
    [InlineData("tie points", "ca3(areas_y,areas_x:2)", "ca3(yc,areas_x:2)", "8.3", Severity.Error)]
    [InlineData("tie points", "= \"lat_edges\"", "= \"lat_sides\"", "8.3", Severity.Error)]
    [InlineData("tie points", "int lat_edges(tp_y,tp_x)", "int lat_edges(tp_x)", "8.3", Severity.Error)]
    public void Check_OneChange_BreaksItsRule(string file, string from, string to, string? section, Severity severity)
    {
        Assert.Contains(from, Compliant[file].ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var spoiled = Compliant[file].ReplaceLineEndings("\n").Replace(from, to, StringComparison.Ordinal);
        spoiled = section == "2.5" ? spoiled.Replace("= 10 20", "= p q", StringComparison.Ordinal) : section is null ? spoiled.Replace("= 0 1 1", "= 0 1", StringComparison.Ordinal) : spoiled;

        var report = Check(spoiled, "1.11");

        Assert.True(report.Findings.Any(f => f.Rule == "CF " + (section ?? "9.3") && f.Severity == severity && f.Remedy.Length > 5), $"no {severity} under {section} in\n{report}");
    }

    /// <summary>Rules begin with a version; earlier files are not held to them.</summary>
    [Theory]
    [InlineData("tie points", "= \"64\"", "= \"80\"", "1.8")]
    [InlineData("grid", "  scale_factor = 0.1\n  add_offset = 1.0", "  scale_factor = 1.0\n  add_offset = 1.0", "1.6")]
    [InlineData("hybrid", "  formula_terms = \"a: a_bnds b: b_bnds ps: ps p0: p0\"\n", "", "1.6")]
    [InlineData("time", "= \"standard\"", "= \"gregorian\"", "1.8")]
    public void Check_OlderVersion_IsNotHeldToLaterRules(string file, string from, string to, string version)
    {
        var report = Check(Compliant[file].ReplaceLineEndings("\n").Replace(from, to, StringComparison.Ordinal), version);

        Assert.True(report.Findings.All(f => f.Severity < Severity.Warning), report.ToString());
    }

    [Theory]
    [InlineData("CF 1.9", "2.6.1", "CF-1.9")]
    [InlineData("CF-1.9, ACDD-1.3", null, "CF-1.9")]
    [InlineData("ACDD-1.3", "2.6.1", "CF-1.0")]
    public void Check_Conventions_TellTheVersion(string conventions, string? section, string standard)
    {
        NetCdf.Write(Scratch("rule.nc"), Read($"{Compliant["time"]}\n{Globals}\n:Conventions = \"{conventions}\""));

        var report = Conformance.Check(Scratch("rule.nc"));

        Assert.Equal(standard, report.Standard);
        Assert.Equal(section is null ? [] : ["CF " + section], report.Findings.Where(f => f.Severity >= Severity.Warning).Select(f => f.Rule));
    }

    /// <summary>Names in other groups are found by their paths, upwards, and (coordinates) sideways.</summary>
    [Theory]
    [InlineData("/geo/lat", true)]
    [InlineData("../geo/lat", true)]
    [InlineData("time", true)]
    [InlineData("lat", true)]
    [InlineData("/geo/lon", false)]
    [InlineData("../lat", false)]
    public void Check_NameInAnotherGroup_IsFound(string name, bool isThere)
    {
        var root = Read($"double time(time) = 0 1\n  standard_name = \"time\"\n  units = \"days since 2000-01-01\"\n  calendar = \"standard\"\n{Globals}\n:Conventions = \"CF-1.8\"");
        var geo = Read("double lat(x:2) = 1 2\n  standard_name = \"latitude\"\n  units = \"degrees_north\"");
        var data = Read($"float t(x:2) = 1 2\n  long_name = \"t\"\n  units = \"m\"\n  ancillary_variables = \"{name}\"");
        NetCdf.Write(Scratch("rule.nc"), new Dictionary<string, Dataset>(StringComparer.Ordinal) { ["/"] = root, ["/geo"] = geo, ["/data"] = data });

        var report = Conformance.Check(Scratch("rule.nc"));

        Assert.True(isThere != report.Findings.Any(f => f.Place == "/data/t" && f.Rule == "CF 3.4" && f.Severity == Severity.Error), report.ToString());
    }

    [Fact]
    public void Check_NameWithoutSuffix_IsAnError()
    {
        NetCdf.Write(Scratch("rule.nc"), Read($"{Compliant["time"]}\n{Globals}\n:Conventions = \"CF-1.8\""));
        File.Move(Scratch("rule.nc"), Scratch("rule.nc4"));

        Assert.Contains(Conformance.Check(Scratch("rule.nc4")).Findings, f => f.Rule == "CF 2.1" && f.Severity == Severity.Error);
    }
}
