using System.Buffers;
using System.Numerics;
using System.Text;
using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>Writes rows of a column of C# values into a vector of DuckDB.</summary>
internal abstract unsafe class DuckDbColumnWriter
{
    private static readonly Dictionary<Type, DuckDbTypeId> Types = new()
    {
        [typeof(bool)] = DuckDbTypeId.Boolean,
        [typeof(sbyte)] = DuckDbTypeId.TinyInt,
        [typeof(short)] = DuckDbTypeId.SmallInt,
        [typeof(int)] = DuckDbTypeId.Integer,
        [typeof(long)] = DuckDbTypeId.BigInt,
        [typeof(byte)] = DuckDbTypeId.UTinyInt,
        [typeof(ushort)] = DuckDbTypeId.USmallInt,
        [typeof(uint)] = DuckDbTypeId.UInteger,
        [typeof(ulong)] = DuckDbTypeId.UBigInt,
        [typeof(Int128)] = DuckDbTypeId.HugeInt,
        [typeof(UInt128)] = DuckDbTypeId.UHugeInt,
        [typeof(float)] = DuckDbTypeId.Float,
        [typeof(double)] = DuckDbTypeId.Double,
        [typeof(DuckDbInterval)] = DuckDbTypeId.Interval,
        [typeof(DateTime)] = DuckDbTypeId.Timestamp,
        [typeof(DateOnly)] = DuckDbTypeId.Date,
        [typeof(TimeOnly)] = DuckDbTypeId.Time,
        [typeof(string)] = DuckDbTypeId.VarChar,
        [typeof(byte[])] = DuckDbTypeId.Blob,
        [typeof(Guid)] = DuckDbTypeId.Uuid,
        [typeof(decimal)] = DuckDbTypeId.Decimal,
    };

    /// <summary>The logical type of a column; the caller frees it.</summary>
    /// <exception cref="ArgumentException">DuckDB has no such type.</exception>
    public static nint TypeOf(TableColumn column)
    {
        if (!Types.TryGetValue(column.ElementType, out var id))
        {
            throw new ArgumentException($"Column '{column.Name}' holds {column.ElementType}; DuckDB takes numbers, bool, text, bytes, dates and times, Guid and decimal.");
        }

        return column.Values is decimal[] numbers ? DuckDbLibrary.duckdb_create_decimal_type(DecimalWidth(numbers), DecimalScale(numbers)) : DuckDbLibrary.duckdb_create_logical_type(id);
    }

    public static DuckDbColumnWriter For(TableColumn column) => column.Values switch
    {
        DateTime[] times => new Converted<DateTime, long>(column, times, t => (t.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
        DateOnly[] dates => new Converted<DateOnly, int>(column, dates, d => d.DayNumber - 719162),
        TimeOnly[] times => new Converted<TimeOnly, long>(column, times, t => t.Ticks / TimeSpan.TicksPerMicrosecond),
        Guid[] guids => new Converted<Guid, UInt128>(column, guids, ToSortable),
        decimal[] numbers => new Converted<decimal, Int128>(column, numbers, ToScaled(DecimalScale(numbers))),
        string[] texts => new Texts(column, texts, null),
        byte[][] bytes => new Texts(column, null, bytes),
        _ => (DuckDbColumnWriter)Activator.CreateInstance(typeof(Plain<>).MakeGenericType(column.ElementType), column)!,
    };

    public abstract void Write(nint vector, int from, int count);

    /// <summary>28 digits, which every C# decimal holds, unless a value needs more.</summary>
    private static byte DecimalWidth(decimal[] numbers)
    {
        var toScaled = ToScaled(DecimalScale(numbers));
        return numbers.Any(n => Int128.Abs(toScaled(n)) >= (Int128)1e28m) ? (byte)38 : (byte)28;
    }

    private static byte DecimalScale(decimal[] numbers) => numbers.Length == 0 ? (byte)0 : numbers.Max(n => n.Scale);

    private static Func<decimal, Int128> ToScaled(byte scale) => number =>
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(number, bits);
        var digits = (Int128)new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        for (var i = number.Scale; i < scale; i++)
        {
            digits = checked(digits * 10);
        }

        return decimal.IsNegative(number) ? -digits : digits;
    };

    private static UInt128 ToSortable(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return ReadBigEndian<UInt128>(bytes) ^ (UInt128.One << 127);
    }

    private static T ReadBigEndian<T>(ReadOnlySpan<byte> bytes) where T : IBinaryInteger<T> => T.ReadBigEndian(bytes, isUnsigned: true);

    private static void Mark(TableColumn column, nint vector, int from, int count)
    {
        if (!column.HasMissingMask)
        {
            return;
        }

        DuckDbLibrary.duckdb_vector_ensure_validity_writable(vector);
        var validity = DuckDbLibrary.duckdb_vector_get_validity(vector);
        for (var i = 0; i < count; i++)
        {
            if (column.IsMissing(from + i))
            {
                validity[i >> 6] &= ~(1UL << (i & 63));
            }
        }
    }

    private sealed class Plain<T>(TableColumn column) : DuckDbColumnWriter where T : unmanaged
    {
        private readonly T[] _values = (T[])column.Values;

        public override void Write(nint vector, int from, int count)
        {
            _values.AsSpan(from, count).CopyTo(new Span<T>(DuckDbLibrary.duckdb_vector_get_data(vector), count));
            Mark(column, vector, from, count);
        }
    }

    private sealed class Converted<TFrom, TTo>(TableColumn column, TFrom[] values, Func<TFrom, TTo> convert) : DuckDbColumnWriter where TTo : unmanaged
    {
        public override void Write(nint vector, int from, int count)
        {
            var target = new Span<TTo>(DuckDbLibrary.duckdb_vector_get_data(vector), count);
            for (var i = 0; i < count; i++)
            {
                target[i] = convert(values[from + i]);
            }

            Mark(column, vector, from, count);
        }
    }

    private sealed class Texts(TableColumn column, string?[]? texts, byte[]?[]? bytes) : DuckDbColumnWriter
    {
        public override void Write(nint vector, int from, int count)
        {
            byte[]? scratch = null;
            for (var i = 0; i < count; i++)
            {
                if (bytes?[from + i] is { } blob)
                {
                    Assign(vector, i, blob);
                }
                else if (texts?[from + i] is { } text)
                {
                    var most = Encoding.UTF8.GetMaxByteCount(text.Length);
                    if (scratch is null || scratch.Length < most)
                    {
                        Return(scratch);
                        scratch = ArrayPool<byte>.Shared.Rent(Math.Max(most, 256));
                    }

                    Assign(vector, i, scratch.AsSpan(0, Encoding.UTF8.GetBytes(text, scratch)));
                }
            }

            Return(scratch);
            Mark(column, vector, from, count);
        }

        private static void Assign(nint vector, int row, ReadOnlySpan<byte> bytes)
        {
            fixed (byte* p = bytes)
            {
                byte none = 0;
                DuckDbLibrary.duckdb_vector_assign_string_element_len(vector, (ulong)row, p is null ? &none : p, (ulong)bytes.Length);
            }
        }

        private static void Return(byte[]? scratch)
        {
            if (scratch is not null)
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        }
    }
}
