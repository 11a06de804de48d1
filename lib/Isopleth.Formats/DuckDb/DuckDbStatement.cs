using System.Globalization;
using System.Text;
using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>A prepared statement: planned once, executed with any values.</summary>
public sealed unsafe class DuckDbStatement : IDisposable
{
    private static readonly long Epoch = DateTime.UnixEpoch.Ticks;

    private readonly DuckDbConnectionHandle _connection;
    private readonly DuckDbStatementHandle _handle;
    private readonly string _sql;

    internal DuckDbStatement(DuckDbConnectionHandle connection, DuckDbStatementHandle handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        _sql = sql;
    }

    /// <summary>The names of the parameters: those given as <c>$name</c>, numbers for <c>?</c>.</summary>
    public IReadOnlyList<string> Parameters =>
        [.. Enumerable.Range(1, (int)DuckDbLibrary.duckdb_nparams(_handle)).Select(i => DuckDbLibrary.TakeText(DuckDbLibrary.duckdb_parameter_name(_handle, (ulong)i)))];

    /// <summary>Gives all parameters their values, in their order.</summary>
    /// <param name="values">Numbers, texts, dates and times, <see cref="Guid"/>, bytes, or null.</param>
    /// <returns>This statement.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than parameters, or one is of a type that DuckDB does not have.</exception>
    public DuckDbStatement Bind(params ReadOnlySpan<object?> values)
    {
        var count = (int)DuckDbLibrary.duckdb_nparams(_handle);
        if (values.Length != count)
        {
            throw new ArgumentException($"The statement has {count} parameters; {values.Length} values were given.", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            BindAt((ulong)i + 1, values[i]);
        }

        return this;
    }

    /// <summary>Gives one parameter its value.</summary>
    /// <param name="name">Its name, without <c>$</c>.</param>
    /// <param name="value">A number, text, date or time, <see cref="Guid"/>, bytes, or null.</param>
    /// <returns>This statement.</returns>
    /// <exception cref="ArgumentException">There is no such parameter, or the value is of a type that DuckDB does not have.</exception>
    public DuckDbStatement Bind(string name, object? value)
    {
        if (DuckDbLibrary.duckdb_bind_parameter_index(_handle, out var index, name) != DuckDbLibrary.Success)
        {
            throw new ArgumentException($"The statement has no parameter '{name}'; its parameters are {string.Join(", ", Parameters)}.", nameof(name));
        }

        BindAt(index, value);
        return this;
    }

    /// <summary>Executes the statement and forgets what it answers.</summary>
    /// <param name="cancellationToken">Interrupts DuckDB.</param>
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    /// <exception cref="DuckDbException">It fails.</exception>
    public long Execute(CancellationToken cancellationToken = default)
    {
        using var result = Query(cancellationToken);
        return result.Finish();
    }

    /// <summary>Executes the statement and gives its answer as a stream of chunks.</summary>
    /// <param name="cancellationToken">Interrupts DuckDB, also while the answer is being read.</param>
    /// <returns>The answer; dispose it before the statement is executed again.</returns>
    /// <exception cref="DuckDbException">It fails.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbResult Query(CancellationToken cancellationToken = default) => Query(ownsStatement: false, cancellationToken);

    /// <summary>Forgets the statement.</summary>
    public void Dispose() => _handle.Dispose();

    internal DuckDbResult Query(bool ownsStatement, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.Register(_connection.Interrupt);
        cancellationToken.ThrowIfCancellationRequested();
        var status = DuckDbLibrary.duckdb_pending_prepared_streaming(_handle, out var pending);
        try
        {
            if (status != DuckDbLibrary.Success)
            {
                throw DuckDbException.From(DuckDbLibrary.Text(DuckDbLibrary.duckdb_pending_error(pending)), _sql);
            }

            status = DuckDbLibrary.duckdb_execute_pending(pending, out var data);
            var result = new DuckDbResult(_connection, _sql, data, ownsStatement ? this : null, cancellationToken);
            if (status != DuckDbLibrary.Success)
            {
                using (result)
                {
                    throw result.Error();
                }
            }

            return result;
        }
        finally
        {
            DuckDbLibrary.duckdb_destroy_pending(ref pending);
        }
    }

    private void BindAt(ulong index, object? value)
    {
        var status = value switch
        {
            null or DBNull => DuckDbLibrary.duckdb_bind_null(_handle, index),
            bool truth => DuckDbLibrary.duckdb_bind_boolean(_handle, index, truth),
            sbyte or short or int or long or byte or ushort or uint => DuckDbLibrary.duckdb_bind_int64(_handle, index, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong number => DuckDbLibrary.duckdb_bind_uint64(_handle, index, number),
            float number => DuckDbLibrary.duckdb_bind_float(_handle, index, number),
            double number => DuckDbLibrary.duckdb_bind_double(_handle, index, number),
            DateTimeOffset time => DuckDbLibrary.duckdb_bind_timestamp_tz(_handle, index, (time.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond),
            DateTime time => DuckDbLibrary.duckdb_bind_timestamp(_handle, index, (time.Ticks - Epoch) / TimeSpan.TicksPerMicrosecond),
            DateOnly date => DuckDbLibrary.duckdb_bind_date(_handle, index, date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
            TimeOnly time => DuckDbLibrary.duckdb_bind_time(_handle, index, time.Ticks / TimeSpan.TicksPerMicrosecond),
            DuckDbInterval interval => DuckDbLibrary.duckdb_bind_interval(_handle, index, interval),
            byte[] bytes => BindBytes(index, bytes, isText: false),
            string text => BindBytes(index, Encoding.UTF8.GetBytes(text), isText: true),
            decimal or Int128 or UInt128 or Guid => BindBytes(index, Encoding.UTF8.GetBytes(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)), isText: true),
            _ => throw new ArgumentException($"Parameter {index} is a {value.GetType()}; DuckDB takes numbers, texts, dates and times, Guid and bytes.", nameof(value)),
        };
        if (status != DuckDbLibrary.Success)
        {
            throw new ArgumentException($"Parameter {index} does not take the value {Formats.Table.Show(value)}.", nameof(value));
        }
    }

    private int BindBytes(ulong index, byte[] bytes, bool isText)
    {
        fixed (byte* p = bytes)
        {
            return isText
                ? DuckDbLibrary.duckdb_bind_varchar_length(_handle, index, p, (ulong)bytes.Length)
                : DuckDbLibrary.duckdb_bind_blob(_handle, index, p, (ulong)bytes.Length);
        }
    }
}
