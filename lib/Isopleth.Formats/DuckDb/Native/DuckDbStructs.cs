using System.Runtime.InteropServices;

namespace Isopleth.Formats.DuckDbNative;

/// <summary><c>duckdb_result</c>: 48 bytes, which some functions take by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbResultData
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public nint Columns;
    public nint Error;
    public nint Internal;
}

/// <summary><c>duckdb_string_t</c> of a text longer than twelve bytes; a shorter one stands in place of prefix and pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DuckDbString
{
    public uint Length;
    public uint Prefix;
    public byte* Long;
}

/// <summary><c>duckdb_list_entry</c>: where in the child vector a list's elements are.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDbListEntry
{
    public ulong Offset;
    public ulong Length;
}

/// <summary><c>duckdb_type</c>.</summary>
internal enum DuckDbTypeId
{
    Invalid = 0,
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    Timestamp = 12,
    Date = 13,
    Time = 14,
    Interval = 15,
    HugeInt = 16,
    VarChar = 17,
    Blob = 18,
    Decimal = 19,
    TimestampS = 20,
    TimestampMs = 21,
    TimestampNs = 22,
    Enum = 23,
    List = 24,
    Struct = 25,
    Map = 26,
    Uuid = 27,
    Union = 28,
    Bit = 29,
    TimeTz = 30,
    TimestampTz = 31,
    UHugeInt = 32,
    Array = 33,
    SqlNull = 36,
    TimeNs = 39,
    Geometry = 40,
}
