namespace Isopleth.Arrays;

/// <summary>The type in which values of two types meet, as NumPy has it.</summary>
internal static class Promotion
{
    /// <summary>The narrowest type that holds the values of both types; double where an integer type would have to exceed 64 bits.</summary>
    public static Type Of(Type a, Type b)
    {
        if (a == b)
        {
            return a;
        }

        if (NumericTypes.IsFloating(a) || NumericTypes.IsFloating(b))
        {
            return HoldsInFloat(a) && HoldsInFloat(b) ? typeof(float) : typeof(double);
        }

        var (signedA, signedB) = (IsSigned(a), IsSigned(b));
        var (bitsA, bitsB) = (Bits(a), Bits(b));
        if (signedA == signedB)
        {
            return bitsA >= bitsB ? a : b;
        }

        var (signed, unsigned) = signedA ? (bitsA, bitsB) : (bitsB, bitsA);
        return Math.Max(signed, unsigned * 2) switch { 16 => typeof(short), 32 => typeof(int), 64 => typeof(long), _ => typeof(double) };
    }

    /// <summary>The type of an operation between two variables: a single value does not widen an array of the same or a higher kind.</summary>
    public static Type Of(Variable a, Variable b) =>
        a.Rank == 0 && b.Rank > 0 && Yields(a, b.ElementType) ? b.ElementType
        : b.Rank == 0 && a.Rank > 0 && Yields(b, a.ElementType) ? a.ElementType
        : Of(a.ElementType, b.ElementType);

    /// <summary>The floating-point type that holds the values of a type, for results that may be NaN or fractions.</summary>
    public static Type Floating(Type type) => HoldsInFloat(type) ? typeof(float) : typeof(double);

    private static bool Yields(Variable single, Type type) =>
        NumericTypes.IsFloating(type) || (NumericTypes.IsInteger(single.ElementType) && single.InMemory && Fits(single.Item(), type));

    private static double Item(this Variable single) => single.ToDoubles()[0];

    private static bool Fits(double value, Type integer) => IsSigned(integer)
        ? value >= -Math.Pow(2, Bits(integer) - 1) && value < Math.Pow(2, Bits(integer) - 1)
        : value >= 0 && value < Math.Pow(2, Bits(integer));

    private static bool HoldsInFloat(Type type) => type == typeof(float) || (NumericTypes.IsInteger(type) && Bits(type) <= 16);

    private static bool IsSigned(Type type) => type == typeof(sbyte) || type == typeof(short) || type == typeof(int) || type == typeof(long);

    public static int Bits(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte or TypeCode.Byte => 8,
        TypeCode.Int16 or TypeCode.UInt16 => 16,
        TypeCode.Int32 or TypeCode.UInt32 => 32,
        _ => 64,
    };
}
