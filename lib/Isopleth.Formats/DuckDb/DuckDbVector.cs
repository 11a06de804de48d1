using System.Numerics;
using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>The values of one column of a chunk, or those inside its lists and structures.</summary>
internal sealed unsafe class DuckDbVector
{
    private readonly DuckDbType _type;
    private readonly void* _data;
    private readonly ulong* _validity;
    private readonly DuckDbVector[] _inner;

    public DuckDbVector(nint vector, DuckDbType type)
    {
        _type = type;
        _data = DuckDbLibrary.duckdb_vector_get_data(vector);
        _validity = DuckDbLibrary.duckdb_vector_get_validity(vector);
        _inner = type.Id switch
        {
            DuckDbTypeId.List => [new(DuckDbLibrary.duckdb_list_vector_get_child(vector), type.Inner[0])],
            DuckDbTypeId.Map => [.. Pair(DuckDbLibrary.duckdb_list_vector_get_child(vector))],
            DuckDbTypeId.Array => [new(DuckDbLibrary.duckdb_array_vector_get_child(vector), type.Inner[0])],
            DuckDbTypeId.Struct => [.. type.Inner.Select((field, i) => new DuckDbVector(DuckDbLibrary.duckdb_struct_vector_get_child(vector, (ulong)i), field))],
            // A union is a structure whose first field says which of the others counts.
            DuckDbTypeId.Union => [.. type.Inner.Select((field, i) => new DuckDbVector(DuckDbLibrary.duckdb_struct_vector_get_child(vector, (ulong)i + 1), field))],
            _ => [],
        };
        if (type.Id == DuckDbTypeId.Union)
        {
            _data = DuckDbLibrary.duckdb_vector_get_data(DuckDbLibrary.duckdb_struct_vector_get_child(vector, 0));
        }
    }

    public bool HasMissing => _validity is not null;

    public bool IsMissing(int row) => _validity is not null && ((_validity[row >> 6] >> (row & 63)) & 1) == 0;

    public ReadOnlySpan<T> Span<T>(int count) where T : unmanaged => new(_data, count);

    public object? Value(int row) => IsMissing(row) ? null : _type.Id switch
    {
        DuckDbTypeId.Boolean => At<byte>(row) != 0,
        DuckDbTypeId.TinyInt => At<sbyte>(row),
        DuckDbTypeId.SmallInt => At<short>(row),
        DuckDbTypeId.Integer => At<int>(row),
        DuckDbTypeId.BigInt => At<long>(row),
        DuckDbTypeId.UTinyInt => At<byte>(row),
        DuckDbTypeId.USmallInt => At<ushort>(row),
        DuckDbTypeId.UInteger => At<uint>(row),
        DuckDbTypeId.UBigInt => At<ulong>(row),
        DuckDbTypeId.HugeInt => At<Int128>(row),
        DuckDbTypeId.UHugeInt => At<UInt128>(row),
        DuckDbTypeId.Float => At<float>(row),
        DuckDbTypeId.Double => At<double>(row),
        DuckDbTypeId.Decimal when _type.Width > 28 => (double)Integer(row) / Math.Pow(10, _type.Scale),
        DuckDbTypeId.Decimal => Decimal(row),
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs or DuckDbTypeId.TimestampTz => Time(row),
        DuckDbTypeId.Date => At<int>(row) switch
        {
            int.MaxValue => DateOnly.MaxValue,
            -int.MaxValue => DateOnly.MinValue,
            var days => DateOnly.FromDayNumber(Checked(days + 719162L, DateOnly.MaxValue.DayNumber)),
        },
        DuckDbTypeId.Time => new TimeOnly(Math.Min(At<long>(row) * TimeSpan.TicksPerMicrosecond, TimeSpan.TicksPerDay - 1)),
        DuckDbTypeId.TimeNs => new TimeOnly(Math.Min(At<long>(row) / 100, TimeSpan.TicksPerDay - 1)),
        DuckDbTypeId.Interval => At<DuckDbInterval>(row),
        DuckDbTypeId.VarChar => Text(row),
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => DuckDbLibrary.Bytes((DuckDbString*)_data + row).ToArray(),
        DuckDbTypeId.Enum => _type.Names[(int)Integer(row)],
        DuckDbTypeId.Uuid => Uuid(row),
        DuckDbTypeId.List => Elements(At<DuckDbListEntry>(row)),
        DuckDbTypeId.Array => Elements(new DuckDbListEntry { Offset = (ulong)row * (ulong)_type.Length, Length = (ulong)_type.Length }),
        DuckDbTypeId.Struct => new OrderedDictionary<string, object?>(_type.Names.Select((name, i) => KeyValuePair.Create(name, _inner[i].Value(row))), StringComparer.Ordinal),
        DuckDbTypeId.Map => Map(At<DuckDbListEntry>(row)),
        DuckDbTypeId.Union => _inner[At<byte>(row)].Value(row),
        DuckDbTypeId.SqlNull => null,
        _ => throw new DuckDbException($"Values of type {_type.Name} cannot be read; cast them in the query, for example to VARCHAR."),
    };

