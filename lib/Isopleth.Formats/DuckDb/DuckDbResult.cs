using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>What a statement answers: rows that come as they are asked for.</summary>
public sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbConnectionHandle _connection;
    private readonly string _sql;
    private readonly CancellationToken _cancellationToken;
    private readonly DuckDbStatement? _statement;
    private readonly DuckDbType[] _types;
    private DuckDbResultData _data;
    private bool _isDisposed;

    internal DuckDbResult(DuckDbConnectionHandle connection, string sql, DuckDbResultData data, DuckDbStatement? statement, CancellationToken cancellationToken)
    {
        _connection = connection;
        _sql = sql;
        _data = data;
        _cancellationToken = cancellationToken;
        _statement = statement;
        var columns = Enumerable.Range(0, (int)DuckDbLibrary.duckdb_column_count(ref _data)).ToArray();
        _types = [.. columns.Select(i => DuckDbType.Take(DuckDbLibrary.duckdb_column_logical_type(ref _data, (ulong)i)))];
        Columns = [.. columns.Select(i => (DuckDbLibrary.Text(DuckDbLibrary.duckdb_column_name(ref _data, (ulong)i)), _types[i].Name, _types[i].ElementType))];
    }

    /// <summary>The columns: names, types as SQL spells them, and types of the values in C#.</summary>
    public IReadOnlyList<(string Name, string TypeName, Type ElementType)> Columns { get; }

    /// <summary>The rows, a chunk at a time; each chunk is good until the next one is asked for.</summary>
    /// <returns>The chunks, once.</returns>
    /// <exception cref="DuckDbException">The statement fails on its way.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public IEnumerable<DuckDbChunk> Chunks()
    {
        using var stop = _cancellationToken.Register(_connection.Interrupt);
        while (Fetch() is var chunk and not 0)
        {
            try
            {
                yield return new DuckDbChunk(chunk, _types);
            }
            finally
            {
                DuckDbLibrary.duckdb_destroy_data_chunk(ref chunk);
            }
        }
    }

    /// <summary>Reads all rows.</summary>
    /// <returns>The answer as columns of C# arrays.</returns>
    /// <exception cref="DuckDbException">The statement fails on its way, or answers nothing at all, not even columns.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public Table ToTable() => ToTable(int.MaxValue).Table;

    /// <summary>Reads the first rows, and counts the others.</summary>
    /// <param name="rows">How many rows to keep.</param>
    /// <returns>The first rows as columns of C# arrays, and how many rows there are in all.</returns>
    /// <exception cref="DuckDbException">The statement fails on its way, or answers nothing at all, not even columns.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public (Table Table, long Count) ToTable(int rows)
    {
        var builders = _types.Select(ColumnBuilder.For).ToArray();
        var count = 0L;
        foreach (var chunk in Chunks())
        {
            var kept = (int)Math.Clamp(rows - count, 0, chunk.Count);
            for (var i = 0; i < builders.Length && kept > 0; i++)
            {
                builders[i].Add(chunk.Vector(i), kept);
            }

            count += chunk.Count;
        }

        // SQL lets two columns have one name; a table does not.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string Unique(string name) => names.Add(name) ? name : Enumerable.Range(1, int.MaxValue).Select(i => $"{name}_{i}").First(names.Add);
        return (new Table(builders.Select((builder, i) => builder.Finish(Unique(Columns[i].Name)))), count);
    }

    /// <summary>Frees the answer.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            DuckDbLibrary.duckdb_destroy_result(ref _data);
            _statement?.Dispose();
        }
    }

    /// <summary>Lets the statement run to its end.</summary>
    internal long Finish()
    {
        const int changedRows = 1;
        if (DuckDbLibrary.duckdb_result_return_type(_data) == changedRows)
        {
            // What INSERT, UPDATE and DELETE answer is one row with one number.
            return Chunks().Select(chunk => chunk.Value(0, 0)).OfType<long>().Sum();
        }

        foreach (var _ in Chunks())
        {
            // Nothing is kept.
        }

        return 0;
    }

    internal Exception Error()
    {
        var message = DuckDbLibrary.Text(DuckDbLibrary.duckdb_result_error(ref _data));
        return DuckDbLibrary.duckdb_result_error_type(ref _data) == DuckDbLibrary.Interrupted
            ? new OperationCanceledException("The query was interrupted.", _cancellationToken)
            : DuckDbException.From(message, _sql);
    }

    private nint Fetch()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var chunk = DuckDbLibrary.duckdb_fetch_chunk(_data);
        if (chunk == 0 && DuckDbLibrary.duckdb_result_error(ref _data) is not null)
        {
            throw Error();
        }

        return chunk;
    }
}
