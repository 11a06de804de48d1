namespace Isopleth.Catalogue.Tests;

public sealed class DisplayTests
{
    private const string Text =
        """
        name: mine
        description: A <small> catalogue.
        sources:
          etna:
            driver: netcdf
            description: Columns & corners over Sicily.
            parameters:
              day: {description: which day, type: str, default: "20210401", allowed: ["20210401", "20210402"]}
              from: {description: the start, type: datetime, min: 2020-01-01}
            args: {urlpath: "{{ day }}.nc"}
            metadata: {bbox: [14, -33.25, 19.3, 38], datetime: 2018-12-30T00:00:00Z/2021-06-23T00:00:00Z, license: CC0}
        """;

    [Fact]
    public void ToString_Catalogue_HasNameWhatWhereWhenDriver()
    {
        var text = CatalogueFiles.Of(Text).ToString();
        Assert.StartsWith("mine: 1 entry. A <small> catalogue.", text);
        Assert.Contains("etna  Columns & corners over Sicily. | 33.25°S to 38°N, 14°E to 19.3°E | 2018-12-30 to 2021-06-23 | netcdf", text);
    }

    [Fact]
    public void ToHtml_Catalogue_IsATableWithEverythingEscaped()
    {
        var html = CatalogueFiles.Of(Text).ToHtml();
        Assert.Contains("A &lt;small&gt; catalogue.", html);
        Assert.Contains("<code>etna</code>", html);
        Assert.Contains("Columns &amp; corners", html);
        Assert.DoesNotContain("<small>", html);
    }

    [Fact]
    public void ToString_Entry_HasParametersAndTheLineThatOpensIt()
    {
        var text = CatalogueFiles.Of(Text)["etna"].ToString();
        Assert.Contains("day: which day; str, one of: 20210401, 20210402 (default 20210401)", text);
        Assert.Contains("from: the start; datetime, at least 2020-01-01 00:00:00 (required)", text);
        Assert.EndsWith("var data = catalogue[\"etna\"].Open((\"day\", \"20210401\"), (\"from\", \"2020-01-01T00:00:00Z\"));", text);
    }

    [Fact]
    public void ToHtml_Entry_HasParametersFactsAndCode()
    {
        var html = CatalogueFiles.Of(Text)["etna"].ToHtml();
        Assert.Contains("<code>day</code>", html);
        Assert.Contains("CC0", html);
        Assert.Contains("catalogue[&quot;etna&quot;].Open((&quot;day&quot;, &quot;20210401&quot;)", html);
    }

    [Fact]
    public void ToString_Problem_IsWrittenAsCompilersDo()
    {
        Assert.Equal("a.yml:3:5: sources.a: it is wrong. Mend it.", new CatalogueProblem("a.yml", 3, 5, "sources.a", "it is wrong.", "Mend it.").ToString());
        Assert.Equal("a.yml: it is wrong.", new CatalogueProblem("a.yml", 0, 0, "", "it is wrong.", "").ToString());
    }
}
