using System.Text;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.Tests.Runner;

public class ParameterFileTests
{
    [Theory]
    [InlineData("3", "3")]
    [InlineData("0x1F", "31")]
    [InlineData("-0.5", "-0.5")]
    [InlineData(".nan", "NaN")]
    [InlineData("-.inf", "-Infinity")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("TRUE", "true")]
    [InlineData("[1, [a, {k: null}]]", "[1,[\"0061\",{\"006b\":null}]]")]
    [InlineData("{1: x, ~: y}", "{1:\"0078\",\"007e\":\"0079\"}")]
    public void Parse_PlainScalars_AreValues(string yaml, string expected) => Assert.Equal(expected, Plain.Of(ParameterFile.Parse("x: " + yaml, "test")["x"]));

    [Theory]
    [InlineData("'3'", "3")]
    [InlineData("\"null\"", "null")]
    [InlineData("!!str 3", "3")]
    [InlineData("2018-12-30", "2018-12-30")]
    [InlineData("no", "no")]
    [InlineData("Québec", "Québec")]
    [InlineData("|\n  two\n  lines\n", "two\nlines\n")]
    public void Parse_QuotedTextAndDates_AreText(string yaml, string expected) => Assert.Equal(expected, Assert.IsType<TextValue>(ParameterFile.Parse("x: " + yaml, "test")["x"]).Value);

    [Fact]
    public void Parse_Json_IsYaml() => Assert.Equal("[1,2.5,\"0061\",null]", Plain.Of(ParameterFile.Parse("{\"x\": [1, 2.5, \"a\", null]}", "test")["x"]));

    [Fact]
    public void Parse_Empty_HasNoParameters() => Assert.Empty(ParameterFile.Parse("# nothing\n", "test"));

    [Fact]
    public void ParseBase64_OfYaml_ReadsIt() => Assert.Equal("5", Plain.Of(ParameterFile.ParseBase64(Convert.ToBase64String(Encoding.UTF8.GetBytes("x: 5")), "-b")["x"]));

    [Fact]
    public void ParseBase64_OfOtherText_NamesTheOption() =>
        Assert.Contains("-b is not base64", Assert.Throws<ParameterException>(() => ParameterFile.ParseBase64("§", "-b")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a: 1\n b: 2", "params.yaml is not YAML: line 2, column ")]
    [InlineData("a: 1\na: 2", "params.yaml is not YAML: line 2, column 1")]
    [InlineData("a: 1\nb: [1, 2\nc: 3", "params.yaml is not YAML: a list, a dictionary or a quoted text in it is not closed")]
    public void Parse_NotYaml_TellsWhere(string yaml, string expected) =>
        Assert.Contains(expected, Assert.Throws<ParameterException>(() => ParameterFile.Parse(yaml, "params.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_AList_SaysThatAMappingIsExpected()
    {
        var error = Assert.Throws<ParameterException>(() => ParameterFile.Parse("- 1", "params.yaml"));
        Assert.Contains("params.yaml must be a mapping of parameter names to values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSuchFile_NamesIt() =>
        Assert.Contains("/nowhere/params.yaml", Assert.Throws<ParameterException>(() => ParameterFile.Load("/nowhere/params.yaml")).Message, StringComparison.Ordinal);
}
