using System.Numerics;

namespace Isopleth.Arrays;

/// <summary>Work that is written once for all numeric element types.</summary>
internal interface INumericWork
{
    void Do<T>() where T : unmanaged, INumber<T>;
}

/// <summary>The ten numeric element types, and the step from a <see cref="Type"/> to a type parameter.</summary>
internal static class NumericTypes
{
    /// <summary>Whether values of <paramref name="type"/> are numbers.</summary>
    public static bool IsNumeric(Type type) => IsInteger(type) || IsFloating(type);

    public static bool IsFloating(Type type) => type == typeof(float) || type == typeof(double);

    public static bool IsInteger(Type type) =>
        type == typeof(sbyte) || type == typeof(byte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int)
        || type == typeof(uint) || type == typeof(long) || type == typeof(ulong);

    /// <summary>The unsigned (signed) type of the same width, for <c>_Unsigned</c>; the type itself when there is none.</summary>
    public static Type WithSign(Type type, bool unsigned) => (Type.GetTypeCode(type), unsigned) switch
    {
        (TypeCode.SByte, true) => typeof(byte),
        (TypeCode.Int16, true) => typeof(ushort),
        (TypeCode.Int32, true) => typeof(uint),
        (TypeCode.Int64, true) => typeof(ulong),
        (TypeCode.Byte, false) => typeof(sbyte),
        (TypeCode.UInt16, false) => typeof(short),
        (TypeCode.UInt32, false) => typeof(int),
        (TypeCode.UInt64, false) => typeof(long),
        _ => type,
    };

    /// <summary>Calls <paramref name="work"/> with <paramref name="type"/> as its type parameter.</summary>
    public static void Invoke<TWork>(Type type, ref TWork work) where TWork : INumericWork, allows ref struct
    {
        switch (Type.GetTypeCode(type))
        {
            case TypeCode.SByte: work.Do<sbyte>(); break;
            case TypeCode.Byte: work.Do<byte>(); break;
            case TypeCode.Int16: work.Do<short>(); break;
            case TypeCode.UInt16: work.Do<ushort>(); break;
            case TypeCode.Int32: work.Do<int>(); break;
            case TypeCode.UInt32: work.Do<uint>(); break;
            case TypeCode.Int64: work.Do<long>(); break;
            case TypeCode.UInt64: work.Do<ulong>(); break;
            case TypeCode.Single: work.Do<float>(); break;
            case TypeCode.Double: work.Do<double>(); break;
            default: throw new ArgumentException($"{type.Name} is not a numeric element type.", nameof(type));
        }
    }
}
