using System.Diagnostics;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Extensions;
using Isopleth.Kernel.Magics;

namespace Isopleth.Kernel.Tests;

/// <summary><c>#!sql</c>: DuckDB over files, C# variables and databases.</summary>
public sealed class SqlTests : IDisposable
{
    private static readonly CSharpEngine Engine = new(Path.Combine(AppContext.BaseDirectory, "Isopleth.Magics.dll"));
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-sql-").FullName;
    private int _count;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("var v1 = new[] { new { Name = \"Etna\", Height = (int?)3357, Kind = DayOfWeek.Monday }, new { Name = \"Vulcano\", Height = (int?)null, Kind = DayOfWeek.Friday } };", "SELECT count(*), count(Height), sum(Height), max(Name), min(Kind) FROM v1", "2\t1\t3357\tVulcano\tFriday")]
    [InlineData("public record Orbit(int Number, DateTime Start, double Mean);\nvar v2 = new List<Orbit> { new(7, new(2018, 12, 28, 11, 49, 0), 1.5) };", "SELECT Number, year(Start), Mean FROM v2", "7\t2018\t1.5")]
    [InlineData("var v3 = new[] { 1.0, 2, 6 };", "SELECT avg(value) FROM v3", "3")]
    [InlineData("var v4 = new[] { (\"a\", 1), (\"b\", 2) };", "SELECT string_agg(Item1, '+'), sum(Item2) FROM v4", "a+b\t3")]
    [InlineData("var v5 = new Dictionary<string, Array> { [\"x\"] = new[] { 1, 2 }, [\"y\"] = new[] { \"p\", \"q\" } };", "SELECT sum(x), max(y) FROM v5", "3\tq")]
    [InlineData("using Isopleth.Arrays;\nvar v6 = DataArray.Create(\"so2\", [\"y\", \"x\"], [2, 3], new double[] { 1, 2, 3, double.NaN, 5, 6 }, coordinates: [DataArray.Create(\"y\", [\"y\"], [2], new[] { 10.0, 20.0 }), DataArray.Create(\"x\", [\"x\"], [3], new[] { 1.0, 2.0, 3.0 })]);", "SELECT y, sum(so2), max(x) FROM v6 GROUP BY y ORDER BY y", "10\t6\t3\n20\t11\t3")]
    [InlineData("var least = 2; var v7 = new[] { 1, 2, 3 };", "-- v3 and 'least' in a text\nSELECT count(*) FROM v7 WHERE value >= $least", "2")]
    public void Query_OverVariables_ReadsTheirRows(string declaration, string sql, string rows) =>
        Assert.Equal(rows, string.Join('\n', Text(Ok(declaration + "\n#!sql\n" + sql).Displays[^1]).Split('\n')[1..^1]));

    [Fact]
    public void Query_WithAName_GivesATable()
    {
        var outputs = Ok("#!sql --name squares --rows 3\nSELECT i, i * i AS square FROM range(1000) t(i)\n#!csharp\nsquares[\"square\"].To<long>()[^1]");
        Assert.Equal("998001", Text(Assert.Single(outputs.Results)));
        Assert.EndsWith("<p>1000 rows</p>", (string?)outputs.Displays[0]["text/html"]);
        Assert.Equal(3, ((string)outputs.Displays[0]["text/html"]!).Split("<tr>").Length - 2);
        Assert.Equal("1000", Ok("#!sql\nSELECT count(*) AS n FROM squares").Displays.Select(Text).Single().Split('\n')[1]);
        Assert.EndsWith("rows of 100000", Text(Ok("#!sql\nSELECT * FROM range(100000)").Displays.Single()));
    }

    [Fact]
    public void Query_OverFilesAndDatabases_LastsAsLongAsItShould()
    {
        var (csv, parquet, database) = (Path.Combine(_folder, "v.csv"), Path.Combine(_folder, "v.parquet"), Path.Combine(_folder, "v.duckdb"));
        File.WriteAllText(csv, "name,height\nEtna,3357\nStromboli,924\n");
        Ok($"#!sql\nCOPY (SELECT * FROM '{csv}') TO '{parquet}'");
        Assert.Equal("4281", Value($"#!sql\nSELECT sum(height)::BIGINT AS h FROM '{parquet}'"));

        Ok("#!sql\nCREATE TABLE kept AS SELECT 5 AS five; INSERT INTO kept VALUES (6);");
        Assert.Equal("11", Value("#!sql\nSELECT sum(five)::BIGINT AS s FROM kept"));
        Ok("var kept = new[] { 1 };");
        Assert.Equal("11", Value("#!sql\nSELECT sum(five)::BIGINT AS s FROM kept"));

        Ok($"#!sql --db {database}\nCREATE TABLE only_there AS SELECT * FROM '{csv}'");
        Assert.Equal("2", Value($"#!sql --db {database}\nSELECT count(*) AS n FROM only_there"));
        Assert.True(File.Exists(database));
        Assert.Equal("SqlError", Fail("#!sql\nSELECT * FROM only_there").Name);
    }

    [Theory]
    [InlineData("#!sql\nSELECT 1\nFROM nowhere", "SqlError", "line 3, column 6", "\n    FROM nowhere\n         ^^^^^^^")]
    [InlineData("var one = 1;\n#!sql\nSELEC 1", "SqlError", "line 3, column 1", "\n    SELEC 1\n    ^^^^^")]
    [InlineData("#!sql\nSELECT $missing", "SqlError", "no variable 'missing'", "\n           ^^^^^^^^")]
    [InlineData("#!sql --rows many\nSELECT 1", "MagicError", "'many' is no number", "^^^^")]
    [InlineData("#!sql", "MagicError", "no SQL beneath it", "^^^^^")]
    public void Fault_InSql_IsUnderlined(string code, string name, string told, string carets)
    {
        var error = Fail(code);
        Assert.Equal(name, error.Name);
        Assert.Contains(told, error.Traceback);
        Assert.Contains(carets, error.Traceback);
    }

    [Fact]
    public async Task Interrupt_OfALongQuery_StopsItAndTheSessionLives()
    {
        Ok("#!sql\nSELECT 1");
        var cell = Task.Run(() => Run("#!sql\nSELECT count(*) FROM range(10000000) a, range(10000000) b"), TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(cell.IsCompleted);
        var watch = Stopwatch.StartNew();
        Engine.Interrupt();
        var (outcome, _) = await cell.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        Assert.Equal("Interrupted", outcome.Error?.Name);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
        Assert.Equal("2", Value("#!sql\nSELECT 2 AS two"));
    }

    [Theory]
    [InlineData("#!sql\nSEL|", "SELECT", "keyword")]
    [InlineData("#!sql\nsel|", "select", "keyword")]
    [InlineData("#!sql\nSELECT * FROM volca|", "volcanoes_here", "class")]
    [InlineData("#!sql\nSELECT * FROM peaks_|", "peaks_kept", "class")]
    [InlineData("#!sql --name x\nSELECT Hei| FROM volcanoes_here", "Height", "field")]
    [InlineData("#!sql\nSELECT v.Hei|\nFROM volcanoes_here v", "Height", "field")]
    [InlineData("#!sql\nSELECT p.| FROM peaks_kept AS p", "metres", "field")]
    [InlineData("#!sql\nSELECT * FROM volcanoes_here WHERE Height > $lea|", "$least_of_all", "variable")]
    [InlineData("#!sql\nSELECT date_tr|", "date_trunc", "function")]
    public void Complete_InSql_OffersWordsTablesColumnsAndVariables(string marked, string text, string kind)
    {
        Ok("var volcanoes_here = new[] { new { Name = \"Etna\", Height = 3357 } }; var least_of_all = 1000;\n#!sql\nCREATE TABLE IF NOT EXISTS peaks_kept AS SELECT 5 AS metres");
        Assert.Contains(Complete(marked), item => item.Text == text && item.Kind == kind);
    }

    [Fact]
    public void Complete_InSql_OffersNoWordsOfCSharp()
    {
        Assert.DoesNotContain(Complete("#!sql\nSELECT Consol|"), static item => item.Text == "Console");
        Assert.Empty(Complete("#!sql\nSELECT 'Consol|"));
        Assert.Contains(Complete("#!sql --name x\nSELECT 'it''s' AS a FROM t\n#!csharp\nConsole.WriteL|"), static item => item.Text == "WriteLine");
        Assert.Empty(Complete("#!markdown\nConsol|"));
    }

    private static IReadOnlyList<CompletionItem> Complete(string marked)
    {
        var cursor = marked.IndexOf('|', StringComparison.Ordinal);
        return Engine.Complete(marked.Remove(cursor, 1), cursor).Items;
    }

    [Fact]
    public void Example_OfEachMagicOfTheExtension_Runs() => Assert.All(Magics(), magic => Assert.NotEmpty(Ok(magic.Example).Order));

    /// <summary>The magics that Isopleth.Magics adds.</summary>
    internal static IReadOnlyList<Magic> Magics()
    {
        var context = new CollectedMagics();
        new Isopleth.Magics.ScienceExtension().Load(context);
        return context.Magics;
    }

    private sealed class CollectedMagics : IKernelExtensionContext
    {
        public List<Magic> Magics { get; } = [];

        public void AddUsing(string namespaceOrType)
        {
        }

        public void AddCompletions(Func<string, int, CompletionList?> provider)
        {
        }

        public void AddInspections(Func<string, int, JsonObject?> provider)
        {
        }

        public void AddMagic(Magic magic) => Magics.Add(magic);
    }

    private static string Text(JsonObject bundle) => (string)bundle["text/plain"]!;

    private (ExecutionOutcome Outcome, RecordingOutputs Outputs) Run(string code)
    {
        var outputs = new RecordingOutputs();
        return (Engine.Execute(new(code, ++_count, false, new Dictionary<string, string>()), outputs), outputs);
    }

    private RecordingOutputs Ok(string code)
    {
        var (outcome, outputs) = Run(code);
        Assert.True(outcome.Error is null, string.Join('\n', outcome.Error?.Traceback ?? []));
        return outputs;
    }

    private string Value(string code) => Text(Ok(code).Displays[^1]).Split('\n')[1];

    private (string Name, string Traceback) Fail(string code)
    {
        var error = Run(code).Outcome.Error!;
        return (error.Name, string.Join('\n', error.Traceback).Replace("\e[31m", "").Replace("\e[0m", ""));
    }
}
