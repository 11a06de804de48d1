using System.Numerics;
using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>Values that are computed all at once when any is asked for, and kept.</summary>
internal sealed class ComputedSource(Type type, int[] shape, Func<double[]> compute) : IArraySource
{
    private readonly Lazy<IArraySource> _values = new(() => Keep(type, compute(), shape));

    public Type ElementType => type;

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => null;

    public bool InMemory => _values.IsValueCreated;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination) => _values.Value.Read(slab, destination);

    /// <summary>Results in memory, in their own type.</summary>
    public static IArraySource Keep(Type type, double[] values, int[] shape)
    {
        var work = new KeepWork(values, shape);
        NumericTypes.Invoke(type, ref work);
        return work.Result!;
    }

    private struct KeepWork(double[] values, int[] shape) : INumericWork
    {
        public IArraySource? Result { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            if (typeof(T) == typeof(double))
            {
                Result = new MemorySource<double>(values, shape);
                return;
            }

            var converted = GC.AllocateUninitializedArray<T>(values.Length);
            TensorPrimitives.ConvertChecked<double, T>(values, converted);
            Result = new MemorySource<T>(converted, shape);
        }
    }
}
