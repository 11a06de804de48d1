namespace Isopleth.Catalogue.Tests;

public sealed class ParameterTests
{
    private const string Entry =
        """
        sources:
          e:
            driver: probe
            description: an entry
            parameters:
              station: {description: number of a station, type: str, default: 05056000}
              level: {description: the level, type: int, default: 3, min: 1, max: 9}
              height: {description: the height, type: float, default: 2}
              ok: {description: on or off, type: bool, default: yes}
              when: {description: the time, type: datetime, default: 2021-04-01, min: 2020-01-01}
              bands: {description: some bands, type: mlist, default: [red], allowed: [red, green]}
              box: {description: a box, type: dict, default: {west: 1}}
              free: {description: anything, type: other, default: null}
              kind: {description: a choice, type: str, default: a, allowed: [a, b, "1"]}
            args:
              used: "{{ level }}"
        """;

    [Fact]
    public void Resolve_NothingGiven_HasTheDefaultsInTheirTypes()
    {
        var chosen = CatalogueFiles.Of(Entry, CatalogueFiles.Probe())["e"].Resolve(new Dictionary<string, object?>());
        Assert.Equal("05056000", chosen.Parameters["station"]);
        Assert.Equal(3L, chosen.Parameters["level"]);
        Assert.Equal(2.0, chosen.Parameters["height"]);
        Assert.Equal(true, chosen.Parameters["ok"]);
        Assert.Equal(new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc), chosen.Parameters["when"]);
        Assert.Equal(["red"], (object?[])chosen.Parameters["bands"]!);
        Assert.Equal(1L, chosen.Parameters.Section("box")["west"]);
        Assert.Null(chosen.Parameters["free"]);
        Assert.Equal("3", chosen.Arguments["used"]);
        Assert.False(chosen.Arguments.ContainsKey("level"));
        Assert.Equal("05056000", chosen.Arguments["station"]);
    }

    public static TheoryData<string, object?, object?> Accepted => new()
    {
        { "level", "7", 7L }, { "level", 7.0, 7L }, { "level", (short)7, 7L }, { "height", 7, 7.0 }, { "height", "1e3", 1000.0 }, { "height", 1.5f, 1.5 },
        { "ok", "no", false }, { "ok", 1, true }, { "station", 42, "42" }, { "kind", 1, "1" }, { "station", false, "false" },
        { "when", "20200102", new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc) },
        { "when", new DateOnly(2020, 1, 2), new DateTime(2020, 1, 2, 0, 0, 0, DateTimeKind.Utc) },
        { "when", "2020-01-02T03:00:00+02:00", new DateTime(2020, 1, 2, 1, 0, 0, DateTimeKind.Utc) },
        { "when", new DateTimeOffset(2020, 1, 2, 3, 0, 0, TimeSpan.FromHours(2)), new DateTime(2020, 1, 2, 1, 0, 0, DateTimeKind.Utc) },
        { "free", 3, 3L },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Resolve_ValueOfAnotherKindThatFits_IsConverted(string name, object? given, object? expected) =>
        Assert.Equal(expected, CatalogueFiles.Of(Entry, CatalogueFiles.Probe())["e"].Resolve(new Dictionary<string, object?> { [name] = given }).Parameters[name]);

    [Fact]
    public void Resolve_ListsAndDictionaries_AreTakenFromAnyCollection()
    {
        var entry = CatalogueFiles.Of(Entry, CatalogueFiles.Probe())["e"];
        var chosen = entry.Resolve(new Dictionary<string, object?> { ["bands"] = new List<string> { "green", "red" }, ["box"] = new Dictionary<string, int> { ["west"] = 5 } });
        Assert.Equal(["green", "red"], (object?[])chosen.Parameters["bands"]!);
        Assert.Equal(5L, chosen.Parameters.Section("box")["west"]);
    }

    [Theory]
    [InlineData("level", 0, "0 is less than the smallest value allowed, 1")]
    [InlineData("level", 10, "10 is greater than the largest value allowed, 9")]
    [InlineData("level", 2.5, "2.5 is not a whole number")]
    [InlineData("level", "many", "'many' is not a whole number")]
    [InlineData("height", "tall", "'tall' is not a number")]
    [InlineData("ok", "perhaps", "'perhaps' is not true or false")]
    [InlineData("when", "soon", "'soon' is not a date and time, for example 2021-04-01T12:00:00Z")]
    [InlineData("when", "2019-12-31", "2019-12-31 00:00:00 is less than the smallest value allowed, 2020-01-01 00:00:00")]
    [InlineData("bands", "red", "'red' is not a list")]
    [InlineData("bands", new[] { "red", "blue" }, "'blue' is not among the allowed values: red, green")]
    [InlineData("box", 1, "1 is not a dictionary")]
    [InlineData("kind", "c", "'c' is not among the allowed values: a, b, 1")]
    [InlineData("kind", null, "None is not text")]
    [InlineData("levl", 1, "There is no parameter 'levl'. Did you mean 'level'? Parameters: station: str (default 05056000); level: int, from 1 to 9 (default 3)")]
    public void Open_ValueThatDoesNotFit_SaysWhatThereIs(string name, object? value, string reason)
    {
        var fault = Assert.Throws<CatalogueException>(() => CatalogueFiles.Of(Entry, CatalogueFiles.Probe())["e"].Open((name, value)));
        Assert.Contains(reason, fault.Message);
        Assert.Equal(2, fault.Line);
        Assert.StartsWith("e.parameters", fault.Key);
    }

    [Theory]
    [InlineData("{description: d, type: int, default: x}", "the text 'x' is not a whole number")]
    [InlineData("{description: d, type: str, default: c, allowed: [a, b]}", "'c' is not among the allowed values: a, b")]
    [InlineData("{description: d, type: int, default: 0, min: 1}", "0 is less than")]
    [InlineData("{description: d, type: int, allowed: 3}", "a list was expected, not the number 3")]
    [InlineData("{description: d}", "the parameter has no type")]
    [InlineData("{description: d, type: strng}", "Did you mean 'str'?")]
    public void Index_MalformedParameter_IsTold(string parameter, string reason)
    {
        var catalogue = CatalogueFiles.Of($"sources:\n  e:\n    driver: netcdf\n    parameters:\n      p: {parameter}\n  f: {{driver: netcdf}}\n");
        Assert.Contains(reason, Assert.Throws<CatalogueException>(() => catalogue["e"]).Message);
        Assert.Equal("f", Assert.Single(catalogue.Entries).Name);
    }

    [Fact]
    public void Load_SharedParameters_AreThoseOfEveryEntry()
    {
        var catalogue = CatalogueFiles.Of(
            """
            metadata:
              parameters:
                year: {description: the year, type: int, default: 2021}
            sources:
              a: {driver: csv, args: {urlpath: "{{ year }}.csv"}}
              b: {driver: csv, args: {urlpath: "{{ year }}.csv"}, parameters: {year: {description: own, type: int, default: 1999}}}
            """);
        Assert.Empty(catalogue.Validate());
        Assert.Equal("2021.csv", CatalogueFiles.Arguments(catalogue["a"]).Text("urlpath"));
        Assert.Equal("1999.csv", CatalogueFiles.Arguments(catalogue["b"]).Text("urlpath"));
    }
}
