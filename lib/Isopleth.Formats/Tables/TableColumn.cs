using System.Collections;
using System.Globalization;
using System.Numerics;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>One named column of a table: an array of one type, some of whose values may be missing.</summary>
public sealed class TableColumn
{
    private readonly BitArray? _missing;

    internal TableColumn(string name, Array values, BitArray? missing = null, string? typeName = null)
    {
        Name = name;
        Values = values;
        _missing = missing;
        TypeName = typeName ?? CSharpName.Of(values.GetType().GetElementType()!);
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The type as the source names it, for example <c>TIMESTAMP</c> or <c>DECIMAL(10,2)</c>; the C# type's name when the values came from here.</summary>
    public string TypeName { get; }

    /// <summary>The type of one value.</summary>
    public Type ElementType => Values.GetType().GetElementType()!;

    /// <summary>The number of rows.</summary>
    public int Count => Values.Length;

    /// <summary>The values as one array; where one is missing, the default of the type stands.</summary>
    public Array Values { get; }

    /// <summary>Whether any value is missing.</summary>
    public bool HasMissing => _missing is not null || (!ElementType.IsValueType && Values.Cast<object?>().Contains(null));

    /// <summary>Whether a row may be missing: cheaper to ask than <see cref="HasMissing"/>.</summary>
    internal bool HasMissingMask => _missing is not null || !ElementType.IsValueType;

    /// <summary>The value of a row; null when it is missing.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public object? this[int row] => IsMissing(row) ? null : Values.GetValue(row);

    /// <summary>A column of values in memory.</summary>
    /// <typeparam name="T">A number, <see cref="bool"/>, <see cref="string"/>, <see cref="DateTime"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="Guid"/>, <see cref="decimal"/>, an array of bytes, or one of the value types made nullable.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="values">The values; kept, not copied, unless they are nullable.</param>
    /// <returns>The column.</returns>
    public static TableColumn Create<T>(string name, T[] values)
    {
        if (Nullable.GetUnderlyingType(typeof(T)) is not { } type)
        {
            return new TableColumn(name, values);
        }

        var plain = Array.CreateInstance(type, values.Length);
        BitArray? missing = null;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                plain.SetValue(value, i);
            }
            else
            {
                (missing ??= new BitArray(values.Length))[i] = true;
            }
        }

        return new TableColumn(name, plain, missing);
    }

    /// <summary>Whether the value of a row is missing.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <returns>True for NULL; NaN is a value.</returns>
    public bool IsMissing(int row) => _missing?[row] ?? (!ElementType.IsValueType && Values.GetValue(row) is null);

    /// <summary>The values as an array of one type, converted between numeric types; a missing number is NaN, a missing text null.</summary>
    /// <typeparam name="T">A numeric type, <see cref="ElementType"/>, or either made nullable.</typeparam>
    /// <returns>The values; the column's own array when it is of that type already.</returns>
    /// <exception cref="InvalidCastException">The values cannot be had so, or one is missing and <typeparamref name="T"/> has no word for it.</exception>
    /// <exception cref="OverflowException">A number does not fit <typeparamref name="T"/>.</exception>
    public T[] To<T>()
    {
        var nullable = Nullable.GetUnderlyingType(typeof(T));
        var target = nullable ?? typeof(T);
        var forMissing = nullable is not null || !target.IsValueType ? default
            : target == typeof(double) ? (T)(object)double.NaN
            : target == typeof(float) ? (T)(object)float.NaN
            : _missing is null ? default
            : throw new InvalidCastException($"Column '{Name}' has missing values; ask for {CSharpName.Of(typeof(T))}? or, for numbers, for double.");
        if (_missing is null && Values is T[] own && own.GetType() == typeof(T[]))
        {
            return own;
        }

        if (target != ElementType && !(IsNumber(target) && IsNumber(ElementType)))
        {
            throw new InvalidCastException($"Column '{Name}' holds {CSharpName.Of(ElementType)} ({TypeName}); it was asked for as {CSharpName.Of(typeof(T))}.");
        }

        var result = new T[Count];
        if (nullable is null && NumericTypes.IsNumeric(target) && NumericTypes.IsNumeric(ElementType))
        {
            // Numbers go a block at a time, through the arrays' own conversion.
            var work = new ReadNumbers<T>(Values, result);
            NumericTypes.Invoke(ElementType, ref work);
            for (var i = 0; _missing is not null && i < result.Length; i++)
            {
                result[i] = _missing[i] ? forMissing! : result[i];
            }

            return result;
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] = IsMissing(i) ? forMissing! : (T)Convert(Values.GetValue(i)!, target);
        }

        return result;
    }

    private static bool IsNumber(Type type) => NumericTypes.IsNumeric(type) || type == typeof(decimal) || type == typeof(Int128) || type == typeof(UInt128);

    private static object Convert(object value, Type type) => value.GetType() == type ? value : value switch
    {
        Int128 big => System.Convert.ChangeType((double)big, type, CultureInfo.InvariantCulture),
        UInt128 big => System.Convert.ChangeType((double)big, type, CultureInfo.InvariantCulture),
        _ when type == typeof(Int128) => (Int128)System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ when type == typeof(UInt128) => (UInt128)System.Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
    };

    private readonly struct ReadNumbers<TTarget>(Array values, TTarget[] result) : INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T> => DataArray.Create("values", ["row"], [values.Length], (T[])values).CopyTo<TTarget>(result);
    }
}
