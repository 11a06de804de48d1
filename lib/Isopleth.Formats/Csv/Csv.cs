using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Tables of text, comma-, tab- or otherwise separated, packed by gzip or not, through DuckDB, which finds separator, header and types by itself.</summary>
/// <remarks>UTF-8, UTF-16 with its mark, and Windows-1252, which has Latin-1 in it, where a file is no UTF-8. Lines about the table that stand before it are left out. Empty fields, NA, N/A, NaN and null are missing. Lines that begin with # are comments. Where semicolons part the fields, commas are decimal points.</remarks>
public static class Csv
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="where">A condition in SQL; every row when null.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="DataFormatException">The file is missing or no table of text.</exception>
    public static Table Read(string path, string? where = null)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw NetCdfSignature.Missing(full);
        }

        using var database = DuckDbConnection.Open();
        try
        {
            using var utf8 = CsvDialect.Recoded(full);
            var file = utf8?.Path ?? full;
            var options = CsvDialect.Options(file);
            try
            {
                return Ask(file, options);
            }
            catch (DuckDbException e) when (e.Message.Contains("unicode", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                using var western = CsvDialect.Recoded(full, isWestern: true);
                return Ask(western!.Path, options);
            }
            catch (DuckDbException e) when (e.Message.Contains("Conversion Error", StringComparison.Ordinal))
            {
                // What the first rows are, later ones need not be: all of them are looked at.
                return Ask(file, options + ", sample_size = -1");
            }
        }
        catch (Exception e) when (e is DuckDbException or InvalidDataException)
        {
            throw new DataFormatException($"This is no table of text that can be read: {e.Message.Split('\n')[0]}", full, innerException: e);
        }

        Table Ask(string file, string options) => database.Table($"SELECT * FROM read_csv({DuckDbConnection.Literal(file)}{options}){(where is null ? "" : $" WHERE {where}")}");
    }

    /// <summary>Opens a file as a data set with the dimension <c>row</c>; it is read as a whole.</summary>
    /// <param name="path">The file; its columns may stand apart by blanks too.</param>
    /// <returns>The data set, in memory: times in seconds since 1970, missing numbers NaN, and units of headers such as <c>Depth [m]</c>.</returns>
    /// <exception cref="DataFormatException">The file is missing or no table of text.</exception>
    public static Dataset Open(string path) => Open(path, Read(path));

    /// <summary>Writes a table; a file that is there is replaced only when the new one is whole.</summary>
    /// <param name="path">The file; packed by gzip when its name ends in <c>.gz</c>.</param>
    /// <param name="table">The columns; numbers are written so that they read back exactly, times in ISO 8601.</param>
    /// <param name="options">Separator and missing values; the defaults when null.</param>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, Table table, CsvWriteOptions? options = null)
    {
        options ??= new CsvWriteOptions();
        options.Validate();
        using var database = DuckDbConnection.Open();
        database.Register("rows", table);
        var columns = string.Join(", ", table.Columns.Select(c => DuckDbConnection.Identifier(c.Name) is var name && (c.ElementType == typeof(double) || c.ElementType == typeof(float)) ? $"CASE WHEN isnan({name}) THEN NULL ELSE {name} END AS {name}" : name));
        AtomicFile.Write(path, temporary => database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"COPY (SELECT {columns} FROM rows) TO {DuckDbConnection.Literal(temporary)} (FORMAT csv, HEADER, DELIMITER {DuckDbConnection.Literal(options.Separator.ToString())}, NULLSTR {DuckDbConnection.Literal(options.Missing)}, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%f', COMPRESSION {(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? "gzip" : "none")})")));
    }

    /// <summary>Writes the variables of a data set that lie along one dimension, with their units in the header.</summary>
    /// <param name="path">The file; packed by gzip when its name ends in <c>.gz</c>.</param>
    /// <param name="data">The data set.</param>
    /// <param name="options">Separator and missing values; the defaults when null.</param>
    /// <exception cref="ArgumentException">A variable lies along something else, or holds neither numbers nor texts.</exception>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, Dataset data, CsvWriteOptions? options = null) => Write(path, Table.Of(data, withUnits: true), options);

    internal static Dataset OpenBlank(string path) => Open(path, BlankTable.Read(path));

    private static Dataset Open(string path, Table table)
    {
        var full = Path.GetFullPath(path);
        var names = new HashSet<string>(StringComparer.Ordinal);
        return CfDecoder.Decode(new StoredDataset([.. table.Columns.Select(ToVariable)], new OrderedDictionary<string, object>(StringComparer.Ordinal)) { Source = full });

        Variable ToVariable(TableColumn column)
        {
            // A header may be marked as a comment.
            var called = column == table.Columns[0] && column.Name.TrimStart('#', ' ') is { Length: > 0 } bare ? bare : column.Name;
            var (name, unit) = CsvDialect.Split(called);
            var variable = TableVariable.Of(column, table.Count, column.HasMissing, full, () => column) is var own && called != column.Name ? new Variable(called, own.Dimensions, own.Source, own.Attributes) : own;
            if (unit is null || !names.Add(name) || table.Columns.Any(c => c.Name == name))
            {
                return variable;
            }

            var attributes = new OrderedDictionary<string, object>(variable.Attributes, StringComparer.Ordinal);
            _ = attributes.TryAdd("units", unit);
            return new Variable(name, variable.Dimensions, variable.Source, attributes);
        }
    }
}
