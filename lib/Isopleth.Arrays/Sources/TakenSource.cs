using System.Runtime.CompilerServices;

namespace Isopleth.Arrays;

/// <summary>Chosen positions of a source along one axis, in any order, with repetitions; -1 stands for a missing value.</summary>
internal sealed class TakenSource(IArraySource source, int axis, int[] positions) : IArraySource
{
    public Type ElementType => source.ElementType;

    public IReadOnlyList<int> Shape { get; } = [.. source.Shape.Select((n, d) => d == axis ? positions.Length : n)];

    public IReadOnlyList<int>? Chunks { get; } = source.Chunks is { } chunks ? [.. chunks.Select((n, d) => d == axis ? Math.Max(1, Math.Min(n, positions.Length)) : n)] : null;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var outer = (int)DimensionSlice.Size(slab[..axis]);
        var inner = (int)DimensionSlice.Size(slab[(axis + 1)..]);
        var wanted = slab[axis];
        var own = slab.ToArray();
        var scratch = outer > 1 ? new T[destination.Length] : [];
        for (int i = 0, run; i < wanted.Count; i += run)
        {
            var first = positions[wanted.Start + (i * wanted.Stride)];
            run = RunFrom(wanted, i);
            if (first < 0)
            {
                for (var o = 0; o < outer; o++)
                {
                    destination.Slice(((o * wanted.Count) + i) * inner, run * inner).Fill(Missing<T>());
                }

                continue;
            }

            own[axis] = new DimensionSlice(first, run, 1);
            if (outer == 1)
            {
                source.Read(own, destination.Slice(i * inner, run * inner));
                continue;
            }

            var length = run * inner;
            source.Read(own, scratch.AsSpan(0, outer * length));
            for (var o = 0; o < outer; o++)
            {
                scratch.AsSpan(o * length, length).CopyTo(destination.Slice(((o * wanted.Count) + i) * inner, length));
            }
        }
    }

    /// <summary>How many wanted positions from the <paramref name="i"/>-th on follow each other in the source, or are missing.</summary>
    private int RunFrom(DimensionSlice wanted, int i)
    {
        var first = positions[wanted.Start + (i * wanted.Stride)];
        var run = 1;
        while (i + run < wanted.Count && positions[wanted.Start + ((i + run) * wanted.Stride)] == (first < 0 ? -1 : first + run))
        {
            run++;
        }

        return run;
    }

    internal static T Missing<T>() =>
        typeof(T) == typeof(double) ? As<double, T>(double.NaN)
        : typeof(T) == typeof(float) ? As<float, T>(float.NaN)
        : typeof(T) == typeof(string) ? As<string, T>("")
        : !typeof(T).IsValueType || typeof(T) == typeof(char) ? default!
        : throw new InvalidOperationException($"{typeof(T).Name} has no missing value.");

    private static TTo As<TFrom, TTo>(TFrom value) => Unsafe.As<TFrom, TTo>(ref value);
}
