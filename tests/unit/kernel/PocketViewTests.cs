namespace Isopleth.Kernel.Tests;

public sealed class PocketViewTests() : EngineTest(ownSession: true)
{
    [Theory]
    [InlineData("""div[@class: "note", data_orbit: 7](b("SO₂ < 2"), " DU", br)""", """<div class="note" data-orbit="7"><b>SO₂ &lt; 2</b> DU<br></div>""")]
    [InlineData("""ul(new[] { "Etna", "Stromboli" }.Select(v => (PocketView)li(v)))""", "<ul><li>Etna</li><li>Stromboli</li></ul>")]
    [InlineData("""p.warm[id: "a"](HTML("<i>as it is</i>"), 1.5)""", """<p class="warm" id="a"><i>as it is</i>1.5</p>""")]
    public void Cell_ElementsOfHtml_AreShownAsHtml(string code, string html) =>
        Assert.Equal(html, (string?)Assert.Single(Ok(code).Results)["text/html"]);

    [Fact]
    public void Cell_AttributeWithoutName_SaysHowToWriteIt() =>
        Assert.Contains("write [name: note]", Fail("""div["note"]("text")""").Value);

    [Fact]
    public void Cell_OwnVariableOfATagsName_IsMeant() => Assert.Equal("3", Value("var b = 2; b + 1"));

    [Fact]
    public void Cell_UnknownName_IsToldAsUnknown() => Assert.Equal("CS0103", Fail("spam(1)").Name);

    [Fact]
    public void Formatter_OfOneType_WritesItsValues()
    {
        Ok("""public record Orbit(int Number); Formatter<Orbit>.Register((orbit, writer) => writer.Write(span("orbit ", orbit.Number)), "text/html");""");
        Assert.Equal("<span>orbit 7</span>", (string?)Assert.Single(Ok("new Orbit(7)").Results)["text/html"]);
    }
}
