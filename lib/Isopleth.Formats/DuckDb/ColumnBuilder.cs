using System.Collections;

namespace Isopleth.Formats;

/// <summary>A column of an answer while its chunks come in.</summary>
internal abstract class ColumnBuilder
{
    public static ColumnBuilder For(DuckDbType type) =>
        (ColumnBuilder)Activator.CreateInstance((type.IsPlain ? typeof(PlainColumnBuilder<>) : typeof(ColumnBuilder<>)).MakeGenericType(type.ElementType), type)!;

    public abstract void Add(DuckDbVector vector, int count);

    public abstract TableColumn Finish(string name);
}

/// <summary>Values that are made one by one.</summary>
internal class ColumnBuilder<T>(DuckDbType type) : ColumnBuilder
{
    private readonly List<int> _missing = [];
    private T[] _values = [];
    private int _count;

    public override void Add(DuckDbVector vector, int count)
    {
        if (_count + count > _values.Length)
        {
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, Math.Max(_count + count, _values.Length * 2L)));
        }

        Fill(vector, _values.AsSpan(_count, count));
        for (var i = 0; vector.HasMissing && i < count; i++)
        {
            if (vector.IsMissing(i))
            {
                _missing.Add(_count + i);
                _values[_count + i] = default!;
            }
        }

        _count += count;
    }

    public override TableColumn Finish(string name)
    {
        Array.Resize(ref _values, _count);
        BitArray? missing = null;
        if (_missing.Count > 0 && typeof(T).IsValueType)
        {
            missing = new BitArray(_count);
            foreach (var row in _missing)
            {
                missing[row] = true;
            }
        }

        return new TableColumn(name, _values, missing, type.Name);
    }

    protected virtual void Fill(DuckDbVector vector, Span<T> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = vector.IsMissing(i) ? default! : typeof(T) == typeof(DateTime) ? (T)(object)vector.Time(i) : (T)vector.Value(i)!;
        }
    }
}

/// <summary>Values that are copied as they lie.</summary>
internal sealed class PlainColumnBuilder<T>(DuckDbType type) : ColumnBuilder<T>(type) where T : unmanaged
{
    protected override void Fill(DuckDbVector vector, Span<T> values) => vector.Span<T>(values.Length).CopyTo(values);
}
