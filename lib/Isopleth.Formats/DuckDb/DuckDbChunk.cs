using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>Some rows of an answer, at most 2048, as they lie in DuckDB's memory; good until the next chunk is asked for.</summary>
public sealed class DuckDbChunk
{
    private readonly DuckDbVector[] _vectors;
    private readonly DuckDbType[] _types;

    internal DuckDbChunk(nint chunk, DuckDbType[] types)
    {
        _types = types;
        Count = (int)DuckDbLibrary.duckdb_data_chunk_get_size(chunk);
        _vectors = [.. types.Select((type, i) => new DuckDbVector(DuckDbLibrary.duckdb_data_chunk_get_vector(chunk, (ulong)i), type))];
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The values of a column where they are, without a copy; a missing one is whatever stands there.</summary>
    /// <typeparam name="T">The column's element type: a number or <see cref="bool"/>; for times the <see cref="long"/> or <see cref="int"/> that DuckDB counts.</typeparam>
    /// <param name="column">The column, from 0.</param>
    /// <returns><see cref="Count"/> values.</returns>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public unsafe ReadOnlySpan<T> Values<T>(int column) where T : unmanaged
    {
        var type = _types[column];
        var counted = type.Id is DuckDbTypeId.Date ? typeof(int)
            : type.Id is DuckDbTypeId.Time or DuckDbTypeId.TimeNs || type.ElementType == typeof(DateTime) ? typeof(long)
            : type.IsPlain ? type.ElementType : null;
        return typeof(T) == counted
            ? _vectors[column].Span<T>(Count)
            : throw new InvalidCastException($"Column {column} is {type.Name}, {(counted is null ? "whose values are had one by one with Value" : $"in place {counted.Name}")}; it was asked for as {typeof(T).Name}.");
    }

    /// <summary>Whether a value is missing.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="row">The row, from 0.</param>
    /// <returns>True for NULL.</returns>
    public bool IsMissing(int column, int row) => _vectors[column].IsMissing(row);

    /// <summary>One value.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="row">The row, from 0.</param>
    /// <returns>The value in C#'s own type; null when it is missing.</returns>
    /// <exception cref="DuckDbException">The column's type has no C# form.</exception>
    public object? Value(int column, int row) => _vectors[column].Value(row);

    internal DuckDbVector Vector(int column) => _vectors[column];
}
