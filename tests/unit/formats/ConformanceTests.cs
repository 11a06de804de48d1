using System.Text.Json;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Conformance: the counts that the checker cfchecks publishes for its own test files, one test for each rule, and no alarm on what conforms.</summary>
public sealed class ConformanceTests : ScratchFolder
{
    /// <summary>Errors, warnings, informations as cfchecks counts them. One rule differs: cfchecks finds every one-dimensional coordinate with more than two vertices wrong,
    /// though the conventions' own example 7.3 has them; here a polygon needs three vertices with values, which cells of this file have not.</summary>
    [Theory]
    [InlineData("CF_1_0_OK", 0, 0, 0)]
    [InlineData("CF_1_7", 26, 4, 2)]
    [InlineData("CRM018_test1", 1, 2, 0)]
    [InlineData("CRM024_test1", 2, 5, 0)]
    [InlineData("CRM027_test2", 2, 3, 0)]
    [InlineData("CRM032_test1", 4, 4, 0)]
    [InlineData("CRM038", 2, 2, 2)]
    [InlineData("GregRappa", 1, 0, 0)]
    [InlineData("Trac022", 3, 2, 1)]
    [InlineData("cell_measures", 10, 4, 3)]
    [InlineData("complex", 6, 15, 0)]
    [InlineData("example_6.2", 0, 0, 0)]
    [InlineData("flag_tests", 6, 1, 0)]
    [InlineData("hfogo_O1_labelVariable_KT", 0, 0, 1)]
    [InlineData("issue58", 0, 0, 0)]
    public void Check_CfChecksTestFile_CountsAsPublished(string name, int errors, int warnings, int informations)
    {
        var report = Conformance.Check(Samples.Path_($"cf/cfchecks/{name}.nc.gz"));

        Assert.True((errors, warnings, informations) == (report.Errors, report.Warnings, report.Informations), report.ToString());
    }

    [Theory]
    [InlineData("ioos_compliance_checker/bad_reference.nc", "3.4", "temp_qc")]
    [InlineData("ioos_compliance_checker/bad_missing_data.nc", "2.4", "(time, time)")]
    [InlineData("ioos_compliance_checker/bad_cell_measure1.nc", "7.2", "'box' is no measure")]
    [InlineData("nc_derived/non-comp/bad-rhgrid.nc", "5", "coordinates names 'longitude'")]
    public void Check_FaultySample_NamesTheRuleAndTheFault(string file, string section, string fault)
    {
        var report = Conformance.Check(Samples.Path_("cf/" + file));

        Assert.Contains(report.Findings, f => f.Severity >= Severity.Warning && f.Rule == "CF " + section && f.Message.Contains(fault, StringComparison.Ordinal) && f.Remedy.Length > 5);
    }

    [Fact]
    public void Check_BoundsInTheWrongOrder_IsAnError()
    {
        var report = Conformance.Check(Samples.Path_("cf/nc_derived/non-comp/bounds_bad_order.nc"));

        Assert.Equal(2, report.Findings.Count(f => f.Rule == "CF 7.1" && f.Message.Contains("(nv, l", StringComparison.Ordinal)));
    }

