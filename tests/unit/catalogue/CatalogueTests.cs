using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Catalogue.Tests;

public sealed class CatalogueTests
{
    private const string Leaf = "sources:\n  leaf: {driver: probe, description: a leaf}\n";

    [Fact]
    public void Load_Folder_NamesFollowFilesAndFolders()
    {
        var folder = CatalogueFiles.Folder(("tropomi/so2.yml", Leaf), ("tropomi/ch4/catalog.yml", Leaf), ("top.yaml", Leaf), ("notes.txt", "no catalogue"), ("empty/readme.md", ""));
        var catalogue = Catalogue.Load(folder);
        Assert.Equal(["top.leaf", "tropomi.so2.leaf", "tropomi.ch4.leaf"], catalogue.Entries.Select(e => e.Name));
        Assert.Equal("a leaf", catalogue["tropomi.ch4.leaf"].Description);
        Assert.Empty(catalogue.Validate());
    }

    [Fact]
    public void Load_FolderWithItsOwnCatalogue_NamesNothingTwice()
    {
        const string main = "name: mine\ndescription: all of it\nsources:\n  a: {driver: yaml_file_cat, args: {path: \"{{ CATALOG_DIR }}/a/catalog.yml\"}}\n";
        var catalogue = Catalogue.Load(CatalogueFiles.Folder(("catalog.yml", main), ("a/catalog.yml", Leaf), ("b.yml", Leaf)));
        Assert.Equal(["a.leaf", "b.leaf"], catalogue.Entries.Select(e => e.Name));
        Assert.Equal(("mine", "all of it"), (catalogue.Name, catalogue.Description));
    }

    [Fact]
    public void Load_SeveralFilesAsOne_AreFlattened()
    {
        const string main = "sources:\n  all: {driver: yaml_files_cat, args: {path: \"{{ CATALOG_DIR }}/parts/*.yml\"}}\n";
        var catalogue = Catalogue.Load(Path.Combine(CatalogueFiles.Folder(("catalog.yml", main), ("parts/a.yml", Leaf), ("parts/b.yml", Leaf.Replace("leaf:", "twig:"))), "catalog.yml"));
        Assert.Equal(["all.leaf", "all.twig"], catalogue.Entries.Select(e => e.Name));
    }

