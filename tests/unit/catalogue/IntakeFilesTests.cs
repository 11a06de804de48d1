namespace Isopleth.Catalogue.Tests;

/// <summary>The files that intake tests itself with, sound and broken on purpose.</summary>
public sealed class IntakeFilesTests
{
    [Fact]
    public void Load_SoundFile_HasItsEntries()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"));
        Assert.Equal("name_in_cat", catalogue.Name);
        Assert.Equal(true, catalogue.Metadata["test"]);
        Assert.Equal(["use_example1", "entry1", "entry1_part", "remote_env", "local_env", "text", "arr", "datetime"], catalogue.Entries.Select(e => e.Name));
        Assert.Empty(catalogue.Validate());
    }

    [Fact]
    public void Index_CatalogueThatNamesItself_IsFollowedToAnyDepth() =>
        Assert.Equal("nested.nested.nested.entry1", Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"))["nested.nested.nested.entry1"].Name);

    [Theory]
    [InlineData("self")]
    [InlineData("self.dot")]
    [InlineData("selfdot.dot")]
    [InlineData("self.selfdot.dot.self.dot")]
    public void Index_NamesWithDotsAcrossCatalogues_AreFound(string nested)
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("dot-nest.yaml"));
        Assert.Equal(["leaf", "leafdot.dot", "leaf.dot"], catalogue.Entries.Select(e => e.Name));
        foreach (var leaf in new[] { "leaf", "leaf.dot", "leafdot.dot" })
        {
            Assert.Equal($"{nested}.{leaf}", catalogue[$"{nested}.{leaf}"].Name);
        }
    }

    [Fact]
    public void Open_Template_TakesTheParameter()
    {
        var entry = Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"))["entry1_part"];
        Assert.EndsWith("/entry1_1.csv", CatalogueFiles.Arguments(entry).Text("urlpath"));
        Assert.EndsWith("/entry1_2.csv", CatalogueFiles.Arguments(entry, ("part", "2")).Text("urlpath"));
        Assert.EndsWith("/entry1_2.csv", CatalogueFiles.Arguments(entry, ("part", 2)).Text("urlpath"));
        var refused = Assert.Throws<CatalogueException>(() => entry.Open(("part", "3")));
        Assert.Contains("'3' is not among the allowed values: 1, 2", refused.Message);
    }

    [Fact]
    public void Resolve_GlobPath_ListsTheFilesThatMatch()
    {
        var request = Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"))["entry1"].Resolve(new Dictionary<string, object?>());
        Assert.Equal(["entry1_1.csv", "entry1_2.csv"], request.LocalFiles("urlpath").Select(Path.GetFileName));
        Assert.Contains("2 files match", Assert.Throws<CatalogueException>(() => request.LocalFile("urlpath")).Message);
    }

    [Fact]
    public void Open_DefaultFromEnvironment_IsReadWhenOpened()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"), CatalogueFiles.Probe(null, ("INTAKE_TEST", "oi")));
        Assert.Equal("path-oi", CatalogueFiles.Arguments(catalogue["remote_env"]).Text("urlpath"));
        Assert.Equal("path-oi", CatalogueFiles.Arguments(catalogue["local_env"]).Text("urlpath"));
        Assert.Equal("path-x", CatalogueFiles.Arguments(catalogue["local_env"], ("intake_test", "x")).Text("urlpath"));
        var unset = Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"), CatalogueFiles.Probe())["remote_env"];
        Assert.Contains("INTAKE_TEST is not set", Assert.Throws<CatalogueException>(() => CatalogueFiles.Arguments(unset)).Message);
    }

    [Fact]
    public void Open_RequiredDatetime_IsAskedForAndRead()
    {
        var entry = Catalogue.Load(CatalogueFiles.Intake("catalog1.yml"))["datetime"];
        Assert.Contains("'time' (datetime) has no default", Assert.Throws<CatalogueException>(() => CatalogueFiles.Arguments(entry)).Message);
        Assert.Equal("2018-12-30 11:50:00", CatalogueFiles.Arguments(entry, ("time", "2018-12-30T11:50")).Text("urlpath"));
    }

    [Fact]
    public void Open_Aliases_StandForTheirTargets()
    {
        var requests = new List<OpenRequest>();
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("catalog_alias.yml"), CatalogueFiles.Probe(requests));
        catalogue["alias0"].Open();
        catalogue["alias1"].Open(("choice", "first"));
        catalogue["alias_other_cat"].Open();
        Assert.Equal(["input_data", "input_data", "entry1"], requests.Select(r => r.Entry.Name));
        Assert.Contains("'numpy'", Assert.Throws<CatalogueException>(() => catalogue["alias1"].Open(("choice", "second"))).Message);
    }

    [Fact]
    public void Driver_SeveralCandidates_FirstThatIsThereIsTaken()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("multi_plugins.yaml"), CatalogueFiles.Probe());
        Assert.Equal("csv", catalogue["tables0"].Driver);
        Assert.Equal("csv", catalogue["tables2"].Driver);
        Assert.Equal("csv", catalogue["tables5"].Driver);
        var none = Assert.Throws<CatalogueException>(() => catalogue["tables4"].Open());
        Assert.Contains("There is no driver 'doesnotexist'", none.Message);
        Assert.Contains("Drivers there are: csv", none.Message);
    }

    [Fact]
    public void Validate_UndeclaredName_IsToldButHidesNothing()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("catalog.yml"));
        Assert.Equal(3, catalogue.Entries.Count);
        Assert.Equal([13, 27], catalogue.Validate().Select(p => p.Line));
        Assert.All(catalogue.Validate(), p => Assert.Contains("'up'", p.Reason));
    }

    [Fact]
    public void Load_PangeoFolder_ReadsEveryEntry()
    {
        var master = Catalogue.Load(CatalogueFiles.Pangeo("master.yaml"));
        Assert.Empty(master.Validate());
        Assert.True(master.Entries.Count >= 90, $"{master.Entries.Count} entries");
        Assert.Equal("Camels Basin Mean Forcing", master["hydro.camels.basin_mean_forcing_gcp"].Description);
        Assert.EndsWith("_streamflow_qc.txt", CatalogueFiles.Arguments(master["hydro.camels.usgs_streamflow_gcp"]).Text("urlpath"));
        var soil = master["hydro.soil_grids_multi_level"];
        Assert.Contains("_sl1_250m.tif", CatalogueFiles.Arguments(soil).Text("urlpath"));
        var zarr = Assert.Throws<CatalogueException>(() => master["ocean.sea_surface_height"].Open());
        Assert.Contains("is remote (gs)", zarr.Message);
    }

    [Theory]
    [InlineData("catalog_non_dict.yml", 1, "", "a mapping was expected, not a list of 3 items")]
    [InlineData("data_source_missing.yml", 1, "sources", "no 'sources'")]
    [InlineData("data_source_non_dict.yml", 1, "sources", "the text 'foo'")]
    [InlineData("obsolete_data_source_list.yml", 2, "sources", "a form that intake has given up")]
    public void Load_FileThatIsNoCatalogue_SaysWhereAndWhy(string file, int line, string key, string reason)
    {
        var fault = Assert.Throws<CatalogueException>(() => Catalogue.Load(CatalogueFiles.Intake(file)));
        AssertProblem(fault.Problem, file, line, key, reason);
    }

    [Theory]
    [InlineData("catalog_dup_parameters.yml", 8, "sources.entry1_part.parameters.part", "comes twice, in line 5 and in line 8")]
    [InlineData("catalog_dup_sources.yml", 11, "sources.entry1_part", "comes twice, in line 2 and in line 11")]
    [InlineData("catalog_hierarchy.yml", 26, "sources.a.c.driver", "comes twice")]
    [InlineData("data_source_name_non_string.yml", 2, "sources.1", "this is the number 1")]
    [InlineData("data_source_value_non_dict.yml", 2, "sources.foo", "not the number 1")]
    [InlineData("obsolete_params_list.yml", 5, "sources.a.parameters", "a form that intake has given up")]
    [InlineData("params_missing_required.yml", 2, "sources.a.driver", "no driver")]
    [InlineData("params_name_non_string.yml", 5, "sources.a.parameters.1", "this is the number 1")]
    [InlineData("params_non_dict.yml", 4, "sources.a.parameters", "the text 'b'")]
    [InlineData("params_value_bad_choice.yml", 7, "sources.a.parameters.b.type", "'string' is no parameter type")]
    [InlineData("params_value_bad_type.yml", 6, "sources.a.parameters.b.description", "not the number 1")]
    [InlineData("params_value_non_dict.yml", 5, "sources.a.parameters.b", "not the number 1")]
    [InlineData("plugins_non_dict.yml", 1, "plugins", "not the number 0")]
    [InlineData("plugins_source_missing.yml", 2, "plugins.source", "missing")]
    [InlineData("plugins_source_missing_key.yml", 3, "plugins.source.module", "missing")]
    [InlineData("plugins_source_non_dict.yml", 3, "plugins.source", "the text 'module'")]
    [InlineData("plugins_source_non_list.yml", 2, "plugins.source", "a list was expected")]
    [InlineData("plugins_source_non_string.yml", 3, "plugins.source.module", "the number 0")]
    public void Validate_MalformedPart_SaysWhereAndWhy(string file, int line, string key, string reason) =>
        AssertProblem(Assert.Single(Catalogue.Load(CatalogueFiles.Intake(file)).Validate()), file, line, key, reason);

    [Fact]
    public void Index_EntryBesideAMalformedOne_IsThere()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Intake("catalog_dup_parameters.yml"));
        Assert.Equal(["entry2_part"], catalogue.Entries.Select(e => e.Name));
        Assert.Equal("entry2_part", catalogue["entry2_part"].Name);
        Assert.Contains("comes twice", Assert.Throws<CatalogueException>(() => catalogue["entry1_part"]).Message);
        Assert.Equal(["a.b.c", "a.b.d", "c"], Catalogue.Load(CatalogueFiles.Intake("catalog_hierarchy.yml")).Entries.Select(e => e.Name));
    }

    private static void AssertProblem(CatalogueProblem problem, string file, int line, string key, string reason)
    {
        Assert.EndsWith(file, problem.File);
        Assert.Equal(line, problem.Line);
        Assert.True(problem.Column > 0);
        Assert.Equal(key, problem.Key);
        Assert.Contains(reason, problem.Reason);
        Assert.NotEqual("", problem.Hint);
    }
}
