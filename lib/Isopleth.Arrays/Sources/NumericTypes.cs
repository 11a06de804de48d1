using System.Numerics;

namespace Isopleth.Arrays;

/// <summary>Work that is written once for all numeric element types.</summary>
public interface INumericWork
{
    /// <summary>Does the work for one element type.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    void Do<T>() where T : unmanaged, INumber<T>;
}

/// <summary>The ten numeric element types, and the step from a <see cref="Type"/> to a type parameter.</summary>
public static class NumericTypes
{
    /// <summary>Whether values of a type are numbers.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True for the ten numeric types.</returns>
    public static bool IsNumeric(Type type) => IsInteger(type) || IsFloating(type);

    /// <summary>Whether values of a type are floating-point numbers.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True for <see cref="float"/> and <see cref="double"/>.</returns>
    public static bool IsFloating(Type type) => type == typeof(float) || type == typeof(double);

    /// <summary>Whether values of a type are integers.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True for the eight integer types.</returns>
    public static bool IsInteger(Type type) =>
        type == typeof(sbyte) || type == typeof(byte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int)
        || type == typeof(uint) || type == typeof(long) || type == typeof(ulong);

    /// <summary>The unsigned (signed) type of the same width, for <c>_Unsigned</c>; the type itself when there is none.</summary>
    internal static Type WithSign(Type type, bool unsigned) => (Type.GetTypeCode(type), unsigned) switch
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
    /// <typeparam name="TWork">The kind of work.</typeparam>
    /// <param name="type">One of the ten numeric types.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="ArgumentException">The type is not numeric.</exception>
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
