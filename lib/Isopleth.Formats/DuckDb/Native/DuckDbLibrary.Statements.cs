using System.Runtime.InteropServices;

namespace Isopleth.Formats.DuckDbNative;

/// <content>Statements: extracted from a script, prepared, bound, executed.</content>
internal static unsafe partial class DuckDbLibrary
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial ulong duckdb_extract_statements(DuckDbConnectionHandle connection, string sql, out nint extracted);

    [LibraryImport(Library)]
    public static partial byte* duckdb_extract_statements_error(nint extracted);

    [LibraryImport(Library)]
    public static partial int duckdb_prepare_extracted_statement(DuckDbConnectionHandle connection, nint extracted, ulong index, out nint statement);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_extracted(ref nint extracted);

    [LibraryImport(Library)]
    public static partial byte* duckdb_prepare_error(nint statement);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_prepare(ref nint statement);

    [LibraryImport(Library)]
    public static partial ulong duckdb_nparams(DuckDbStatementHandle statement);

    [LibraryImport(Library)]
    public static partial byte* duckdb_parameter_name(DuckDbStatementHandle statement, ulong index);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int duckdb_bind_parameter_index(DuckDbStatementHandle statement, out ulong index, string name);

    [LibraryImport(Library)]
    public static partial int duckdb_clear_bindings(DuckDbStatementHandle statement);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_null(DuckDbStatementHandle statement, ulong index);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_boolean(DuckDbStatementHandle statement, ulong index, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_int64(DuckDbStatementHandle statement, ulong index, long value);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_uint64(DuckDbStatementHandle statement, ulong index, ulong value);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_float(DuckDbStatementHandle statement, ulong index, float value);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_double(DuckDbStatementHandle statement, ulong index, double value);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_date(DuckDbStatementHandle statement, ulong index, int days);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_timestamp(DuckDbStatementHandle statement, ulong index, long microseconds);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_timestamp_tz(DuckDbStatementHandle statement, ulong index, long microseconds);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_time(DuckDbStatementHandle statement, ulong index, long microseconds);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_interval(DuckDbStatementHandle statement, ulong index, DuckDbInterval value);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_varchar_length(DuckDbStatementHandle statement, ulong index, byte* text, ulong length);

    [LibraryImport(Library)]
    public static partial int duckdb_bind_blob(DuckDbStatementHandle statement, ulong index, byte* bytes, ulong length);

    [LibraryImport(Library)]
    public static partial int duckdb_pending_prepared_streaming(DuckDbStatementHandle statement, out nint pending);

    [LibraryImport(Library)]
    public static partial int duckdb_execute_pending(nint pending, out DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial byte* duckdb_pending_error(nint pending);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_pending(ref nint pending);
}
