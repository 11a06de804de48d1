using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>Reading with conversion, a block at a time, so that scratch memory stays small whatever is read.</summary>
internal static class SourceReader
{
    /// <summary>Reads a hyperslab as <typeparamref name="T"/>, converting when the source has another numeric type.</summary>
    /// <exception cref="OverflowException">A value does not fit <typeparamref name="T"/>.</exception>
    public static void Read<T>(IArraySource source, ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        if (typeof(T) == source.ElementType || source.ElementType == typeof(object))
        {
            // What cannot be read says so itself.
            source.Read(slab, destination);
            return;
        }

        foreach (var (block, offset, length) in Blocks.Of(slab.ToArray(), source.Chunks))
        {
            var work = new ReadAs<T>(source, block, destination.Slice(offset, length));
            NumericTypes.Invoke(source.ElementType, ref work);
        }
    }

    /// <summary>Throws when a variable is asked for as another type than it is delivered in.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public static void Demand<T>(Type element, string name)
    {
        if (typeof(T) != element)
        {
            throw new ArgumentException($"'{name}' holds {element.Name}; it was asked for as {typeof(T).Name}.");
        }
    }

    /// <summary>The same memory under another name for its element type.</summary>
    /// <exception cref="ArgumentException">The two types differ.</exception>
    public static Span<TTo> Reinterpret<TFrom, TTo>(Span<TFrom> span) => typeof(TFrom) == typeof(TTo)
        ? MemoryMarshal.CreateSpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), span.Length)
        : throw new ArgumentException($"The values are {typeof(TTo).Name}; they were asked for as {typeof(TFrom).Name}.");

    private readonly ref struct ReadAs<TTarget>(IArraySource source, DimensionSlice[] block, Span<TTarget> destination) : INumericWork
    {
        private readonly Span<TTarget> _destination = destination;

        public void Do<TStored>() where TStored : unmanaged, INumber<TStored>
        {
            var scratch = ArrayPool<TStored>.Shared.Rent(_destination.Length);
            try
            {
                var stored = scratch.AsSpan(0, _destination.Length);
                source.Read(block, stored);
                var convert = new ConvertTo<TStored, TTarget>(stored, _destination);
                NumericTypes.Invoke(typeof(TTarget), ref convert);
            }
            finally
            {
                ArrayPool<TStored>.Shared.Return(scratch);
            }
        }
    }

    private readonly ref struct ConvertTo<TStored, TTarget>(ReadOnlySpan<TStored> stored, Span<TTarget> destination) : INumericWork
        where TStored : unmanaged, INumber<TStored>
    {
        private readonly ReadOnlySpan<TStored> _stored = stored;
        private readonly Span<TTarget> _destination = destination;

        public void Do<T>() where T : unmanaged, INumber<T> =>
            TensorPrimitives.ConvertChecked(_stored, Reinterpret<TTarget, T>(_destination));
    }
}
