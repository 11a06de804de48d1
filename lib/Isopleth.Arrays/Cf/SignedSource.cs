using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>Stored integers read with the sign that <c>_Unsigned</c> gives them: the same bits, another type of the same width.</summary>
internal sealed class SignedSource(IArraySource stored, Type elementType) : IArraySource
{
    public Type ElementType => elementType;

    public IReadOnlyList<int> Shape => stored.Shape;

    public IReadOnlyList<int>? Chunks => stored.Chunks;

    public bool InMemory => stored.InMemory;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        switch (Type.GetTypeCode(stored.ElementType))
        {
            case TypeCode.SByte: stored.Read(slab, As<T, sbyte>(destination)); break;
            case TypeCode.Byte: stored.Read(slab, As<T, byte>(destination)); break;
            case TypeCode.Int16: stored.Read(slab, As<T, short>(destination)); break;
            case TypeCode.UInt16: stored.Read(slab, As<T, ushort>(destination)); break;
            case TypeCode.Int32: stored.Read(slab, As<T, int>(destination)); break;
            case TypeCode.UInt32: stored.Read(slab, As<T, uint>(destination)); break;
            case TypeCode.Int64: stored.Read(slab, As<T, long>(destination)); break;
            default: stored.Read(slab, As<T, ulong>(destination)); break;
        }
    }

    private static Span<TTo> As<TFrom, TTo>(Span<TFrom> span) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), span.Length);
}
