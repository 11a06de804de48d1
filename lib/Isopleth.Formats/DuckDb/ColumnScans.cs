using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>The table function through which SQL reads columns of C# arrays: a block of rows at a time, only the columns that the query uses.</summary>
internal sealed unsafe class ColumnScans
{
    /// <summary>What SQL calls the function; its argument says which table.</summary>
    public const string Function = "isopleth_columns";

    private static readonly ConcurrentDictionary<ulong, WeakReference<Table>> Tables = new();
    private static ulong _last;

    private readonly Lock _declaring = new();
    private bool _isDeclared;

    /// <summary>The key of a table for the function's argument; good as long as somebody keeps the table.</summary>
    /// <exception cref="ArgumentException">A column is of a type that DuckDB does not have.</exception>
    public ulong Add(DuckDbConnectionHandle connection, Table table)
    {
        foreach (var column in table.Columns)
        {
            var type = DuckDbColumnWriter.TypeOf(column);
            DuckDbLibrary.duckdb_destroy_logical_type(ref type);
        }

        lock (_declaring)
        {
            Declare(connection);
        }

        var key = Interlocked.Increment(ref _last);
        Tables[key] = new WeakReference<Table>(table);
        return key;
    }

    private void Declare(DuckDbConnectionHandle connection)
    {
        if (_isDeclared)
        {
            return;
        }

        var function = DuckDbLibrary.duckdb_create_table_function();
        var key = DuckDbLibrary.duckdb_create_logical_type(DuckDbTypeId.UBigInt);
        DuckDbLibrary.duckdb_table_function_set_name(function, Function);
        DuckDbLibrary.duckdb_table_function_add_parameter(function, key);
        DuckDbLibrary.duckdb_table_function_set_bind(function, &Bind);
        DuckDbLibrary.duckdb_table_function_set_init(function, &Init);
        DuckDbLibrary.duckdb_table_function_set_function(function, &Scan);
        DuckDbLibrary.duckdb_table_function_supports_projection_pushdown(function, true);
        _ = DuckDbLibrary.duckdb_register_table_function(connection, function);
        DuckDbLibrary.duckdb_destroy_logical_type(ref key);
        DuckDbLibrary.duckdb_destroy_table_function(ref function);
        _isDeclared = true;
    }

    [UnmanagedCallersOnly]
    private static void Bind(nint info)
    {
        var argument = DuckDbLibrary.duckdb_bind_get_parameter(info, 0);
        var key = DuckDbLibrary.duckdb_get_uint64(argument);
        DuckDbLibrary.duckdb_destroy_value(ref argument);
        if (Find(key) is not { } table)
        {
            DuckDbLibrary.duckdb_bind_set_error(info, "These columns are no longer in memory; register them again.");
            return;
        }

        foreach (var column in table.Columns)
        {
            var type = DuckDbColumnWriter.TypeOf(column);
            DuckDbLibrary.duckdb_bind_add_result_column(info, column.Name, type);
            DuckDbLibrary.duckdb_destroy_logical_type(ref type);
        }

        DuckDbLibrary.duckdb_bind_set_cardinality(info, (ulong)table.Count, exact: true);
        DuckDbLibrary.duckdb_bind_set_bind_data(info, (nint)key, null);
    }

    [UnmanagedCallersOnly]
    private static void Init(nint info)
    {
        if (Find((ulong)DuckDbLibrary.duckdb_init_get_bind_data(info)) is not { } table)
        {
            DuckDbLibrary.duckdb_init_set_error(info, "These columns are no longer in memory; register them again.");
            return;
        }

        var used = new int[DuckDbLibrary.duckdb_init_get_column_count(info)];
        for (var i = 0; i < used.Length; i++)
        {
            used[i] = (int)DuckDbLibrary.duckdb_init_get_column_index(info, (ulong)i);
        }

        // A query that only counts rows asks for a column that there is not.
        var scan = new OpenScan(table, [.. used.Select(c => c < table.Columns.Count ? DuckDbColumnWriter.For(table.Columns[c]) : null)]);
        DuckDbLibrary.duckdb_init_set_init_data(info, GCHandle.ToIntPtr(GCHandle.Alloc(scan)), &Free);
        DuckDbLibrary.duckdb_init_set_max_threads(info, (ulong)Environment.ProcessorCount);
    }

    [UnmanagedCallersOnly]
    private static void Free(nint data) => GCHandle.FromIntPtr(data).Free();

    [UnmanagedCallersOnly]
    private static void Scan(nint info, nint chunk)
    {
        try
        {
            var scan = (OpenScan)GCHandle.FromIntPtr(DuckDbLibrary.duckdb_function_get_init_data(info)).Target!;
            var (from, count) = scan.Next();
            for (var i = 0; count > 0 && i < scan.Columns.Length; i++)
            {
                scan.Columns[i]?.Write(DuckDbLibrary.duckdb_data_chunk_get_vector(chunk, (ulong)i), from, count);
            }

            DuckDbLibrary.duckdb_data_chunk_set_size(chunk, (ulong)count);
        }
        catch (Exception e)
        {
            // An exception must not pass through native frames.
            DuckDbLibrary.duckdb_function_set_error(info, e.Message);
        }
    }

    private static Table? Find(ulong key) => Tables.TryGetValue(key, out var reference) && reference.TryGetTarget(out var table) ? table : null;

    /// <summary>One scan under way; several threads take blocks of rows from it.</summary>
    private sealed class OpenScan(Table table, DuckDbColumnWriter?[] columns)
    {
        private long _next;

        public DuckDbColumnWriter?[] Columns => columns;

        public (int From, int Count) Next()
        {
            var end = Interlocked.Add(ref _next, DuckDbLibrary.ChunkRows);
            var from = Math.Min(end - DuckDbLibrary.ChunkRows, table.Count);
            return ((int)from, (int)Math.Min(DuckDbLibrary.ChunkRows, table.Count - from));
        }
    }
}
