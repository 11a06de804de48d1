using System.Collections;
using System.Data;
using System.Numerics.Tensors;

namespace Isopleth.Magics;

/// <summary>Tables and tensors of the framework as what the kernel shows already: rows of names and values, lists within lists.</summary>
internal static class NestedDisplay
{
    /// <summary>The rows of a table.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(DataTable table) => new Elements<IReadOnlyDictionary<string, object?>>(
        table.Rows.Count, i => table.Columns.Cast<DataColumn>().ToDictionary(static c => c.ColumnName, c => table.Rows[i][c] is DBNull ? null : table.Rows[i][c], StringComparer.Ordinal));

    /// <summary>A tensor as lists within lists.</summary>
    public static object? Levels(IReadOnlyTensor tensor) => Level(tensor, []);

    private static object? Level(IReadOnlyTensor tensor, nint[] index) =>
        index.Length == tensor.Rank ? tensor[index] : new Elements<object?>((int)Math.Min(int.MaxValue, tensor.Lengths[index.Length]), i => Level(tensor, [.. index, i]));

    /// <summary>A list that makes its elements as they are asked for: no more than are shown.</summary>
    private sealed class Elements<T>(int count, Func<int, T> element) : IReadOnlyList<T>
    {
        public int Count => count;

        public T this[int index] => element(index);

        public IEnumerator<T> GetEnumerator() => Enumerable.Range(0, count).Select(element).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
