using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>A Parquet file, or chosen rows of it, whose columns are read when they are asked for.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">The numbers of the rows, ascending; all when null.</param>
internal sealed record ParquetRows(string Path, long[]? Rows = null)
{
    /// <summary>The columns, without values.</summary>
    public IReadOnlyList<TableColumn> Columns { get; } = Parquet.Ask(Path, $"SELECT * FROM read_parquet({DuckDbConnection.Literal(Path)}) WHERE false", asBytes: true).Columns;

    public Table Read(params IEnumerable<string> columns) => Select(string.Join(", ", columns.Select(DuckDbConnection.Identifier)), inOrder: true);

    /// <summary>The named columns as variables.</summary>
    public IEnumerable<Variable> Variables(IReadOnlyList<TableColumn> columns, string dimension, int count)
    {
        if (columns.Count == 0)
        {
            yield break;
        }

        var counts = Select(string.Join(", ", columns.Select((c, i) => string.Create(CultureInfo.InvariantCulture, $"count({DuckDbConnection.Identifier(c.Name)})::INTEGER AS c{i}"))), inOrder: false);
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            yield return TableVariable.Of(column, count, counts.Columns[i].To<int>()[0] < count, Path, () => Read(column.Name).Columns[0], dimension);
        }
    }

    public int Count() => Rows?.Length ?? Select("count(*)::INTEGER", inOrder: false).Columns[0].To<int>()[0];

    private Table Select(string what, bool inOrder)
    {
        var file = DuckDbConnection.Literal(Path);
        return Rows is null
            ? Parquet.Ask(Path, $"SELECT {what} FROM read_parquet({file})", asBytes: true)
            : Parquet.Ask(Path, $"SELECT {what} FROM read_parquet({file}, file_row_number = true) WHERE file_row_number IN (SELECT n FROM chosen){(inOrder ? " ORDER BY file_row_number" : "")}", asBytes: true,
                new Table(TableColumn.Create("n", Rows)));
    }
}
