using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

public sealed class ParquetTests : ScratchFolder
{
    private static Table Rows(int count) => new(
        TableColumn.Create("id", Enumerable.Range(0, count).Select(i => (long)i).ToArray()),
        TableColumn.Create("x", Enumerable.Range(0, count).Select(i => i % 10 == 0 ? double.NaN : Math.Sin(i)).ToArray()),
        TableColumn.Create("depth", Enumerable.Range(0, count).Select(i => i % 4 == 0 ? (float?)null : i).ToArray()),
        TableColumn.Create("station", Enumerable.Range(0, count).Select(i => $"Zürich {i % 3}").ToArray()),
        TableColumn.Create("at", Enumerable.Range(0, count).Select(i => DateTime.UnixEpoch.AddSeconds(i)).ToArray()));

    [Theory]
    [InlineData(ParquetCompression.Snappy)]
    [InlineData(ParquetCompression.Zstd)]
    [InlineData(ParquetCompression.Gzip)]
    [InlineData(ParquetCompression.Lz4)]
    [InlineData(ParquetCompression.None)]
    public void Write_EveryCompression_ReadsBackInOrder(ParquetCompression compression)
    {
        var rows = Rows(300_000);
        Parquet.Write(Scratch("a.parquet"), rows, new ParquetWriteOptions { Compression = compression, Metadata = new Dictionary<string, string> { ["made by"] = "a test, 'quoted'" } });

        var back = Parquet.Read(Scratch("a.parquet"));

        foreach (var column in rows.Columns)
        {
            Assert.Equal(column.Values, back[column.Name].Values);
        }

        Assert.Equal(rows["depth"].To<float?>(), back["depth"].To<float?>());
        Assert.Equal("a test, 'quoted'", Parquet.Metadata(Scratch("a.parquet"))["made by"]);
        Assert.Equal(["a.parquet"], ScratchFiles());
    }

    [Fact]
    public void Read_ColumnsAndCondition_GivesThatPart()
    {
        Parquet.Write(Scratch("a.parquet"), Rows(1000));

        var part = Parquet.Read(Scratch("a.parquet"), ["station", "id"], "id BETWEEN 10 AND 12");

        Assert.Equal(["station", "id"], part.Columns.Select(c => c.Name));
        Assert.Equal([10, 11, 12], part["id"].To<int>());
    }

    [Fact]
    public void Write_Table_IsReadAlikeByAnotherReader()
    {
        const string script = """
            const [path, reader] = process.argv.slice(1);
            const { asyncBufferFromFile, parquetReadObjects } = await import(reader);
            const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
            console.log(JSON.stringify(rows, (_, v) => typeof v === 'bigint' ? Number(v) : Number.isNaN(v) ? 'NaN' : v));
            """;
        var rows = Rows(5000);
        Parquet.Write(Scratch("a.parquet"), rows, new ParquetWriteOptions { Compression = ParquetCompression.Snappy });

        var reader = Path.Combine(Samples.RepositoryRoot, "artifacts", "npm", "node_modules", "hyparquet", "src", "node.js");
        var (status, output, error) = ProgramRun.Run("node", ["--input-type=module", "-e", script, Scratch("a.parquet"), reader]);

        Assert.True(status == 0, $"./isopleth test fetches hyparquet, the other reader (node and npm): {error}");
        var read = JsonNode.Parse(output)!.AsArray();
        Assert.Equal(rows.Count, read.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = read[i]!.AsObject();
            Assert.Equal(rows["id"][i], (long)row["id"]!);
            Assert.Equal(i % 10 == 0 ? "NaN" : rows["x"][i], i % 10 == 0 ? (string)row["x"]! : (double)row["x"]!);
            Assert.Equal(rows["depth"][i], row["depth"] is { } depth ? (float)depth : null);
            Assert.Equal(rows["station"][i], (string)row["station"]!);
            Assert.Equal(rows["at"][i], DateTime.Parse((string)row["at"]!, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal));
        }
    }

    [Fact]
    public void Read_NotThere_OrNoParquet_OrWrongColumn_SaysWhich()
    {
        File.WriteAllText(Scratch("text.parquet"), "not a parquet file, just text that is long enough");
        Parquet.Write(Scratch("a.parquet"), Rows(10));
        File.WriteAllBytes(Scratch("cut.parquet"), File.ReadAllBytes(Scratch("a.parquet"))[..^20]);

        Assert.Contains("nowhere.parquet", Assert.Throws<DataFormatException>(() => Parquet.Read(Scratch("nowhere.parquet"))).Message, StringComparison.Ordinal);
        Assert.Contains("magic bytes", Assert.Throws<DataFormatException>(() => Parquet.Read(Scratch("text.parquet"))).Message, StringComparison.Ordinal);
        Assert.Contains("cut.parquet", Assert.Throws<DataFormatException>(() => Parquet.Read(Scratch("cut.parquet"))).Message, StringComparison.Ordinal);
        Assert.Contains("deep", Assert.Throws<DataFormatException>(() => Parquet.Read(Scratch("a.parquet"), ["deep"])).Message, StringComparison.Ordinal);
    }
}
