namespace Isopleth.Formats.NetCdfNative;

/// <summary>The types of libnetcdf (nc_type) and the ones they are here.</summary>
internal static class NetCdfType
{
    public const int Char = 2;
    public const int Text = 12;
    public const int VariableLength = 13;
    public const int Opaque = 14;
    public const int Enumeration = 15;
    public const int Compound = 16;

    private static readonly Type?[] ByCode =
    [
        null, typeof(sbyte), typeof(char), typeof(short), typeof(int), typeof(float), typeof(double),
        typeof(byte), typeof(ushort), typeof(uint), typeof(long), typeof(ulong), typeof(string),
    ];

    /// <summary>The element type of a code, or null for a user-defined type.</summary>
    public static Type? ToType(int code) => code > 0 && code < ByCode.Length ? ByCode[code] : null;

    /// <summary>The code of an element type, or 0 when there is none.</summary>
    public static int FromType(Type type) => Math.Max(0, Array.IndexOf(ByCode, type));
}