    public string Text(int row) => DuckDbLibrary.Text((DuckDbString*)_data + row);

    /// <summary>A point in time, UTC; what lies beyond the years 1 to 9999, and infinity, is the first or last there is.</summary>
    public DateTime Time(int row)
    {
        Int128 ticks = _type.Id switch
        {
            DuckDbTypeId.TimestampS => (Int128)At<long>(row) * TimeSpan.TicksPerSecond,
            DuckDbTypeId.TimestampMs => (Int128)At<long>(row) * TimeSpan.TicksPerMillisecond,
            DuckDbTypeId.TimestampNs => At<long>(row) / 100,
            _ => (Int128)At<long>(row) * TimeSpan.TicksPerMicrosecond,
        };
        return new DateTime((long)Int128.Clamp(ticks + DateTime.UnixEpoch.Ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
    }

    private static int Checked(long days, int last) => (int)Math.Clamp(days, 0, last);

    private T At<T>(int row) where T : unmanaged => ((T*)_data)[row];

    private IEnumerable<DuckDbVector> Pair(nint entries) =>
        Enumerable.Range(0, 2).Select(i => new DuckDbVector(DuckDbLibrary.duckdb_struct_vector_get_child(entries, (ulong)i), _type.Inner[i]));

    private Int128 Integer(int row) => _type.Storage switch
    {
        DuckDbTypeId.SmallInt => At<short>(row),
        DuckDbTypeId.Integer => At<int>(row),
        DuckDbTypeId.BigInt => At<long>(row),
        DuckDbTypeId.UTinyInt => At<byte>(row),
        DuckDbTypeId.USmallInt => At<ushort>(row),
        DuckDbTypeId.UInteger => At<uint>(row),
        _ => At<Int128>(row),
    };

    private decimal Decimal(int row)
    {
        var digits = Integer(row);
        var magnitude = (UInt128)Int128.Abs(digits);
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), Int128.IsNegative(digits), _type.Scale);
    }

    // The first bit is turned, so that DuckDB can sort them as signed numbers.
    private Guid Uuid(int row)
    {
        Span<byte> bytes = stackalloc byte[16];
        ((IBinaryInteger<UInt128>)((UInt128)At<Int128>(row) ^ (UInt128.One << 127))).WriteBigEndian(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    private object?[] Elements(DuckDbListEntry entry)
    {
        var elements = new object?[entry.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = _inner[0].Value((int)entry.Offset + i);
        }

        return elements;
    }

    private OrderedDictionary<object, object?> Map(DuckDbListEntry entry)
    {
        var map = new OrderedDictionary<object, object?>();
        for (var i = (int)entry.Offset; i < (int)(entry.Offset + entry.Length); i++)
        {
            map[_inner[0].Value(i)!] = _inner[1].Value(i);
        }

        return map;
    }
}
