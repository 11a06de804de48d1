using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Isopleth.Jupyter.Notebooks;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.Tests.Runner;

/// <summary>Whatever value is given, the notebook's language reads the same value back.</summary>
public sealed class LiteralTests
{
    private static readonly string[] Texts =
    [
        "", " ", "Québec", "тест", "日本語", "𝒳 😀", "a\"b", "a'b", "back\\slash", "line\nline", "\r\n", "tab\t", "\0\u0001\u007f\u0085", "\u2028\u2029", "\ufeff\u200b\u202e",
        "\ud800", "\udc00x", "{braces} $ @", "\\u0041", "%d %s", "#", "// no comment", "'''", "\"\"\"", new('x', 500),
    ];

    private static readonly ParameterValue[] Scalars =
    [
        new NullValue(), new BooleanValue(true), new BooleanValue(false),
        .. new[] { "0", "1", "-1", "2147483647", "-2147483648", "2147483648", "-2147483649", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "-123456789012345678901234567890" }
            .Select(text => new IntegerValue(BigInteger.Parse(text, CultureInfo.InvariantCulture))),
        .. new[] { 0.0, -0.0, 1.0, -1.5, 0.1, 1e-300, 5e-324, 1e22, 123456789012345680000.0, double.MaxValue, double.MinValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity }
            .Select(number => new RealValue(number)),
        .. Texts.Select(text => new TextValue(text)),
    ];

    private static readonly Gen<ParameterValue> Values = Gen.Sized(ValueOf);

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(20181230, 7);

    [Fact]
    public void Inject_EveryScalarAsCSharp_EvaluatesToItself() => AssertCSharpReadsBack(Scalars);

    [Fact]
    public void Inject_EveryScalarAsPython_EvaluatesToItself() => AssertPythonReadsBack(Scalars);

    [Fact]
    public void Inject_NestedAndMixedValuesAsCSharp_EvaluateToThemselves() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Values, 40)), values => AssertCSharpReadsBack(values)).Check(Fixed);

    [Fact]
    public void Inject_NestedAndMixedValuesAsPython_EvaluateToThemselves() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Values, 40)), values => AssertPythonReadsBack(values)).Check(Fixed);

    [Theory]
    [InlineData("[]", "var x = new object[] { };")]
    [InlineData("{}", "var x = new Dictionary<string, object> { };")]
    [InlineData("[1, 2]", "var x = new int[] { 1, 2 };")]
    [InlineData("[1, 2.5]", "var x = new double[] { 1.0, 2.5 };")]
    [InlineData("[1, null]", "var x = new int?[] { 1, null };")]
    [InlineData("[a, null]", "var x = new string[] { \"a\", null };")]
    [InlineData("[1, a, [.nan]]", "var x = new object[] { 1, \"a\", new double[] { double.NaN } };")]
    [InlineData("[[1], [2.5]]", "var x = new double[][] { new double[] { 1.0 }, new double[] { 2.5 } };")]
    [InlineData("{a: 1, b: {c: Québec}}", "var x = new Dictionary<string, object> { [\"a\"] = 1, [\"b\"] = new Dictionary<string, string> { [\"c\"] = \"Québec\" } };")]
    [InlineData("{1: 0.5}", "var x = new Dictionary<int, double> { [1] = 0.5 };")]
    [InlineData("null", "object x = null;")]
    [InlineData("-9223372036854775808", "var x = -9223372036854775808L;")]
    public void Inject_WhereNoTypeIsKnown_WritesTheNarrowestThatFits(string yaml, string expected) =>
        Assert.Equal(expected, CSharpLine("var x = Make();", ParameterFile.Parse("x: " + yaml, "test")["x"]));

    private static Gen<ParameterValue> ValueOf(int size)
    {
        var scalar = Gen.OneOf(
            Gen.Elements(Scalars),
            ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => (ParameterValue)new TextValue(text)),
            ArbMap.Default.GeneratorFor<double>().Select(number => (ParameterValue)new RealValue(number)),
            ArbMap.Default.GeneratorFor<long>().Select(number => (ParameterValue)new IntegerValue(number)));
        if (size < 4)
        {
            return scalar;
        }

        var inner = Gen.ListOf(ValueOf(size / 4), Math.Min(size / 8, 4));
        return Gen.OneOf(
            scalar,
            inner.Select(items => (ParameterValue)new ListValue([.. items])),
            inner.Select(items => (ParameterValue)new MapValue([.. items.Select((item, i) => KeyValuePair.Create<ParameterValue, ParameterValue>(new TextValue($"ключ \"{i}\""), item))])));
    }

    private static void AssertCSharpReadsBack(IReadOnlyList<ParameterValue> values)
    {
        var lines = values.Select(value => CSharpLine("var x = Make();", value)).ToList();
        var read = CSharpEvaluator.Evaluate(lines);
        Assert.Equal(values.Select(Plain.Of), read.Select(Plain.Of));
    }

    private static void AssertPythonReadsBack(IReadOnlyList<ParameterValue> values)
    {
        const string Script = """
            import base64, math, sys
            def text(value):
                units = value.encode('utf-16-be', 'surrogatepass')
                return '"' + units.hex() + '"'
            def plain(value):
                if value is None: return 'null'
                if isinstance(value, bool): return 'true' if value else 'false'
                if isinstance(value, int): return str(value)
                if isinstance(value, float):
                    if math.isnan(value): return 'NaN'
                    if math.isinf(value): return 'Infinity' if value > 0 else '-Infinity'
                    if value == 0 and math.copysign(1, value) < 0: return '-0'
                    return str(int(value)) if value == int(value) else 'real:' + value.hex()
                if isinstance(value, str): return text(value)
                if isinstance(value, list): return '[' + ','.join(map(plain, value)) + ']'
                return '{' + ','.join(plain(key) + ':' + plain(item) for key, item in value.items()) + '}'
            for line in open(sys.argv[1]):
                scope = {}
                exec(base64.b64decode(line).decode('utf-8', 'surrogatepass'), scope)
                print(plain(scope['x']))
            """;
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, values.Select(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(Line("python", "x = make()", value)))));
            var read = Python.Run(Script, file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(values.Select(value => Plain.Of(value)), read.Select(Decimal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Python prints a real in hexadecimal, which is exact; here it is written as .NET does.
    private static string Decimal(string plain) => System.Text.RegularExpressions.Regex.Replace(plain, @"real:(-?)0x([01])\.([0-9a-f]+)p([+-]\d+)", match =>
    {
        var mantissa = Convert.ToInt64(match.Groups[2].Value + match.Groups[3].Value, 16) * Math.Pow(2, -4 * match.Groups[3].Length);
        var exponent = int.Parse(match.Groups[4].Value);
        var value = mantissa * Math.Pow(2, exponent / 2) * Math.Pow(2, exponent - (exponent / 2));
        return (match.Groups[1].Length > 0 ? -value : value).ToString("R", CultureInfo.InvariantCulture);
    }, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));

    private static string CSharpLine(string declaration, ParameterValue value) => Line("C#", declaration, value);

    private static string Line(string language, string declaration, ParameterValue value)
    {
        var notebook = Notebook.Create("k", "K", language);
        notebook.Add(Cell.Code(declaration, NotebookParameters.DeclaringTag));
        NotebookParameters.Inject(notebook, new Dictionary<string, ParameterValue> { ["x"] = value });
        return notebook.Cells[1].Source.Split('\n', 2)[1];
    }
}
