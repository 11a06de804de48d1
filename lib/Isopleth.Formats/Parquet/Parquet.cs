using System.Globalization;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Parquet files, through DuckDB.</summary>
public static class Parquet
{
    /// <summary>Reads a file, or the part of it that is asked for: only the columns named and the row groups that can match leave the disk.</summary>
    /// <param name="path">The file; <c>*</c> and <c>**</c> read several as one.</param>
    /// <param name="columns">The columns; all when null.</param>
    /// <param name="where">A condition in SQL, for example <c>depth &lt; 10 AND station = 'A'</c>; every row when null.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataFormatException">The file is missing or no Parquet file, or the condition is wrong.</exception>
    public static Table Read(string path, IEnumerable<string>? columns = null, string? where = null)
    {
        var select = columns is null ? "*" : string.Join(", ", columns.Select(DuckDbConnection.Identifier));
        return Ask(path, $"SELECT {select} FROM read_parquet({DuckDbConnection.Literal(path)}){(where is null ? "" : $" WHERE {where}")}");
    }

    /// <summary>Opens a file as a data set with the dimension <c>row</c>, or as features where it is GeoParquet; a column is read when it is asked for.</summary>
    /// <param name="path">The file; <c>*</c> and <c>**</c> open several as one, with the names and values in <c>name=value</c> folders as columns.</param>
    /// <returns>The data set: times in seconds since 1970, missing numbers NaN, lists and structures in words; <see cref="Read"/> gives these as they are.</returns>
    /// <exception cref="DataFormatException">The file is missing or no Parquet file.</exception>
    public static Dataset Open(string path)
    {
        var full = Path.GetFullPath(path);
        var metadata = Metadata(full);
        if (metadata.TryGetValue("geo", out var geo) && GeoMetadata.Of(geo) is { } described && described.Columns.Keys.All(new ParquetRows(full).Columns.Select(c => c.Name).Contains))
        {
            return GeoParquet.Open(full);
        }

        var rows = new ParquetRows(full);
        var count = rows.Count();
        return CfDecoder.Decode(new StoredDataset(
            [.. rows.Variables(rows.Columns, "row", count)],
            new OrderedDictionary<string, object>(metadata.Select(m => KeyValuePair.Create(m.Key, (object)m.Value)), StringComparer.Ordinal)) { Source = full });
    }

    /// <summary>The texts about a file as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Values by name.</returns>
    /// <exception cref="DataFormatException">The file is missing or no Parquet file.</exception>
    public static IReadOnlyDictionary<string, string> Metadata(string path)
    {
        var table = Ask(path, $"SELECT key, value FROM parquet_kv_metadata({DuckDbConnection.Literal(path)})");
        // Of several files the first counts.
        return table["key"].To<byte[]>().Zip(table["value"].To<byte[]>()).DistinctBy(p => Encoding.UTF8.GetString(p.First), StringComparer.Ordinal).ToDictionary(p => Encoding.UTF8.GetString(p.First), p => Encoding.UTF8.GetString(p.Second), StringComparer.Ordinal);
    }

    /// <summary>Writes a table; a file that is there is replaced only when the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">The columns.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">A column is of a type that Parquet does not have.</exception>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, Table table, ParquetWriteOptions? options = null)
    {
        using var database = DuckDbConnection.Open();
        database.Register("rows", table);
        Write(path, database, "SELECT * FROM rows", options);
    }

    /// <summary>Writes what a query answers, without holding it in memory.</summary>
    /// <param name="path">The file; one that is there is replaced only when the new one is whole.</param>
    /// <param name="database">Where the query runs.</param>
    /// <param name="query">A SELECT statement.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="DuckDbException">The query fails.</exception>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, DuckDbConnection database, string query, ParquetWriteOptions? options = null)
    {
        options ??= new ParquetWriteOptions();
        options.Validate();
        var compression = options.Compression == ParquetCompression.None ? "uncompressed" : options.Compression.ToString();
        var metadata = string.Join(", ", options.Metadata.Select(m => $"{DuckDbConnection.Identifier(m.Key)}: {DuckDbConnection.Literal(m.Value)}"));
        AtomicFile.Write(path, temporary => database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"COPY ({query}) TO {DuckDbConnection.Literal(temporary)} (FORMAT parquet, COMPRESSION {compression}, ROW_GROUP_SIZE {options.RowGroupRows}{(metadata.Length > 0 ? $", KV_METADATA {{{metadata}}}" : "")})")));
    }

    /// <summary>Asks DuckDB of a file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="sql">The question.</param>
    /// <param name="asBytes">Whether geometries come as WKB, whatever the file says of them.</param>
    /// <param name="chosen">A table of that name for the question.</param>
    internal static Table Ask(string path, string sql, bool asBytes = false, Table? chosen = null)
    {
        using var database = DuckDbConnection.Open();
        try
        {
            if (asBytes)
            {
                _ = database.Execute("SET enable_geoparquet_conversion = false");
            }

            if (chosen is not null)
            {
                database.Register("chosen", chosen);
            }

            return database.Table(sql);
        }
        catch (DuckDbException e) when (e.Message.Contains("Geoparquet", StringComparison.Ordinal))
        {
            // Metadata about geometries that DuckDB takes for invalid must not hide the columns; these then are bytes.
            return Ask(path, sql, asBytes: true, chosen);
        }
        catch (DuckDbException e)
        {
            throw new DataFormatException(e.Message.Split('\n')[0], path, innerException: e);
        }
    }
}
