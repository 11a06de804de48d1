using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Tables of text, comma-, tab- or otherwise separated, packed by gzip or not, through DuckDB, which finds separator, header and types by itself.</summary>
public static class Csv
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="where">A condition in SQL; every row when null.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataFormatException">The file is missing or no table of text.</exception>
    public static Table Read(string path, string? where = null)
    {
        using var database = DuckDbConnection.Open();
        try
        {
            return database.Table($"SELECT * FROM read_csv({DuckDbConnection.Literal(Path.GetFullPath(path))}{(IsGzip(path) ? ", compression = 'gzip'" : "")}){(where is null ? "" : $" WHERE {where}")}");
        }
        catch (DuckDbException e)
        {
            throw new DataFormatException($"This is no table of text that can be read: {e.Message.Split('\n')[0]}", path, innerException: e);
        }
    }

    /// <summary>Opens a file as a data set with the dimension <c>row</c>; it is read as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The data set, in memory: times in seconds since 1970, missing numbers NaN.</returns>
    /// <exception cref="DataFormatException">The file is missing or no table of text.</exception>
    public static Dataset Open(string path)
    {
        var table = Read(path);
        var full = Path.GetFullPath(path);
        return CfDecoder.Decode(new StoredDataset([.. table.Columns.Select(c => TableVariable.Of(c, table.Count, c.HasMissing, full, () => c))], new OrderedDictionary<string, object>(StringComparer.Ordinal)) { Source = full });
    }

    private static bool IsGzip(string path)
    {
        if (!File.Exists(path))
        {
            throw NetCdfSignature.Missing(Path.GetFullPath(path));
        }

        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
    }
}
