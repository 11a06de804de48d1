using Isopleth.Jupyter.Notebooks;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.Tests.Runner;

public class ParameterTests
{
    [Theory]
    [InlineData("5", "5")]
    [InlineData("-5", "-5")]
    [InlineData("+7", "7")]
    [InlineData("1_000", "1000")]
    [InlineData("007", "7")]
    [InlineData("2.50", "2.5")]
    [InlineData("1e3", "1000")]
    [InlineData(".5", "0.5")]
    [InlineData("nan", "NaN")]
    [InlineData("-inf", "-Infinity")]
    [InlineData("True", "true")]
    [InlineData("false", "false")]
    [InlineData("None", "null")]
    [InlineData("null", "null")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    public void Parse_WhatLooksLikeAValue_IsThatValue(string text, string expected)
    {
        var value = ParameterValue.Parse(text);
        Assert.Equal(expected, Plain.Of(value));
        Assert.Equal(text, value.Written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20181230.nc")]
    [InlineData("1.2.3")]
    [InlineData("-")]
    [InlineData("_1")]
    [InlineData("1__0")]
    [InlineData("TRUE")]
    [InlineData("~")]
    [InlineData("٣")]
    [InlineData("[1, 2]")]
    public void Parse_AllElse_IsText(string text) => Assert.Equal(text, Assert.IsType<TextValue>(ParameterValue.Parse(text)).Value);

    [Theory]
    [InlineData("double threshold = 3;", "5", "double threshold = 5.0;")]
    [InlineData("double threshold = 3;", "1e-7", "double threshold = 1E-07;")]
    [InlineData("double threshold = 3;", "nan", "double threshold = double.NaN;")]
    [InlineData("double? threshold = null;", "None", "double? threshold = null;")]
    [InlineData("var threshold = 3.0;", "5", "double threshold = 5.0;")]
    [InlineData("const double threshold = 3.0;", "5", "const double threshold = 5.0;")]
    [InlineData("float threshold = 3f;", "0.1", "float threshold = 0.1f;")]
    [InlineData("var threshold = 3f;", "inf", "float threshold = float.PositiveInfinity;")]
    [InlineData("decimal threshold = 3m;", "0.10", "decimal threshold = 0.10m;")]
    [InlineData("var threshold = 3;", "5", "int threshold = 5;")]
    [InlineData("int threshold = 3;", "1e3", "int threshold = 1000;")]
    [InlineData("long threshold = 3;", "5000000000", "long threshold = 5000000000L;")]
    [InlineData("var threshold = 3L;", "5", "long threshold = 5L;")]
    [InlineData("byte threshold = 3;", "255", "byte threshold = 255;")]
    [InlineData("System.Numerics.BigInteger threshold = 3;", "5", "System.Numerics.BigInteger threshold = System.Numerics.BigInteger.Parse(\"5\");")]
    [InlineData("bool threshold = false;", "True", "bool threshold = true;")]
    [InlineData("var threshold = false;", "yes", "bool threshold = true;")]
    [InlineData("char threshold = 'a';", "'", "char threshold = '\\'';")]
    [InlineData("char threshold = 'a';", "7", "char threshold = '7';")]
    [InlineData("string threshold = \"\";", "007", "string threshold = \"007\";")]
    [InlineData("string threshold = \"\";", "True", "string threshold = \"True\";")]
    [InlineData("var threshold = \"a\";", "1e3", "string threshold = \"1e3\";")]
    [InlineData("string? threshold = null;", "None", "string? threshold = null;")]
    [InlineData("string? threshold = null;", "C:\\new \"x\"", "string? threshold = \"C:\\\\new \\\"x\\\"\";")]
    [InlineData("object threshold = 1;", "2.5", "object threshold = 2.5;")]
    [InlineData("dynamic threshold = 1;", "text", "dynamic threshold = \"text\";")]
    [InlineData("DateTime threshold = new(2018, 1, 1);", "2018-12-30", "DateTime threshold = new DateTime(2018, 12, 30);")]
    [InlineData("var threshold = new DateTime(2018, 1, 1);", "2018-12-30T11:30:15Z", "DateTime threshold = new DateTime(2018, 12, 30, 11, 30, 15, DateTimeKind.Utc);")]
    [InlineData("var threshold = DateTime.Parse(\"2018-01-01\");", "2018-12-30T11:30:15.25", "DateTime threshold = new DateTime(2018, 12, 30, 11, 30, 15).AddTicks(2500000L);")]
    [InlineData("DateTimeOffset threshold = default;", "2018-12-30T11:30:00+01:00", "DateTimeOffset threshold = new DateTimeOffset(new DateTime(2018, 12, 30, 11, 30, 0), new TimeSpan(0, 1, 0, 0));")]
    [InlineData("DateOnly threshold = new(2018, 1, 1);", "2018-12-30", "DateOnly threshold = new DateOnly(2018, 12, 30);")]
    [InlineData("TimeOnly threshold = default;", "11:30", "TimeOnly threshold = TimeOnly.FromTimeSpan(new TimeSpan(0, 11, 30, 0));")]
    [InlineData("TimeSpan threshold = default;", "1.06:00:00", "TimeSpan threshold = new TimeSpan(1, 6, 0, 0);")]
    [InlineData("Guid threshold = default;", "0f8fad5b-d9cb-469f-a165-70867728950e", "Guid threshold = Guid.Parse(\"0f8fad5b-d9cb-469f-a165-70867728950e\");")]
    [InlineData("Method threshold = Method.Fast;", "Exact", "Method threshold = Method.Exact;")]
    [InlineData("var threshold = Method.Fast;", "Exact", "Method threshold = Method.Exact;")]
    public void Inject_Scalar_KeepsTheDeclaredType(string declaration, string value, string expected) =>
        AssertInjected(declaration, ParameterValue.Parse(value), expected);

    [Theory]
    [InlineData("string[] threshold = { \"a\" };", "[x, 007]", "string[] threshold = new string[] { \"x\", \"007\" };")]
    [InlineData("double[] threshold = [1, 2];", "[1, 2.5, .nan]", "double[] threshold = new double[] { 1.0, 2.5, double.NaN };")]
    [InlineData("double[] threshold = [1, 2];", "[]", "double[] threshold = new double[] { };")]
    [InlineData("var threshold = new[] { 1.0, 2 };", "[1, 2]", "double[] threshold = new double[] { 1.0, 2.0 };")]
    [InlineData("var threshold = new double[3];", "[1]", "double[] threshold = new double[] { 1.0 };")]
    [InlineData("double[][] threshold = [[1]];", "[[1], [2, 3]]", "double[][] threshold = new double[][] { new double[] { 1.0 }, new double[] { 2.0, 3.0 } };")]
    [InlineData("int[,] threshold = { { 1 } };", "[[1, 2], [3, 4]]", "int[,] threshold = new int[,] { { 1, 2 }, { 3, 4 } };")]
    [InlineData("List<string> threshold = new();", "[a]", "List<string> threshold = new List<string> { \"a\" };")]
    [InlineData("var threshold = new List<int> { 1 };", "[2, 3]", "List<int> threshold = new List<int> { 2, 3 };")]
    [InlineData("IReadOnlyList<double> threshold = [1];", "[2]", "IReadOnlyList<double> threshold = new List<double> { 2.0 };")]
    [InlineData("HashSet<int?> threshold = [1];", "[2, null]", "HashSet<int?> threshold = new HashSet<int?> { 2, null };")]
    [InlineData("Dictionary<string, double> threshold = new();", "{a: 1}", "Dictionary<string, double> threshold = new Dictionary<string, double> { [\"a\"] = 1.0 };")]
    [InlineData("IDictionary<string, int[]> threshold = null;", "{a: [1]}", "IDictionary<string, int[]> threshold = new Dictionary<string, int[]> { [\"a\"] = new int[] { 1 } };")]
    [InlineData("(double West, double East) threshold = (1, 2);", "[3, 4]", "(double West, double East) threshold = (3.0, 4.0);")]
    [InlineData("DateTime threshold = default;", "2018-12-30", "DateTime threshold = new DateTime(2018, 12, 30);")]
    public void Inject_FromYaml_KeepsTheDeclaredType(string declaration, string yaml, string expected) =>
        AssertInjected(declaration, ParameterFile.Parse("threshold: " + yaml, "test")["threshold"], expected);

    [Theory]
    [InlineData("double threshold = 3; // z-score", "abc", "abc is no double: a number was expected")]
    [InlineData("double threshold = 3; // z-score", "None", "None is no double: it takes no null; declare it double? in the parameters cell")]
    [InlineData("float threshold = 3;", "1e300", "1e300 is no float: it is too large for one")]
    [InlineData("decimal threshold = 3;", "nan", "nan is no decimal: a finite number was expected")]
    [InlineData("int threshold = 3;", "2.5", "2.5 is no int: a whole number was expected")]
    [InlineData("int threshold = 3;", "5000000000", "5000000000 is no int: a number from -2147483648 to 2147483647 was expected")]
    [InlineData("bool threshold = true;", "2", "2 is no bool: true or false was expected")]
    [InlineData("char threshold = 'a';", "ab", "ab is no char: one character was expected")]
    [InlineData("DateTime threshold = default;", "soon", "soon is no DateTime: a date or time such as 2018-12-30")]
    [InlineData("string[] threshold = {};", "a", "a is no string[]: a list was expected")]
    [InlineData("List<string> threshold = null;", "a", "a is no List<string>: a list was expected")]
    [InlineData("Dictionary<string, int> threshold = null;", "a", "a is no Dictionary<string, int>: a dictionary was expected")]
    [InlineData("(int, int) threshold = (1, 2);", "5", "5 is no (int, int): a list was expected")]
    public void Inject_AValueOfAnotherType_SaysWhatWasExpectedAndWhatIsDeclared(string declaration, string value, string expected)
    {
        var error = Assert.Throws<ParameterException>(() => NotebookParameters.Inject(Declaring(declaration), Given(ParameterValue.Parse(value))));
        Assert.Equal("threshold", error.Parameter);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(declaration.Split(';')[0], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int[,] threshold = null;", "[[1], [2, 3]]", "a list of lists of equal length was expected")]
    [InlineData("(int, int) threshold = (1, 2);", "[1, 2, 3]", "a list of 2 values was expected")]
    [InlineData("double[] threshold = null;", "[1, a]", "a is no double: a number was expected")]
    public void Inject_AListOfAnotherForm_SaysWhatWasExpected(string declaration, string yaml, string expected)
    {
        var error = Assert.Throws<ParameterException>(() => NotebookParameters.Inject(Declaring(declaration), ParameterFile.Parse("threshold: " + yaml, "test")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("granule: str = \"20181230\"", "007", "granule = \"007\"")]
    [InlineData("granule = '20181230'", "007", "granule = \"007\"")]
    [InlineData("granule: Optional[str] = None", "None", "granule = None")]
    [InlineData("granule = 3", "007", "granule = 7")]
    [InlineData("granule = 3", "Québec", "granule = \"Québec\"")]
    public void Inject_Python_KeepsText(string declaration, string value, string expected)
    {
        var notebook = Declaring(declaration, "python");
        NotebookParameters.Inject(notebook, new Dictionary<string, ParameterValue> { ["granule"] = ParameterValue.Parse(value) });
        Assert.Equal("# Parameters\n" + expected, notebook.Cells[1].Source);
    }

    [Fact]
    public void Inject_UnknownName_ListsThoseThereAreAndGuesses()
    {
        var notebook = Declaring("string granule = \"20181230\"; // the orbit's date\ndouble threshold = 3;  // z-score [1]");
        var error = Assert.Throws<ParameterException>(() => NotebookParameters.Inject(notebook, new Dictionary<string, ParameterValue> { ["granul"] = new NullValue() }));
        Assert.Equal(
            "The notebook has no parameter granul. Did you mean granule? Its parameters are:\n"
            + "  string granule = \"20181230\"  // the orbit's date\n  double threshold = 3  // z-score [1]", error.Message);
    }

    [Fact]
    public void Inject_FarName_GuessesNothing()
    {
        var error = Assert.Throws<ParameterException>(() => NotebookParameters.Inject(Declaring("int n = 1;"), Given(new NullValue())));
        Assert.DoesNotContain("Did you mean", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inject_NoParametersCell_SaysHowToMakeOne()
    {
        var notebook = Notebook.Create("k", "K", "C#");
        notebook.Add(Cell.Code("int threshold = 1;"));
        var error = Assert.Throws<ParameterException>(() => NotebookParameters.Inject(notebook, Given(new NullValue())));
        Assert.Contains("no code cell of it is tagged 'parameters'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inject_AnotherLanguage_NamesItAndThoseKnown()
    {
        var error = Assert.Throws<ParameterException>(() => NotebookParameters.Inject(Declaring("threshold <- 1", "R"), Given(new NullValue())));
        Assert.Contains("language 'R'", error.Message, StringComparison.Ordinal);
        Assert.Contains("C# and Python", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inject_Twice_ReplacesTheInjectedCell()
    {
        var notebook = Declaring("int threshold = 1;");
        notebook.Add(Cell.Code("threshold"));
        NotebookParameters.Inject(notebook, Given(ParameterValue.Parse("2")));
        NotebookParameters.Inject(notebook, Given(ParameterValue.Parse("3")));
        Assert.Equal(["int threshold = 1;", "// Parameters\nint threshold = 3;", "threshold"], notebook.Cells.Select(cell => cell.Source));
        Assert.Equal(["injected-parameters"], notebook.Cells[1].Tags);
        NotebookParameters.Inject(notebook, new Dictionary<string, ParameterValue>());
        Assert.Equal(3, notebook.Cells.Count);
    }

    private static void AssertInjected(string declaration, ParameterValue value, string expected)
    {
        var notebook = Declaring(declaration);
        NotebookParameters.Inject(notebook, Given(value));
        Assert.Equal("// Parameters\n" + expected, notebook.Cells[1].Source);
        Assert.Empty(CSharpEvaluator.ErrorsOf("enum Method { Fast, Exact }", declaration, notebook.Cells[1].Source, "var used = threshold;"));
    }

    private static Dictionary<string, ParameterValue> Given(ParameterValue value) => new() { ["threshold"] = value };

    private static Notebook Declaring(string source, string language = "C#")
    {
        var notebook = Notebook.Create("k", "K", language);
        notebook.Add(Cell.Code(source, NotebookParameters.DeclaringTag));
        return notebook;
    }
}
