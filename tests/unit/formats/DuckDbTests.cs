using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

public sealed class DuckDbTests : ScratchFolder
{
    [Fact]
    public void Table_OfEveryType_HasItInCSharpsOwn()
    {
        using var database = DuckDbConnection.Open();

        var row = database.Table("""
            SELECT true AS b, -1::TINYINT AS i8, -300::SMALLINT AS i16, -70000 AS i32, -5000000000 AS i64,
                   200::UTINYINT AS u8, 60000::USMALLINT AS u16, 4000000000::UINTEGER AS u32, 18000000000000000000::UBIGINT AS u64,
                   -170141183460469231731687303715884105727::HUGEINT AS i128, 340282366920938463463374607431768211455::UHUGEINT AS u128,
                   1.5::FLOAT AS f32, 2.25::DOUBLE AS f64, 12345.678::DECIMAL(10,3) AS d18, -0.000000000000000000001::DECIMAL(25,21) AS d38,
                   TIMESTAMP '2021-03-24 10:11:12.123456' AS t, TIMESTAMP_S '1969-12-31 23:59:59' AS ts, TIMESTAMP_MS '2021-03-24 10:11:12.123' AS tms,
                   TIMESTAMP_NS '2021-03-24 10:11:12.123456789' AS tns, TIMESTAMPTZ '2021-03-24 10:11:12+02' AS ttz,
                   DATE '1850-06-30' AS d, TIME '23:59:59.5' AS tod, INTERVAL '2 months 3 days 4 seconds' AS span,
                   'Ätna, ein langer Text, länger als zwölf' AS long, 'kurz' AS short, '\x00\xFF'::BLOB AS bytes,
                   'b'::ENUM('a', 'b') AS e, [1, NULL, 3] AS list, [1.5, 2.5]::DOUBLE[2] AS arr, {'x': 1, 'y': [true]} AS struct,
                   MAP {'k': 7} AS map, '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID AS id, union_value(n := 5)::UNION(n INTEGER, s VARCHAR) AS u, NULL AS nothing
            """);

        Assert.Equal(1, row.Count);
        Assert.Equal([true], row["b"].To<bool>());
        Assert.Equal([(sbyte)-1], row["i8"].To<sbyte>());
        Assert.Equal([(short)-300], row["i16"].To<short>());
        Assert.Equal([-70000], row["i32"].To<int>());
        Assert.Equal([-5000000000], row["i64"].To<long>());
        Assert.Equal([(byte)200], row["u8"].To<byte>());
        Assert.Equal([(ushort)60000], row["u16"].To<ushort>());
        Assert.Equal([4000000000], row["u32"].To<uint>());
        Assert.Equal([18000000000000000000], row["u64"].To<ulong>());
        Assert.Equal(-Int128.MaxValue, row["i128"][0]);
        Assert.Equal(UInt128.MaxValue, row["u128"][0]);
        Assert.Equal([1.5f], row["f32"].To<float>());
        Assert.Equal([2.25], row["f64"].To<double>());
        Assert.Equal(12345.678m, row["d18"][0]);
        Assert.Equal(-0.000000000000000000001m, row["d38"][0]);
        Assert.Equal(new DateTime(2021, 3, 24, 10, 11, 12, 123, 456, DateTimeKind.Utc), row["t"][0]);
        Assert.Equal(new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc), row["ts"][0]);
        Assert.Equal(new DateTime(2021, 3, 24, 10, 11, 12, 123, DateTimeKind.Utc), row["tms"][0]);
        Assert.Equal(new DateTime(2021, 3, 24, 10, 11, 12, 123, 456, DateTimeKind.Utc).AddTicks(7), row["tns"][0]);
        Assert.Equal(new DateTime(2021, 3, 24, 8, 11, 12, DateTimeKind.Utc), row["ttz"][0]);
        Assert.Equal(new DateOnly(1850, 6, 30), row["d"][0]);
        Assert.Equal(new TimeOnly(23, 59, 59, 500), row["tod"][0]);
        Assert.Equal(new DuckDbInterval(2, 3, 4_000_000), row["span"][0]);
        Assert.Equal("Ätna, ein langer Text, länger als zwölf", row["long"][0]);
        Assert.Equal("kurz", row["short"][0]);
        Assert.Equal(new byte[] { 0, 255 }, row["bytes"][0]);
        Assert.Equal("b", row["e"][0]);
        Assert.Equal(new object?[] { 1, null, 3 }, row["list"][0]);
        Assert.Equal(new object?[] { 1.5, 2.5 }, row["arr"][0]);
        var fields = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(row["struct"][0]);
        Assert.Equal(1, fields["x"]);
        Assert.Equal(new object?[] { true }, fields["y"]);
        Assert.Equal(7, Assert.IsAssignableFrom<IReadOnlyDictionary<object, object?>>(row["map"][0])["k"]);
        Assert.Equal(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), row["id"][0]);
        Assert.Equal(5, row["u"][0]);
        Assert.Null(row["nothing"][0]);
        Assert.Equal("DECIMAL(10,3)", row["d18"].TypeName);
        Assert.Equal("STRUCT(x INTEGER, y BOOLEAN[])", row["struct"].TypeName);
    }

    [Fact]
    public void Bind_EveryType_ComesBackAsItWas()
    {
        using var database = DuckDbConnection.Open();
        object?[] values =
        [
            true, (sbyte)-1, (short)2, 3, 4L, (byte)5, (ushort)6, 7u, ulong.MaxValue, 1.5f, 2.5, "Ätna", new byte[] { 1, 0, 2 }, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            new DateOnly(2020, 1, 2), new TimeOnly(1, 2, 3), new DuckDbInterval(1, 2, 3), null,
        ];
        var types = "BOOLEAN,TINYINT,SMALLINT,INTEGER,BIGINT,UTINYINT,USMALLINT,UINTEGER,UBIGINT,FLOAT,DOUBLE,VARCHAR,BLOB,TIMESTAMP,DATE,TIME,INTERVAL,VARCHAR".Split(',');

        var row = database.Table("SELECT " + string.Join(", ", types.Select((t, i) => $"?::{t} AS c{i}")), values);

        Assert.Equal(values, row.Columns.Select(c => c[0]));
    }

    [Fact]
    public void Prepare_NamedParameters_BindByName()
    {
        using var database = DuckDbConnection.Open();
        using var statement = database.Prepare("SELECT $low + $high AS sum, $id::UUID AS id, $price::DECIMAL(6,2) AS price");
        var id = Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        Assert.Equal(["high", "id", "low", "price"], statement.Parameters.Order());
        using var result = statement.Bind("low", 1).Bind("high", 2).Bind("id", id).Bind("price", 12.34m).Query(TestContext.Current.CancellationToken);
        var row = result.ToTable();

        Assert.Equal([3L], row["sum"].To<long>());
        Assert.Equal(id, row["id"][0]);
        Assert.Equal(12.34m, row["price"][0]);
        Assert.Contains("no parameter 'middle'", Assert.Throws<ArgumentException>(() => statement.Bind("middle", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("4 parameters; 1 values", Assert.Throws<ArgumentException>(() => statement.Bind(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_Columns_AreReadBySqlWithTheirMissingValues()
    {
        const int rows = 10_000;
        using var database = DuckDbConnection.Open();
        var table = new Table(
            TableColumn.Create("id", Enumerable.Range(0, rows).ToArray()),
            TableColumn.Create("x", Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? (double?)null : i / 2.0).ToArray()),
            TableColumn.Create("name", Enumerable.Range(0, rows).Select(i => i % 5 == 0 ? null : $"Station {i % 7}, mit langem Namen").ToArray()),
            TableColumn.Create("time", Enumerable.Range(0, rows).Select(i => DateTime.UnixEpoch.AddHours(i)).ToArray()),
            TableColumn.Create("key", Enumerable.Range(0, rows).Select(i => new Guid(i, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8])).ToArray()),
            TableColumn.Create("price", Enumerable.Range(0, rows).Select(i => (decimal)-i / 8).ToArray()));
        database.Register("obs", table);

        var counts = database.Table("SELECT count(*) AS n, count(x) AS nx, count(name) AS names, sum(x) AS sum, count(DISTINCT name) AS kinds, max(time) AS last FROM obs");
        var back = database.Table("SELECT * FROM obs ORDER BY id");

        Assert.Equal([(long)rows], counts["n"].To<long>());
        Assert.Equal(Enumerable.Range(0, rows).Count(i => i % 3 != 0), counts["nx"].To<long>()[0]);
        Assert.Equal(Enumerable.Range(0, rows).Count(i => i % 5 != 0), counts["names"].To<long>()[0]);
        Assert.Equal(Enumerable.Range(0, rows).Where(i => i % 3 != 0).Sum(i => i / 2.0), counts["sum"].To<double>()[0]);
        Assert.Equal(7, counts["kinds"].To<long>()[0]);
        Assert.Equal(DateTime.UnixEpoch.AddHours(rows - 1), counts["last"][0]);
        foreach (var column in table.Columns)
        {
            Assert.Equal(Enumerable.Range(0, rows).Select(i => column[i]), Enumerable.Range(0, rows).Select(i => back[column.Name][i]));
        }
    }

    [Fact]
    public void Register_TheSameNameAgain_ReplacesTheColumns()
    {
        using var database = DuckDbConnection.Open();
        database.Register("t", new Table(TableColumn.Create("a", new[] { 1, 2 })));
        database.Register("t", new Table(TableColumn.Create("b", new[] { "x" })));

        Assert.Equal(["x"], database.Table("SELECT b FROM t")["b"].To<string>());
    }

    [Fact]
    public void Query_LargeAnswer_StreamsInPlace()
    {
        using var database = DuckDbConnection.Open();
        using var result = database.Query("SELECT range AS i, range / 2 AS half FROM range(1000000)");
        long count = 0, sum = 0;
        double halves = 0;

        foreach (var chunk in result.Chunks())
        {
            Assert.InRange(chunk.Count, 1, 2048);
            count += chunk.Count;
            foreach (var i in chunk.Values<long>(0))
            {
                sum += i;
            }

            foreach (var h in chunk.Values<double>(1))
            {
                halves += h;
            }
        }

        Assert.Equal((1_000_000, 999_999L * 500_000, 999_999.0 * 250_000), (count, sum, halves));
    }

    [Fact]
    public void Execute_Script_RunsAllStatementsAndCountsTheLast()
    {
        using var database = DuckDbConnection.Open(Scratch("a.duckdb"));

        var inserted = database.Execute("CREATE TABLE t(i INTEGER); INSERT INTO t VALUES (1), (2); INSERT INTO t SELECT * FROM range(5)");

        Assert.Equal(5, inserted);
        using var other = database.Connect();
        Assert.Equal([7L], other.Table("SELECT count(*) AS n FROM t")["n"].To<long>());
        Assert.Equal(4, other.Execute("DELETE FROM t WHERE i > ?", 1));
    }

    [Fact]
    public void Query_Cancelled_StopsAndLeavesTheConnectionUsable()
    {
        using var database = DuckDbConnection.Open();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            using var result = database.Query("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b", cancel.Token);
            _ = result.ToTable();
        });

        Assert.Equal([2], database.Table("SELECT 2 AS two")["two"].To<int>());
    }

    [Theory]
    [InlineData("SELECT\n  wrong_name\nFROM range(3)", "wrong_name", 2, 3)]
    [InlineData("SELEC 1", "syntax error", 1, 1)]
    [InlineData("SELECT * FROM nowhere", "nowhere", 1, 15)]
    [InlineData("SELECT 1; SELECT nix", "nix", 1, 18)]
    [InlineData("SELECT 'äö',\n 'äö', nix", "nix", 2, 8)]
    public void Query_Wrong_TellsThePlace(string sql, string says, int line, int column)
    {
        using var database = DuckDbConnection.Open();

        var error = Assert.Throws<DuckDbException>(() => database.Table(sql));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line ?? 0, error.Column ?? 0));
    }

    [Fact]
    public void Query_FailingOnTheWay_ThrowsDuckDbsMessage()
    {
        using var database = DuckDbConnection.Open();

        var error = Assert.Throws<DuckDbException>(() => database.Table("SELECT CASE WHEN range = 90000 THEN error('too far') ELSE range END FROM range(100000)"));

        Assert.Contains("too far", error.Message, StringComparison.Ordinal);
        Assert.Contains("no statement", Assert.Throws<DuckDbException>(() => database.Table("-- nothing")).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void To_MissingValues_AreNaNOrNullOrAnError()
    {
        using var database = DuckDbConnection.Open();
        var column = database.Table("SELECT * FROM (VALUES (1), (NULL), (3)) t(i)")["i"];

        Assert.Equal([1.0, double.NaN, 3.0], column.To<double>());
        Assert.Equal([1, null, 3], column.To<int?>());
        Assert.Contains("'i' has missing values", Assert.Throws<InvalidCastException>(() => column.To<int>()).Message, StringComparison.Ordinal);
        Assert.Contains("was asked for as String", Assert.Throws<InvalidCastException>(() => column.To<string>()).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Table_TwoColumnsOfOneName_AreToldApart() =>
        Assert.Equal(["a", "a_1"], DuckDbConnection.Open().Table("SELECT 1 AS a, 2 AS a").Columns.Select(c => c.Name));

    [Fact]
    public void Open_FileThatIsNoDatabase_SaysSo()
    {
        File.WriteAllText(Scratch("x.duckdb"), new string('x', 5000));

        Assert.Contains("x.duckdb", Assert.Throws<DuckDbException>(() => DuckDbConnection.Open(Scratch("x.duckdb"))).Message, StringComparison.Ordinal);
    }
}
