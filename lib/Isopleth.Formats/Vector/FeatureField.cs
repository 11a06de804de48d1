using System.Collections;
using System.Globalization;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>An attribute of a layer, and its values in C#.</summary>
internal sealed unsafe class FeatureField
{
    private const int Integer = 0;
    private const int Real = 2;
    private const int Binary = 8;
    private const int Date = 9;
    private const int DateTimeField = 11;
    private const int Integer64 = 12;

    private readonly int _type;
    private readonly int _subType;

    public FeatureField(nint field, int index)
    {
        (Name, Index) = (GdalLibrary.Text(GdalLibrary.OGR_Fld_GetNameRef(field)), index);
        (_type, _subType) = (GdalLibrary.OGR_Fld_GetType(field), GdalLibrary.OGR_Fld_GetSubType(field));
    }

    public string Name { get; }

    public int Index { get; }

    public bool IsInteger => _type is Integer or Integer64;

    private string TypeName => GdalLibrary.Text(GdalLibrary.OGR_GetFieldTypeName(_type));

    public bool IsSet(nint feature) => GdalLibrary.OGR_F_IsFieldSetAndNotNull(feature, Index) != 0;

    /// <summary>What the column is, without its values.</summary>
    public TableColumn Empty(string name) => Builder(0, name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"field_{Index}")).Finish();

    public ColumnOfFeatures Builder(int count, string? name = null)
    {
        const int boolean = 1;
        const int int16 = 2;
        const int float32 = 3;
        var called = name ?? Name;
        ColumnOfFeatures Of<T>(Func<nint, T> value) => new ColumnOfFeatures<T>(called, TypeName, count, this, value);
        return (_type, _subType) switch
        {
            (Integer, boolean) => Of(f => GdalLibrary.OGR_F_GetFieldAsInteger(f, Index) != 0),
            (Integer, int16) => Of(f => (short)GdalLibrary.OGR_F_GetFieldAsInteger(f, Index)),
            (Integer, _) => Of(f => GdalLibrary.OGR_F_GetFieldAsInteger(f, Index)),
            (Integer64, _) => Of(f => GdalLibrary.OGR_F_GetFieldAsInteger64(f, Index)),
            (Real, float32) => Of(f => (float)GdalLibrary.OGR_F_GetFieldAsDouble(f, Index)),
            (Real, _) => Of(f => GdalLibrary.OGR_F_GetFieldAsDouble(f, Index)),
            (Date, _) => Of(f => DateOnly.FromDateTime(Time(f))),
            (DateTimeField, _) => Of(Time),
            (Binary, _) => Of(f => new Span<byte>(GdalLibrary.OGR_F_GetFieldAsBinary(f, Index, out var length), length).ToArray()),
            _ => Of(f => Text(GdalLibrary.OGR_F_GetFieldAsString(f, Index))),
        };
    }

    /// <summary>UTF-8, or Latin-1 where a file that does not say its encoding holds no UTF-8.</summary>
    private static string Text(byte* text)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        return (System.Text.Unicode.Utf8.IsValid(bytes) ? System.Text.Encoding.UTF8 : System.Text.Encoding.Latin1).GetString(bytes);
    }

    /// <summary>A point in time, UTC where the file says its zone.</summary>
    private DateTime Time(nint feature)
    {
        const int utc = 100;
        const int minutesInZone = 15;
        if (GdalLibrary.OGR_F_GetFieldAsDateTimeEx(feature, Index, out var year, out var month, out var day, out var hour, out var minute, out var second, out var zone) == 0)
        {
            return default;
        }

        // Some files have days that no calendar has: what overflows runs on.
        var start = new DateTime(Math.Clamp(year, 1, 9999), 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var time = start.AddMonths(Math.Max(month, 1) - 1).AddDays(Math.Max(day, 1) - 1).AddHours(hour).AddMinutes(minute).AddMilliseconds(Math.Round(second * 1000.0));
        return zone > 1 ? time.AddMinutes(-(zone - utc) * minutesInZone) : time;
    }
}

/// <summary>A column while its features come in.</summary>
internal abstract class ColumnOfFeatures
{
    public abstract void Add(nint feature, int row);

    public abstract TableColumn Finish();
}

/// <summary>A column of one type.</summary>
internal sealed class ColumnOfFeatures<T>(string name, string typeName, int count, FeatureField field, Func<nint, T> value) : ColumnOfFeatures
{
    private readonly T[] _values = new T[count];
    private BitArray? _missing;

    public override void Add(nint feature, int row)
    {
        if (field.IsSet(feature))
        {
            _values[row] = value(feature);
        }
        else if (typeof(T).IsValueType)
        {
            (_missing ??= new BitArray(count))[row] = true;
        }
    }

    public override TableColumn Finish() => new(name, _values, _missing, typeName);
}
