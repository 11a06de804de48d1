using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>Values as they are stored: NaN the fill value, packed by scale and offset, rounded to the nearest integer (ties to even).</summary>
internal sealed class EncodedSource(Variable decoded, Packing packing) : IArraySource
{
    public Type ElementType => packing.StoredType;

    public IReadOnlyList<int> Shape => decoded.Source.Shape;

    public IReadOnlyList<int>? Chunks => decoded.Source.Chunks;

    public bool InMemory => decoded.Source.InMemory;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        foreach (var (block, offset, length) in Blocks.Of(slab.ToArray(), Chunks))
        {
            var values = ArrayPool<double>.Shared.Rent(length);
            try
            {
                SourceReader.Read(decoded.Source, block, values.AsSpan(0, length));
                var pack = new Pack<T>(this, packing, values.AsSpan(0, length), destination.Slice(offset, length));
                NumericTypes.Invoke(ElementType, ref pack);
            }
            finally
            {
                ArrayPool<double>.Shared.Return(values);
            }
        }
    }

    private ArgumentException CannotHold(double value) => new(double.IsNaN(value)
        ? $"'{decoded.Name}' has a missing value (NaN), but is stored as {CSharpName.Of(ElementType)} without a _FillValue; name one in its encoding, or store it as double."
        : $"'{decoded.Name}' has a value of {Describe.Number((value * packing.Scale) + packing.Offset)}, which is {Describe.Number(value)} when packed; the stored type {CSharpName.Of(ElementType)} cannot hold it. Choose another scale_factor, add_offset or type.");

    private readonly ref struct Pack<TTarget>(EncodedSource owner, Packing packing, Span<double> values, Span<TTarget> destination) : INumericWork
    {
        private readonly Span<double> _values = values;
        private readonly Span<TTarget> _destination = destination;

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var stored = SourceReader.Reinterpret<TTarget, T>(_destination);
            if (packing.IsPacked)
            {
                TensorPrimitives.Subtract(_values, packing.Offset, _values);
                TensorPrimitives.Divide(_values, packing.Scale, _values);
            }

            if (NumericTypes.IsInteger(typeof(T)))
            {
                TensorPrimitives.Round(_values, _values);
            }

            var hasFill = packing.Missing.Length > 0;
            var fill = hasFill ? packing.Missing[0] : double.NaN;
            for (var i = 0; i < _values.Length; i++)
            {
                var value = hasFill && double.IsNaN(_values[i]) ? fill : _values[i];
                stored[i] = NumericTypes.IsFloating(typeof(T)) || T.CreateSaturating(value) is var fits && double.CreateTruncating(fits) == value
                    ? T.CreateSaturating(value)
                    : throw owner.CannotHold(value);
            }
        }
    }
}
