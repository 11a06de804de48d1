using System.Runtime.InteropServices;

namespace Isopleth.Formats.DuckDbNative;

/// <content>Results, their types, chunks and vectors.</content>
internal static unsafe partial class DuckDbLibrary
{
    [LibraryImport(Library)]
    public static partial byte* duckdb_result_error(ref DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial int duckdb_result_error_type(ref DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_result(ref DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial ulong duckdb_rows_changed(ref DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial int duckdb_result_return_type(DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial ulong duckdb_column_count(ref DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial byte* duckdb_column_name(ref DuckDbResultData result, ulong column);

    [LibraryImport(Library)]
    public static partial nint duckdb_column_logical_type(ref DuckDbResultData result, ulong column);

    /// <summary>The result goes by value, as the library's manual has it.</summary>
    [LibraryImport(Library)]
    public static partial nint duckdb_fetch_chunk(DuckDbResultData result);

    [LibraryImport(Library)]
    public static partial void duckdb_destroy_data_chunk(ref nint chunk);

    [LibraryImport(Library)]
    public static partial ulong duckdb_data_chunk_get_size(nint chunk);

    [LibraryImport(Library)]
    public static partial void duckdb_data_chunk_set_size(nint chunk, ulong rows);

    [LibraryImport(Library)]
    public static partial nint duckdb_data_chunk_get_vector(nint chunk, ulong column);

    [LibraryImport(Library)]
    public static partial void* duckdb_vector_get_data(nint vector);

    [LibraryImport(Library)]
    public static partial ulong* duckdb_vector_get_validity(nint vector);

    [LibraryImport(Library)]
    public static partial void duckdb_vector_ensure_validity_writable(nint vector);

    [LibraryImport(Library)]
    public static partial void duckdb_vector_assign_string_element_len(nint vector, ulong row, byte* text, ulong length);

    [LibraryImport(Library)]
    public static partial nint duckdb_list_vector_get_child(nint vector);

    [LibraryImport(Library)]
    public static partial nint duckdb_array_vector_get_child(nint vector);

    [LibraryImport(Library)]
    public static partial nint duckdb_struct_vector_get_child(nint vector, ulong index);
}
