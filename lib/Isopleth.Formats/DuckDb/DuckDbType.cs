using System.Globalization;
using Isopleth.Formats.DuckDbNative;

namespace Isopleth.Formats;

/// <summary>A type of DuckDB, with the types inside it, and what its values are in C#.</summary>
internal sealed unsafe class DuckDbType
{
    private DuckDbType(nint type)
    {
        Id = DuckDbLibrary.duckdb_get_type_id(type);
        var alias = DuckDbLibrary.duckdb_logical_type_get_alias(type);
        switch (Id)
        {
            case DuckDbTypeId.Decimal:
                (Width, Scale) = (DuckDbLibrary.duckdb_decimal_width(type), DuckDbLibrary.duckdb_decimal_scale(type));
                Storage = Width <= 4 ? DuckDbTypeId.SmallInt : Width <= 9 ? DuckDbTypeId.Integer : Width <= 18 ? DuckDbTypeId.BigInt : DuckDbTypeId.HugeInt;
                break;
            case DuckDbTypeId.Enum:
                Storage = DuckDbLibrary.duckdb_enum_internal_type(type);
                Names = [.. Enumerable.Range(0, (int)DuckDbLibrary.duckdb_enum_dictionary_size(type)).Select(i => DuckDbLibrary.TakeText(DuckDbLibrary.duckdb_enum_dictionary_value(type, (ulong)i)))];
                break;
            case DuckDbTypeId.List:
                Inner = [Take(DuckDbLibrary.duckdb_list_type_child_type(type))];
                break;
            case DuckDbTypeId.Array:
                Inner = [Take(DuckDbLibrary.duckdb_array_type_child_type(type))];
                Length = (int)DuckDbLibrary.duckdb_array_type_array_size(type);
                break;
            case DuckDbTypeId.Map:
                Inner = [Take(DuckDbLibrary.duckdb_map_type_key_type(type)), Take(DuckDbLibrary.duckdb_map_type_value_type(type))];
                break;
            case DuckDbTypeId.Struct:
                var fields = Enumerable.Range(0, (int)DuckDbLibrary.duckdb_struct_type_child_count(type)).ToArray();
                Inner = [.. fields.Select(i => Take(DuckDbLibrary.duckdb_struct_type_child_type(type, (ulong)i)))];
                Names = [.. fields.Select(i => DuckDbLibrary.TakeText(DuckDbLibrary.duckdb_struct_type_child_name(type, (ulong)i)))];
                break;
            case DuckDbTypeId.Union:
                var members = Enumerable.Range(0, (int)DuckDbLibrary.duckdb_union_type_member_count(type)).ToArray();
                Inner = [.. members.Select(i => Take(DuckDbLibrary.duckdb_union_type_member_type(type, (ulong)i)))];
                Names = [.. members.Select(i => DuckDbLibrary.TakeText(DuckDbLibrary.duckdb_union_type_member_name(type, (ulong)i)))];
                break;
        }

        Name = alias is null ? Spell() : DuckDbLibrary.TakeText(alias);
    }

    public DuckDbTypeId Id { get; }

    /// <summary>As SQL spells it.</summary>
    public string Name { get; }

    public byte Width { get; }

    public byte Scale { get; }

    /// <summary>What a decimal or an enumeration is stored as.</summary>
    public DuckDbTypeId Storage { get; }

    public IReadOnlyList<DuckDbType> Inner { get; } = [];

    /// <summary>The words of an enumeration, the fields of a structure.</summary>
    public IReadOnlyList<string> Names { get; } = [];

    /// <summary>The elements of an array.</summary>
    public int Length { get; }

    /// <summary>The type of a value in C#.</summary>
    public Type ElementType => Id switch
    {
        DuckDbTypeId.Boolean => typeof(bool),
        DuckDbTypeId.TinyInt => typeof(sbyte),
        DuckDbTypeId.SmallInt => typeof(short),
        DuckDbTypeId.Integer => typeof(int),
        DuckDbTypeId.BigInt => typeof(long),
        DuckDbTypeId.UTinyInt => typeof(byte),
        DuckDbTypeId.USmallInt => typeof(ushort),
        DuckDbTypeId.UInteger => typeof(uint),
        DuckDbTypeId.UBigInt => typeof(ulong),
        DuckDbTypeId.HugeInt => typeof(Int128),
        DuckDbTypeId.UHugeInt => typeof(UInt128),
        DuckDbTypeId.Float => typeof(float),
        DuckDbTypeId.Double => typeof(double),
        DuckDbTypeId.Decimal => Width <= 28 ? typeof(decimal) : typeof(double),
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs or DuckDbTypeId.TimestampTz => typeof(DateTime),
        DuckDbTypeId.Date => typeof(DateOnly),
        DuckDbTypeId.Time or DuckDbTypeId.TimeNs => typeof(TimeOnly),
        DuckDbTypeId.Interval => typeof(DuckDbInterval),
        DuckDbTypeId.VarChar or DuckDbTypeId.Enum => typeof(string),
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => typeof(byte[]),
        DuckDbTypeId.Uuid => typeof(Guid),
        DuckDbTypeId.List or DuckDbTypeId.Array => typeof(object?[]),
        DuckDbTypeId.Struct => typeof(IReadOnlyDictionary<string, object?>),
        DuckDbTypeId.Map => typeof(IReadOnlyDictionary<object, object?>),
        _ => typeof(object),
    };

    /// <summary>Whether the values stand in a vector just as C# has them.</summary>
    public bool IsPlain => Id is >= DuckDbTypeId.Boolean and <= DuckDbTypeId.Double or DuckDbTypeId.Interval or DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt;

    /// <summary>The type that the library gave away; it is freed.</summary>
    public static DuckDbType Take(nint type)
    {
        try
        {
            return new DuckDbType(type);
        }
        finally
        {
            DuckDbLibrary.duckdb_destroy_logical_type(ref type);
        }
    }

    private string Spell() => Id switch
    {
        DuckDbTypeId.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Width},{Scale})"),
        DuckDbTypeId.List => Inner[0].Name + "[]",
        DuckDbTypeId.Array => string.Create(CultureInfo.InvariantCulture, $"{Inner[0].Name}[{Length}]"),
        DuckDbTypeId.Map => $"MAP({Inner[0].Name}, {Inner[1].Name})",
        DuckDbTypeId.Struct => $"STRUCT({string.Join(", ", Names.Zip(Inner, (name, type) => $"{name} {type.Name}"))})",
        DuckDbTypeId.Union => $"UNION({string.Join(", ", Names.Zip(Inner, (name, type) => $"{name} {type.Name}"))})",
        DuckDbTypeId.TimestampS => "TIMESTAMP_S",
        DuckDbTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckDbTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckDbTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeId.TimeTz => "TIME WITH TIME ZONE",
        _ => Id.ToString().ToUpperInvariant(),
    };
}
