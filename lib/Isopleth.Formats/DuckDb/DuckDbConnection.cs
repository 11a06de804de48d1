using System.Globalization;
using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>A connection to a DuckDB database, in memory or in a file: SQL over Parquet, CSV and JSON files, over its tables, and over columns of C# arrays.</summary>
/// <remarks>One connection serves one thread at a time; <see cref="Connect"/> makes another to the same database. The part comes from npm (<c>./isopleth prepare</c> fetches it).</remarks>
public sealed class DuckDbConnection : IDisposable
{
    private readonly DuckDbConnectionHandle _handle;
    private readonly ColumnScans _scans;
    private readonly Dictionary<string, Table> _registered = new(StringComparer.OrdinalIgnoreCase);

    private DuckDbConnection(DuckDbDatabaseHandle database, ColumnScans scans)
    {
        _handle = new DuckDbConnectionHandle(database);
        _scans = scans;

        // Told so, an error has its place in the text as a number.
        _ = Execute("SET errors_as_json = true");
    }

    /// <summary>The version of DuckDB, for example <c>v1.5.6</c>.</summary>
    public static unsafe string Version => DuckDbLibrary.Text(DuckDbLibrary.duckdb_library_version());

    /// <summary>Opens a database.</summary>
    /// <param name="path">Its file, made when it is not there; null for a database in memory.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <returns>The first connection to it; the database closes with its last one.</returns>
    /// <exception cref="DuckDbException">The file is no database, or is in use elsewhere.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">libduckdb is not here; the message has the command that fetches it.</exception>
    public static unsafe DuckDbConnection Open(string? path = null, DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        options.Validate();
        _ = DuckDbLibrary.duckdb_create_config(out var configuration);
        try
        {
            foreach (var (name, value) in Settings(options))
            {
                if (DuckDbLibrary.duckdb_set_config(configuration, name, value) != DuckDbLibrary.Success)
                {
                    throw new DuckDbException($"DuckDB {Version} does not take the setting {name} = {value}.");
                }
            }

            if (DuckDbLibrary.duckdb_open_ext(path, out var database, configuration, out var error) != DuckDbLibrary.Success)
            {
                throw new DuckDbException(DuckDbLibrary.TakeText(error));
            }

            using var handle = new DuckDbDatabaseHandle(database);
            return new DuckDbConnection(handle, new ColumnScans());
        }
        finally
        {
            DuckDbLibrary.duckdb_destroy_config(ref configuration);
        }
    }

    /// <summary>Another connection to the same database, for another thread.</summary>
    /// <returns>The connection; it lives on its own.</returns>
    public DuckDbConnection Connect() => new(_handle.Database, _scans);

    /// <summary>Executes a script of one or more statements and forgets what they answer.</summary>
    /// <param name="sql">The SQL text.</param>
    /// <param name="parameters">Values for <c>?</c>, <c>$1</c>, …; only where there is one statement.</param>
    /// <returns>How many rows the last statement inserted, changed or deleted.</returns>
    /// <exception cref="DuckDbException">A statement is refused or fails; those before it have been done.</exception>
    public long Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, CancellationToken.None, parameters);
        return result.Finish();
    }

    /// <summary>Executes a script and gives the answer of its last statement as a stream of chunks: no more than a few are in memory.</summary>
    /// <param name="sql">The SQL text.</param>
    /// <param name="parameters">Values for <c>?</c>, <c>$1</c>, …; only where there is one statement.</param>
    /// <returns>The answer; dispose it before the connection's next statement.</returns>
    /// <exception cref="DuckDbException">A statement is refused or fails.</exception>
    public DuckDbResult Query(string sql, params ReadOnlySpan<object?> parameters) => Query(sql, CancellationToken.None, parameters);

    /// <summary>Executes a script, and can be stopped at any time.</summary>
    /// <param name="sql">The SQL text.</param>
    /// <param name="cancellationToken">Interrupts DuckDB, also while the answer is being read.</param>
    /// <param name="parameters">Values for <c>?</c>, <c>$1</c>, …; only where there is one statement.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="DuckDbException">A statement is refused or fails.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbResult Query(string sql, CancellationToken cancellationToken, params ReadOnlySpan<object?> parameters)
    {
        using var script = new DuckDbScript(_handle, sql);
        for (var i = 0; i < script.Count - 1; i++)
        {
            using var statement = script.Prepare(i);
            using var ignored = statement.Query(ownsStatement: false, cancellationToken);
            _ = ignored.Finish();
        }

        var last = script.Prepare(script.Count - 1);
        try
        {
            last.Bind(parameters);
            return last.Query(ownsStatement: true, cancellationToken);
        }
        catch
        {
            last.Dispose();
            throw;
        }
    }

    /// <summary>Executes a script and reads the whole answer of its last statement.</summary>
    /// <param name="sql">The SQL text.</param>
    /// <param name="parameters">Values for <c>?</c>, <c>$1</c>, …; only where there is one statement.</param>
    /// <returns>The answer as columns of C# arrays.</returns>
    /// <exception cref="DuckDbException">A statement is refused or fails.</exception>
    public Table Table(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, CancellationToken.None, parameters);
        return result.ToTable();
    }

    /// <summary>Prepares one statement, to be executed many times with other values.</summary>
    /// <param name="sql">One statement.</param>
    /// <returns>The statement.</returns>
    /// <exception cref="DuckDbException">The text is refused, or is more than one statement.</exception>
    public DuckDbStatement Prepare(string sql)
    {
        using var script = new DuckDbScript(_handle, sql);
        return script.Count == 1 ? script.Prepare(0) : throw new DuckDbException($"The text holds {script.Count} statements; prepare them one by one.");
    }

    /// <summary>Makes columns of C# arrays a view of this database, for its connection alone: SQL reads them where they are.</summary>
    /// <param name="name">The view's name; one of that name is replaced.</param>
    /// <param name="table">The columns; they must not be changed while a query reads them.</param>
    /// <exception cref="ArgumentException">A column is of a type that DuckDB does not have.</exception>
    public void Register(string name, Table table)
    {
        var key = _scans.Add(_handle, table);
        _ = Execute(string.Create(CultureInfo.InvariantCulture, $"CREATE OR REPLACE TEMP VIEW {Identifier(name)} AS SELECT * FROM {ColumnScans.Function}({key}::UBIGINT)"));
        _registered[name] = table;
    }

    /// <summary>Stops what the connection is doing, from any thread.</summary>
    public void Interrupt() => _handle.Interrupt();

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>A name as SQL quotes it.</summary>
    /// <param name="name">A table's or column's name, whatever is in it.</param>
    /// <returns>The quoted name.</returns>
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as SQL quotes it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The quoted text.</returns>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static IEnumerable<(string Name, string Value)> Settings(DuckDbOptions options)
    {
        yield return ("access_mode", options.ReadOnly ? "READ_ONLY" : "AUTOMATIC");
        yield return ("autoinstall_known_extensions", options.AllowExtensionDownloads ? "true" : "false");
        if (options.Threads is { } threads)
        {
            yield return ("threads", threads.ToString(CultureInfo.InvariantCulture));
        }

        if (options.MemoryLimit is { } bytes)
        {
            yield return ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{bytes}B"));
        }

        if (options.TemporaryFolder is { } folder)
        {
            yield return ("temp_directory", folder);
        }
    }
}