    /// <summary>Attributes with changes as 'variable.attribute=value', separated by bars; without a value the attribute goes.</summary>
    private static Dictionary<string, object> Spoiled(string spoil, string name, Dictionary<string, object> attributes)
    {
        foreach (var change in spoil.Split('|').Where(c => c.StartsWith(name + ".", StringComparison.Ordinal)))
        {
            var (attribute, value) = (change[(name.Length + 1)..change.IndexOf('=', StringComparison.Ordinal)], change[(change.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            if (value.Length == 0)
            {
                attributes.Remove(attribute);
            }
            else
            {
                attributes[attribute] = int.TryParse(value, out var number) ? number : value;
            }
        }

        return attributes;
    }

    /// <summary>A file as the conventions want it, and then with one fault each.</summary>
    private static Dataset Product(string? spoil = null)
    {
        Dictionary<string, object> Spoiled(string name, Dictionary<string, object> attributes) => ConformanceTests.Spoiled(spoil ?? "", name, attributes);

        var time = DataArray.Create("time", ["time"], [2], [0.0, 1.0], Spoiled("time", With(("standard_name", "time"), ("units", "days since 2000-01-01"), ("calendar", "standard"), ("axis", "T"), ("bounds", "time_bnds"))));
        var cells = DataArray.Create("time_bnds", ["time", "nv"], [2, 2], [0.0, 1.0, 1.0, 2.0]);
        var depth = DataArray.Create("depth", ["depth"], [2], [0f, 10f], Spoiled("depth", With(("standard_name", "depth"), ("units", "m"), ("positive", "down"), ("axis", "Z"))));
        var lat = DataArray.Create("lat", ["lat"], [2], [54.0, 55.0], Spoiled("lat", With(("standard_name", "latitude"), ("units", "degrees_north"), ("bounds", "lat_bnds"))));
        var bounds = DataArray.Create("lat_bnds", ["lat", "nv"], [2, 2], [53.5, 54.5, 54.5, 55.5]);
        var lon = DataArray.Create("lon", ["lon"], [1], [8.0], Spoiled("lon", With(("standard_name", "longitude"), ("units", "degrees_east"))));
        var crs = DataArray.Create("crs", [], [], [0], Spoiled("crs", With(("grid_mapping_name", "latitude_longitude"))));
        var quality = DataArray.Create("salinity_qc", ["time", "depth", "lat", "lon"], [2, 2, 2, 1], new sbyte[8], Spoiled("salinity_qc", With(("long_name", "quality of salinity"), ("flag_values", new sbyte[] { 0, 1 }), ("flag_meanings", "good bad"))));
        var salinity = DataArray.Create("salinity", ["time", "depth", "lat", "lon"], [2, 2, 2, 1], Enumerable.Range(0, 8).Select(i => 35f + i).ToArray(),
            Spoiled("salinity", With(("standard_name", "sea_water_practical_salinity"), ("units", "1"), ("grid_mapping", "crs"), ("ancillary_variables", "salinity_qc"), ("cell_methods", "time: mean (interval: 1 hour)"))));
        var global = Spoiled("", With(("Conventions", "CF-1.8"), ("title", "t"), ("institution", "i"), ("source", "s"), ("history", "h"), ("references", "r")));
        return new Dataset([bounds, cells, crs, quality, salinity], [time, depth, lat, lon], global);
    }

    private ConformanceReport Written(string? spoil)
    {
        var path = Scratch("product.nc");
        NetCdf.Write(path, Product(spoil));
        return Conformance.Check(path);
    }

    [Fact]
    public void Check_AProductThatIsWritten_FindsNothing()
    {
        var report = Written(null);

        Assert.True(report.Findings.Count == 0 && report.Conforms, report.ToString());
        Assert.Equal("CF-1.8", report.Standard);
    }

    [Theory]
    [InlineData(".Conventions=COARDS", "2.6.1", Severity.Error)]
    [InlineData(".title=", "2.6.2", Severity.Advice)]
    [InlineData(".featureType=swath", "9.4", Severity.Error)]
    [InlineData(".external_variables=crs", "2.6.3", Severity.Error)]
    [InlineData("salinity.units=furlongs per fortnite", "3.1", Severity.Error)]
    [InlineData("salinity.units=K", "3.1", Severity.Error)]
    [InlineData("salinity.units=", "3.1", Severity.Information)]
    [InlineData("depth.units=level", "3.1", Severity.Warning)]
    [InlineData("salinity.standard_name=", "3", Severity.Warning)]
    [InlineData("salinity.standard_name=sea_water_practical_salinitee", "3.3", Severity.Error)]
    [InlineData("salinity.standard_name=sea_water_temperature_of_wind", "3.3", Severity.Warning)]
    [InlineData("salinity.standard_name=sea_water_saltiness", "3.3", Severity.Error)]
    [InlineData("salinity.standard_name=sea_water_practical_salinity error", "3.3", Severity.Error)]
    [InlineData("salinity.ancillary_variables=nothing", "3.4", Severity.Error)]
    [InlineData("salinity_qc.flag_meanings=good", "3.5", Severity.Error)]
    [InlineData("salinity_qc.flag_values=", "3.5", Severity.Error)]
    [InlineData("lat.axis=Q", "4", Severity.Error)]
    [InlineData("lat.units=degrees", "4.1", Severity.Error)]
    [InlineData("lon.units=degrees", "4.2", Severity.Error)]
    [InlineData("depth.positive=", "4.3", Severity.Error)]
    [InlineData("depth.positive=sideways", "4.3", Severity.Error)]
    [InlineData("depth.positive=up", "4.3", Severity.Warning)]
    [InlineData("depth.formula_terms=s: depth", "4.3.3", Severity.Error)]
    [InlineData("depth.computed_standard_name=altitude", "4.3.3", Severity.Error)]
    [InlineData("time.units=days", "4.4", Severity.Error)]
    [InlineData("time.calendar=", "4.4.1", Severity.Warning)]
    [InlineData("time.calendar=mayan", "4.4", Severity.Error)]
    [InlineData("depth.axis=T", "5", Severity.Error)]
    [InlineData("salinity.grid_mapping=nowhere", "5.6", Severity.Error)]
    [InlineData("crs.grid_mapping_name=flat", "5.6", Severity.Error)]
    [InlineData("crs.semi_major_axis=much", "5.6", Severity.Error)]
    [InlineData("lat.bounds=none", "7.1", Severity.Error)]
    [InlineData("lat.bounds=lon", "7.1", Severity.Error)]
    [InlineData("salinity.cell_measures=area: nothing", "7.2", Severity.Warning)]
    [InlineData("salinity.cell_measures=area", "7.2", Severity.Error)]
    [InlineData("salinity.cell_methods=time: average", "7.3", Severity.Error)]
    [InlineData("salinity.cell_methods=mean over time", "7.3", Severity.Error)]
    [InlineData("time.leap_month=14|time.leap_year=4", "4.4.1", Severity.Error)]
    [InlineData("depth.calendar=standard", "4.4.1", Severity.Error)]
    [InlineData("lat.climatology=lat_bnds", "7.4", Severity.Error)]
    [InlineData("salinity.cell_methods=time: mean where lawn", "7.3", Severity.Error)]
    [InlineData("salinity.cell_methods=time: mean (interval: one hour)", "7.3", Severity.Error)]
    [InlineData("salinity.grid_mapping=crs: lat long", "5.6", Severity.Error)]
    [InlineData("crs.projected_crs_name=UTM", "5.6", Severity.Error)]
    [InlineData(".title=7", "2.6.2", Severity.Error)]
    [InlineData("salinity.geometry=crs", "7.5", Severity.Error)]
    [InlineData("salinity.compress=time", "8.2", Severity.Error)]
    [InlineData("salinity_qc.cf_role=station", "9.5", Severity.Error)]
    [InlineData("salinity_qc.sample_dimension=obs", "9.3", Severity.Error)]
    [InlineData("salinity.history=today", "A", Severity.Information)]
    [InlineData("salinity.axis=Z", "A", Severity.Information)]
    public void Check_OneFault_IsFoundUnderItsSection(string spoil, string section, Severity severity)
    {
        var report = Written(spoil);

        Assert.True(report.Findings.Any(f => f.Rule == "CF " + section && f.Severity == severity), $"{spoil}: no {severity} under {section} in\n{report}");
        Assert.InRange(report.Findings.Count, 1, 6);
    }

    private static Dictionary<string, object> With(params (string, object)[] pairs) => pairs.ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);

    /// <summary>Two lakes, one of them with an island: appendix H's way with polygons.</summary>
    private static List<DataArray> Lakes() =>
    [
        DataArray.Create("area", ["lake"], [2], [1f, 2f], With(("long_name", "area"), ("units", "m2"), ("geometry", "shapes"))),
        DataArray.Create("shapes", [], [], [0], With(("geometry_type", "polygon"), ("node_coordinates", "x y"), ("node_count", "nodes_of"), ("part_node_count", "nodes_in"), ("interior_ring", "inner"))),
        DataArray.Create("nodes_of", ["lake"], [2], [8, 3]),
        DataArray.Create("nodes_in", ["part"], [3], [4, 4, 3]),
        DataArray.Create("inner", ["part"], [3], [0, 1, 0]),
        DataArray.Create("x", ["node"], [11], [0.0, 9, 9, 0, 2, 2, 4, 4, 179, -179, -179], With(("units", "degrees_east"), ("standard_name", "longitude"), ("axis", "X"))),
        DataArray.Create("y", ["node"], [11], [0.0, 0, 9, 9, 2, 4, 4, 2, 0, 0, 1], With(("units", "degrees_north"), ("standard_name", "latitude"), ("axis", "Y"))),
    ];

    /// <summary>Two triangles (UGRID), and a domain over the faces.</summary>
    private static List<DataArray> Triangles() =>
    [
        DataArray.Create("mesh", [], [], [0], With(("cf_role", "mesh_topology"), ("long_name", "mesh"), ("topology_dimension", 2), ("node_coordinates", "x y"), ("face_node_connectivity", "faces"))),
        DataArray.Create("faces", ["face", "three"], [2, 3], [1, 2, 3, 2, 4, 3], With(("cf_role", "face_node_connectivity"), ("start_index", 1))),
        DataArray.Create("x", ["node"], [4], [0.0, 1, 0, 1], With(("units", "degrees_east"), ("standard_name", "longitude"))),
        DataArray.Create("y", ["node"], [4], [0.0, 0, 1, 1], With(("units", "degrees_north"), ("standard_name", "latitude"))),
        DataArray.Create("middle", ["face"], [2], [0.3, 0.6], With(("units", "degrees_east"), ("standard_name", "longitude"))),
        DataArray.Create("level", ["face"], [2], [1f, 2f], With(("long_name", "level"), ("units", "m"), ("mesh", "mesh"), ("location", "face"), ("coordinates", "middle"))),
        DataArray.Create("size", ["face"], [2], [1f, 1f], With(("long_name", "size"), ("units", "m2"))),
        DataArray.Create("domain", [], [], [0], With(("long_name", "all faces"), ("dimensions", "face"), ("coordinates", "middle"))),
    ];

    [Theory]
    [InlineData("", null)]
    [InlineData("shapes.geometry_type=circle", "7.5")]
    [InlineData("shapes.node_coordinates=", "7.5")]
    [InlineData("shapes.node_coordinates=x z", "7.5")]
    [InlineData("shapes.part_node_count=", "7.5")]
    [InlineData("shapes.node_count=", "7.5")]
    [InlineData("shapes.node_count=nodes_in", "7.5")]
    [InlineData("shapes.interior_ring=nodes_of", "7.5")]
    [InlineData("shapes.interior_ring=nodes_in", "7.5")]
    [InlineData("shapes.grid_mapping=inner", "7.5")]
    [InlineData("y.axis=", "7.5")]
    [InlineData("y.axis=X", "7.5")]
    [InlineData("x.axis=Y|y.axis=X", "7.5")]
    [InlineData("nodes_of.nodes=part", "7.5")]
    [InlineData("mesh.topology_dimension=4", "5.9")]
    [InlineData("mesh.topology_dimension=1", "5.9")]
    [InlineData("mesh.node_coordinates=", "5.9")]
    [InlineData("mesh.edge_coordinates=e", "5.9")]
    [InlineData("mesh.face_dimension=faces_", "5.9")]
    [InlineData("mesh.face_node_connectivity=level", "5.9")]
    [InlineData("faces.start_index=0", "5.9")]
    [InlineData("faces.start_index=2", "5.9")]
    [InlineData("faces.cf_role=edge_node_connectivity", "5.9")]
    [InlineData("level.mesh=faces", "5.9")]
    [InlineData("level.location=middle", "5.9")]
    [InlineData("level.location=edge", "5.9")]
    [InlineData("domain.dimensions=face side", "5.8")]
    [InlineData("domain.cell_measures=area: size", null)]
    [InlineData("domain.cell_measures=area: x", "7.2")]
    [InlineData("domain.units=m", "5.8")]
    [InlineData("domain.dimensions=7", "5.8")]
    public void Check_GeometriesMeshesAndDomains_NamesTheFault(string spoil, string? section)
    {
        var all = new List<ConformanceReport>();
        foreach (var arrays in new[] { Lakes(), Triangles() })
        {
            var spoiled = arrays.ConvertAll(a => a.WithAttributes(Spoiled(spoil, a.Name, new(a.Attributes, StringComparer.Ordinal))));
            NetCdf.Write(Scratch("geometry.nc"), new Dataset(spoiled, [], With(("Conventions", "CF-1.11"), ("title", "t"), ("institution", "i"), ("source", "s"), ("history", "h"), ("references", "r"))));
            all.Add(Conformance.Check(Scratch("geometry.nc")));
        }

        var findings = all.SelectMany(r => r.Findings).ToList();
        Assert.True(section is null ? findings.Count == 0 : findings.Exists(f => f.Rule == "CF " + section && f.Severity >= Severity.Warning), string.Join('\n', all));
        Assert.InRange(findings.Count, 0, 7);
    }

    [Theory]
    [InlineData("region", "atlantic_ocean", true)]
    [InlineData("region", "gibraltar_strait", true)]
    [InlineData("region", "bay_of_biscay", false)]
    [InlineData("area_type", "sea_ice", true)]
    [InlineData("area_type", "lawn", false)]
    public void Check_RegionsAndAreaTypes_AreThoseOfTheTables(string name, string value, bool isKnown)
    {
        NetCdf.Write(Scratch("names.nc"), new Dataset([DataArray.Create("n", ["i"], [1], [value], With(("standard_name", name)))]));

        Assert.Equal(isKnown, !Conformance.Check(Scratch("names.nc")).Findings.Any(f => f.Rule == "CF 3.3" && f.Message.Contains(value, StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_StandardNameTable_DecidesWhatIsAName()
    {
        var table = Scratch("table.xml");
        File.WriteAllText(table, "<standard_name_table><entry id=\"time\"><canonical_units>s</canonical_units></entry><alias id=\"depth\"><entry_id>time</entry_id></alias></standard_name_table>");
        NetCdf.Write(Scratch("product.nc"), Product());

        var report = Conformance.Check(Scratch("product.nc"), new ConformanceOptions { StandardNameTable = table });

        Assert.Equal(["lat", "lon", "salinity"], report.Findings.Where(f => f.Rule == "CF 3.3" && f.Severity == Severity.Error).Select(f => f.Place).Order());
    }

    [Fact]
    public void Check_Reports_SayTheSameAsTextJsonAndHtml()
    {
        var report = Conformance.Check(Samples.Path_("insitu/seadatanet_octopus/diap_invalid.txt"));

        Assert.Equal(1, report.Errors);
        Assert.Contains("line 100", report.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.Equal((1, 100, "error"), (json.RootElement.GetProperty("errors").GetInt32(), json.RootElement.GetProperty("findings")[0].GetProperty("line").GetInt32(), json.RootElement.GetProperty("findings")[0].GetProperty("severity").GetString()));
        Assert.Contains("line 100, DEPHPR01", report.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("insitu/seadatanet/sample_ODV.txt")]
    [InlineData("insitu/seadatanet/sample_ODV2.txt")]
    [InlineData("insitu/seadatanet/sample_ODV_qv.txt")]
    [InlineData("insitu/seadatanet_octopus/diap.txt")]
    [InlineData("insitu/seadatanet_octopus/ts_dateFormat.txt")]
    [InlineData("metadata/datacite/datacite-example-full-v4.xml")]
    [InlineData("metadata/datacite/datacite-example-relateditem1-v4.xml")]
    [InlineData("metadata/datacite_json/kernel-4.3/example/datacite-example-dataset-v4.json")]
    [InlineData("metadata/datacite_json/kernel-4.2/example/datacite-example-polygon-v4.json")]
    [InlineData("metadata/iso19115/pycsw_apiso/T_ortho_RAS_1998_284404.xml")]
    [InlineData("metadata/iso19115/owslib_iso3/metawal.wallonie.be-catchments.xml")]
    public void Check_CompliantSample_RaisesNoAlarm(string sample)
    {
        var report = Conformance.Check(Samples.Path_(sample));

        Assert.True(report.Errors + report.Warnings == 0, report.ToString());
    }

    [Theory]
    [InlineData("SDN:P01::PRESPR01", "SDN:P01::PRES", "P01", Severity.Error)]
    [InlineData("SDN:P06::ULAA", "SDN:P06::METRE", "P06", Severity.Error)]
    [InlineData("Station\t", "Stations\t", "ODV columns", Severity.Error)]
    [InlineData("SDN:LOCAL:DEPHPR01", "SDN:LOCAL:DEPTH", "ODV mapping", Severity.Error)]
    [InlineData("QV:SEADATANET", "QV:ODV", "L20", Severity.Warning)]
    public void Check_SpoiledSpreadsheet_NamesRuleAndLine(string from, string to, string rule, Severity severity)
    {
        var text = File.ReadAllText(Samples.Path_("insitu/seadatanet_octopus/diap.txt"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var path = Scratch("odv.txt");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));

        var report = Conformance.Check(path);

        Assert.Contains(report.Findings, f => f.Rule == rule && f.Severity == severity && f.Line > 0);
    }

    [Theory]
    [InlineData("2018-01-01T00:00:00\t8\t54\t12.5\t1", null)]
    [InlineData("2018-13-41\t8\t54\t12.5\t1", "ODV dates")]
    [InlineData("01/02/2018\t8\t54\t12.5\t1", "ODV dates")]
    [InlineData("2018-01-01T00:00:00\t8\t94\t12.5\t1", "ODV rows")]
    [InlineData("2018-01-01T00:00:00\t8\t\t12.5\t1", "ODV rows")]
    [InlineData("\t8\t54\t12.5\t1", "ODV rows")]
    [InlineData("2018-01-01T00:00:00\teast\t54\t12.5\t1", "ODV rows")]
    [InlineData("2018-01-01T00:00:00\t8\t54\t12,5\t1", "ODV values")]
    [InlineData("2018-01-01T00:00:00\t8\t54\twarm\t1", "ODV values")]
    [InlineData("2018-01-01T00:00:00\t8\t54\t12.5\tX", "L20")]
    [InlineData("2018-01-01T00:00:00\t8\t54\t12.5\t", "L20")]
    [InlineData("2018-01-01T00:00:00\t8\t54\t\t1", "L20")]
    public void Check_SpreadsheetRow_NamesItsFault(string row, string? rule)
    {
        var path = Scratch("odv.txt");
        File.WriteAllText(path, "//<sdn_reference sdn:scope=\"1:a\"/>\n//SDN_parameter_mapping\n//<subject>SDN:LOCAL:T</subject><object>SDN:P01::TEMPPR01</object><units>SDN:P06::UPAA</units>\n//\n"
            + "Cruise\tStation\tType\tyyyy-mm-ddThh:mm:ss.sss\tLongitude [degrees_east]\tLatitude [degrees_north]\tLOCAL_CDI_ID\tEDMO_code\tBot. Depth [m]\tT [degC]\tQV:SEADATANET\n"
            + $"C\tS\tB\t{string.Join('\t', row.Split('\t')[..3])}\tid\t43\t100\t{string.Join('\t', row.Split('\t')[3..])}\n");

        var report = Conformance.Check(path);

        Assert.True(rule is null ? report.Findings.Count == 0 : report.Findings.Count == 1 && report.Findings[0].Rule == rule && report.Findings[0].Line == 6, report.ToString());
    }

    [Theory]
    [InlineData("<creatorName nameType=\"Organizational\">National Gallery</creatorName>", "", "2")]
    [InlineData("resourceTypeGeneral=\"Dataset\"", "resourceTypeGeneral=\"Data\"", "10.a")]
    [InlineData(">2022</publicationYear>", ">MMXXII</publicationYear>", "5")]
    [InlineData("10.82433/9184-DY35", "doi-to-come", "1")]
    [InlineData(" descriptionType=\"Abstract\"", "", "17.a")]
    [InlineData(" dateType=\"Issued\"", "", "8.a")]
    [InlineData(" relationType=\"IsSupplementTo\"", "", "12.b")]
    [InlineData("contributorType=\"", "kind=\"", "7.a")]
    public void Check_SpoiledDataCite_NamesTheProperty(string from, string to, string property)
    {
        var text = File.ReadAllText(Samples.Path_("metadata/datacite/datacite-example-dataset-v4.xml"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var path = Scratch("record.xml");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));

        var report = Conformance.Check(path);

        Assert.Contains(report.Findings, f => f.Severity == Severity.Error && f.Rule == "DataCite " + property);
    }

    [Theory]
    [InlineData("<gmd:title><gco:CharacterString>Ortho</gco:CharacterString></gmd:title>", "", "4.2 title")]
    [InlineData("<gmd:dateStamp><gco:Date>2009-10-07</gco:Date></gmd:dateStamp>", "<gmd:dateStamp><gco:Date>October</gco:Date></gmd:dateStamp>", "dates")]
    [InlineData("<gmd:abstract><gco:CharacterString>Ortho</gco:CharacterString></gmd:abstract>", "", "4.2 abstract")]
    [InlineData("codeListValue=\"pointOfContact\"", "codeListValue=\"\"", "code lists")]
    [InlineData("gmd:contact>", "gmd:contactless>", "4.1 contact")]
    [InlineData("gmd:fileIdentifier>", "gmd:file>", "4.1 metadata identifier")]
    public void Check_SpoiledIso19115_NamesTheElementAndLine(string from, string to, string rule)
    {
        var text = File.ReadAllText(Samples.Path_("metadata/iso19115/pycsw_apiso/T_ortho_RAS_1998_284404.xml"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var path = Scratch("record.xml");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));

        var report = Conformance.Check(path);

        Assert.Contains(report.Findings, f => f.Severity == Severity.Error && f.Rule == "ISO 19115 " + rule && f.Line > 0);
    }

    [Fact]
    public void Check_FileWithoutAStandard_SaysWhichHaveOne()
    {
        var path = Scratch("table.csv");
        File.WriteAllText(path, "a,b\n1,2\n3,4\n");

        Assert.Contains("ISO 19115 (XML) and DataCite", Assert.Throws<DataFormatException>(() => Conformance.Check(path)).Message, StringComparison.Ordinal);
        Assert.Contains("'1.x' is no version", Assert.Throws<ArgumentException>(() => Conformance.Check(path, new ConformanceOptions { CfVersion = "1.x" })).Message, StringComparison.Ordinal);
    }
}
