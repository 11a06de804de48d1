using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>A text taken apart into statements.</summary>
internal sealed unsafe class DuckDbScript : IDisposable
{
    private readonly DuckDbConnectionHandle _connection;
    private readonly string _sql;
    private nint _extracted;

    public DuckDbScript(DuckDbConnectionHandle connection, string sql)
    {
        _connection = connection;
        _sql = sql;
        Count = (int)DuckDbLibrary.duckdb_extract_statements(connection, sql, out _extracted);
        if (Count == 0)
        {
            var error = DuckDbLibrary.Text(DuckDbLibrary.duckdb_extract_statements_error(_extracted));
            Dispose();
            throw error.Length > 0 ? DuckDbException.From(error, sql) : new DuckDbException("There is no statement in this text.");
        }
    }

    public int Count { get; }

    public DuckDbStatement Prepare(int index)
    {
        var status = DuckDbLibrary.duckdb_prepare_extracted_statement(_connection, _extracted, (ulong)index, out var statement);
        var handle = new DuckDbStatementHandle(statement);
        if (status == DuckDbLibrary.Success)
        {
            return new DuckDbStatement(_connection, handle, _sql);
        }

        using (handle)
        {
            throw DuckDbException.From(DuckDbLibrary.Text(DuckDbLibrary.duckdb_prepare_error(statement)), _sql);
        }
    }

    public void Dispose() => DuckDbLibrary.duckdb_destroy_extracted(ref _extracted);
}