    [Fact]
    public void Index_UnknownName_OffersNearOnesAndListsAll()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Folder(("tropomi.yml", Leaf)));
        Assert.Contains("There is no entry 'tropomi.leef'. Did you mean 'tropomi.leaf'? There are: tropomi.leaf.", Assert.Throws<CatalogueException>(() => catalogue["tropomi.leef"]).Message);
        Assert.Contains("Did you mean 'tropomi.leaf'?", Assert.Throws<CatalogueException>(() => catalogue["leaf"]).Message);
        Assert.Contains("'tropomi' is a catalogue, not an entry. Its entries are: tropomi.leaf.", Assert.Throws<CatalogueException>(() => catalogue["tropomi"]).Message);
        Assert.False(catalogue.Contains("leaf"));
        Assert.True(catalogue.Contains("tropomi.leaf"));
    }

    [Fact]
    public void Validate_BrokenFileBelow_HidesNothingElse()
    {
        var catalogue = Catalogue.Load(CatalogueFiles.Folder(("good.yml", Leaf), ("bad.yml", "sources:\n\tleaf: {driver: probe}\n"), ("worse.yml", "sources: 3\n")));
        Assert.Equal(["good.leaf"], catalogue.Entries.Select(e => e.Name));
        Assert.Equal(["bad.yml", "worse.yml"], catalogue.Validate().Select(p => Path.GetFileName(p.File)));
        var fault = Assert.Throws<CatalogueException>(() => catalogue["bad.leaf"]);
        Assert.Equal((2, "The line is indented with a tab; YAML allows spaces only."), (fault.Line, fault.Hint));
        Assert.Contains("cannot be used", catalogue.ToString());
        Assert.Contains("2 problems", catalogue.ToHtml());
    }

    [Fact]
    public void Validate_WordsThatMeanNothing_AreToldWithTheNearestThatDo()
    {
        var catalogue = CatalogueFiles.Of("sources:\n  a: {driver: csv, arg: {}, args: {x: \"{{ y }}{{ z | default('') }}\"}}\n  b: {drivr: csv}\n");
        Assert.Equal(["the entry has no driver.", "The key 'arg' has no meaning in an entry.", "The template '{{ y }}{{ z | default('') }}' uses 'y', which is no parameter."], catalogue.Validate().Select(p => p.Reason));
        Assert.Equal("Rename 'drivr' to 'driver'.", catalogue.Validate()[0].Hint);
        Assert.StartsWith("Did you mean 'args'?", catalogue.Validate()[1].Hint);
        Assert.Equal(["a"], catalogue.Entries.Select(e => e.Name));
    }

    [Theory]
    [InlineData("sources:\n  a:\n    driver: netcdf\n    args:\n      urlpath: {{ CATALOG_DIR }}/x.nc\n", 5, "Quote the value that begins with a template")]
    [InlineData("sources:\n  a:\n    description: one: two\n    driver: netcdf\n", 3, "Check the indentation, the colons and the quotes")]
    [InlineData("sources:\n  a: [1, 2\n", 2, "Check the indentation")]
    [InlineData("sources:\n  a: *nowhere\n", 2, "Define it with &nowhere first")]
    [InlineData("", 0, "Write 'sources:'")]
    public void Load_TextThatIsNotYaml_SaysWhereAndWhatToDo(string text, int line, string hint)
    {
        var fault = Assert.Throws<CatalogueException>(() => CatalogueFiles.Of(text));
        Assert.Contains(hint, fault.Hint);
        Assert.InRange(fault.Line, line, line + 1);
        Assert.EndsWith("catalog.yml", fault.File);
    }

    [Fact]
    public void Load_NothingThere_SaysSo()
    {
        Assert.Contains("There is no such catalogue file", Assert.Throws<CatalogueException>(() => Catalogue.Load("/nowhere/catalog.yml")).Message);
        Assert.Contains("holds no catalogue", Assert.Throws<CatalogueException>(() => Catalogue.Load(CatalogueFiles.Folder(("a.txt", "")))).Message);
    }

    [Fact]
    public void Load_AnchorsAndMergeKeys_AreFollowed()
    {
        var catalogue = CatalogueFiles.Of(
            """
            base: &base
              driver: csv
              metadata: {license: CC0, keywords: [a]}
            sources:
              x: {<<: *base, description: one}
              y:
                <<: *base
                metadata: {license: MIT}
            """);
        Assert.Equal(("csv", "CC0", "one"), (catalogue["x"].Driver, catalogue["x"].Metadata.Text("license"), catalogue["x"].Description));
        Assert.Equal("MIT", catalogue["y"].Metadata.Text("license"));
    }

    [Fact]
    public void Open_AliasesInACircle_AreTold()
    {
        var catalogue = CatalogueFiles.Of("sources:\n  a: {driver: alias, args: {target: b}}\n  b: {driver: alias, args: {target: a}}\n  c: {driver: alias, args: {target: nothing}}\n");
        Assert.Contains("a -> b -> a", Assert.Throws<CatalogueException>(() => catalogue["a"].Open()).Message);
        Assert.Contains("no entry 'nothing'", Assert.Throws<CatalogueException>(() => catalogue["c"].Open()).Message);
    }

    [Fact]
    public void Open_Alias_PassesOnParametersItDoesNotHave()
    {
        var requests = new List<OpenRequest>();
        var catalogue = CatalogueFiles.Of(
            """
            sources:
              real: {driver: probe, parameters: {day: {description: d, type: str, default: mon}}, args: {urlpath: "{{ day }}"}}
              other: {driver: alias, args: {target: real}}
            """, CatalogueFiles.Probe(requests));
        catalogue["other"].Open(("day", "tue"));
        Assert.Equal("tue", Assert.Single(requests).Arguments.Text("urlpath"));
        Assert.Contains("no parameter 'month'", Assert.Throws<CatalogueException>(() => catalogue["other"].Open(("month", 3))).Message);
    }

    [Fact]
    public void Open_MissingFile_SaysWhichVariableToSetAndWhatToOpenInstead()
    {
        const string text =
            """
            metadata:
              environment:
                ISOPLETH_SAMPLES: {default: "{{ CATALOG_DIR }}/../nowhere", remedy: set ISOPLETH_SAMPLES to the folder of the samples}
            sources:
              a: {driver: netcdf, args: {urlpath: "{{ env(ISOPLETH_SAMPLES) }}/a*.nc"}, metadata: {offline: simulated.a}}
            """;
        var unset = Assert.Throws<CatalogueException>(() => CatalogueFiles.Of(text, new() { Environment = _ => null })["a"].Open());
        Assert.Contains("No file matches '", unset.Message);
        Assert.Contains("/nowhere/a*.nc'", unset.Message);
        Assert.Contains("ISOPLETH_SAMPLES is not set (default ", unset.Hint);
        Assert.Contains("set ISOPLETH_SAMPLES to the folder of the samples. Or open catalogue[\"simulated.a\"]", unset.Hint);
        var set = Assert.Throws<CatalogueException>(() => CatalogueFiles.Of(text, new() { Environment = _ => "/elsewhere" })["a"].Open());
        Assert.Contains("ISOPLETH_SAMPLES is '/elsewhere'", set.Hint);
    }

    [Fact]
    public void Open_RemotePath_IsRefused()
    {
        var catalogue = CatalogueFiles.Of("sources:\n  a: {driver: netcdf, args: {urlpath: \"s3://bucket/a.nc\"}}\n  b: {driver: netcdf}\n");
        Assert.Contains("'s3://bucket/a.nc' is remote (s3)", Assert.Throws<CatalogueException>(() => catalogue["a"].Open()).Message);
        Assert.Contains("needs the argument 'urlpath'", Assert.Throws<CatalogueException>(() => catalogue["b"].Open()).Message);
    }

    [Theory]
    [InlineData("csv", "heights.csv", "x,height\n1,924\n2,3357\n")]
    [InlineData("csv", "h*.csv", "x,height\n1,924\n2,3357\n")]
    [InlineData("geojson", "places.geojson", """{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[15,37]},"properties":{"height":924}},{"type":"Feature","geometry":{"type":"Point","coordinates":[15.2,38]},"properties":{"height":3357}}]}""")]
    [InlineData("zarr", "grid.zarr", null)]
    [InlineData("zarr", "g*.zarr", null)]
    public void Open_TablesVectorsAndZarr_GoThroughTheOneDoor(string driver, string path, string? text)
    {
        var name = path.Replace('*', 'r');
        var folder = CatalogueFiles.Folder(("catalog.yml", $"sources:\n  a: {{driver: {driver}, args: {{urlpath: {path}}}}}\n"));
        if (text is not null)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
        else
        {
            using var grid = new Dataset([DataArray.Create("height", ["x"], [2], new[] { 924.0, 3357 })]);
            Zarr.Write(Path.Combine(folder, name), grid);
        }

        using var data = Catalogue.Load(folder)["a"].Open();
        Assert.Equal(4281, data["height"].To<double>().Sum());
    }

    [Fact]
    public void Place_OfTheWeb_StaysAsItStands()
    {
        var catalogue = CatalogueFiles.Of("sources:\n  a: {driver: zarr, args: {urlpath: \"http://127.0.0.1:1/a.zarr\"}}\n  b: {driver: zarr, args: {urlpath: \"s3://bucket/a.zarr\"}}\n  c: {driver: zarr}\n");
        Assert.Equal("http://127.0.0.1:1/a.zarr", catalogue["a"].Resolve(new Dictionary<string, object?>()).Place("urlpath"));
        Assert.Contains("'s3://bucket/a.zarr' is remote (s3)", Assert.Throws<CatalogueException>(() => catalogue["b"].Open()).Message);
        Assert.Contains("needs the argument 'urlpath'", Assert.Throws<CatalogueException>(() => catalogue["c"].Open()).Message);
    }

    [Fact]
    public void LocalFiles_PatternsInFoldersAndLists_AreFollowed()
    {
        var folder = CatalogueFiles.Folder(
            ("catalog.yml", "sources:\n  a: {driver: probe, args: {urlpath: ['20*/b?.nc', 'file://' ]}}\n  b: {driver: probe, args: {urlpath: '20*/b?.nc'}}\n"),
            ("2020/b1.nc", ""), ("2021/b2.nc", ""), ("2021/b22.nc", ""), ("1999/b1.nc", ""));
        var files = Catalogue.Load(folder)["b"].Resolve(new Dictionary<string, object?>()).LocalFiles("urlpath");
        Assert.Equal(["2020/b1.nc", "2021/b2.nc"], files.Select(f => Path.GetRelativePath(folder, f)));
    }

    [Fact]
    public void With_DriverOfOnesOwn_OpensEntries()
    {
        var requests = new List<OpenRequest>();
        var options = CatalogueFiles.Probe(requests);
        CatalogueFiles.Of(Leaf, options)["leaf"].Open();
        Assert.Equal("probe", Assert.Single(requests).Driver);
        Assert.Equal(DriverRegistry.Standard.Names.Append("probe").Order(StringComparer.Ordinal), options.Drivers.Names);
        Assert.Throws<ArgumentException>(() => options.Drivers.With(" ", _ => null!));
    }

    [Fact]
    public void Metadata_Keys_AreReadByKind()
    {
        var metadata = CatalogueFiles.Of("sources:\n  a: {driver: csv, metadata: {n: 3, x: 1.5, t: yes, words: [a, 2], deep: {er: 0x10}, nothing: ~}}\n")["a"].Metadata;
        Assert.Equal((3L, 1.5, true), (metadata["n"], metadata["x"], metadata["t"]));
        Assert.Equal("a, 2", metadata.Text("words"));
        Assert.Equal([3L], metadata.List("n"));
        Assert.Equal(16L, metadata.Section("deep")["er"]);
        Assert.Null(metadata.Text("nothing"));
        Assert.Empty(metadata.List("absent"));
        Assert.Equal("{n: 3, x: 1.5, t: true, words: a, 2, deep: {er: 16}, nothing: }", metadata.ToString());
        Assert.Contains("There is no metadata 'absent'; there is: n, x, t", Assert.Throws<KeyNotFoundException>(() => metadata["absent"]).Message);
    }
}
