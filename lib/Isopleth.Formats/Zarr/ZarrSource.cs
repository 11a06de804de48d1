using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The values of an array, chunk by chunk; several chunks are decoded at once.</summary>
/// <typeparam name="TElement">A number or <see cref="string"/>.</typeparam>
internal sealed unsafe class ZarrSource<TElement>(ZarrArray array) : IArraySource
{
    public Type ElementType => typeof(TElement);

    public IReadOnlyList<int> Shape => array.Shape;

    public IReadOnlyList<int>? Chunks => array.Shape.Length == 0 ? null : array.Chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var target = SourceReader.Reinterpret<T, TElement>(destination);
        if (target.IsEmpty)
        {
            return;
        }

        var window = new ChunkWindow(slab, array.Chunks, array.Permutation);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TElement>())
        {
            ReadTexts(window, target);
            return;
        }

        fixed (byte* p = &Unsafe.As<TElement, byte>(ref MemoryMarshal.GetReference(target)))
        {
            var (result, length) = ((nint)p, target.Length);
            InParallel.For(checked((int)window.Count), i => Read(window, window.At(i), new Span<TElement>((void*)result, length)));
        }
    }

    private void Read(ChunkWindow window, int[] at, Span<TElement> result)
    {
        if (!array.IsPlain)
        {
            window.Place(at, (TElement[]?)array.Chunk(at), (TElement)array.Fill, result);
            return;
        }

        var rented = window.Whole(at) is null ? ArrayPool<TElement>.Shared.Rent(array.Bytes / Unsafe.SizeOf<TElement>()) : null;
        try
        {
            ref var place = ref rented is null ? ref result[window.Whole(at)!.Value] : ref rented[0];
            if (!array.Read(at, MemoryMarshal.CreateSpan(ref Unsafe.As<TElement, byte>(ref place), array.Bytes)))
            {
                window.Place(at, [], (TElement)array.Fill, result);
            }
            else if (rented is not null)
            {
                window.Place(at, rented, (TElement)array.Fill, result);
            }
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<TElement>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Texts cannot be reached from several threads at once; they are unpacked so, and put into their places one after the other.</summary>
    private void ReadTexts(ChunkWindow window, Span<TElement> result)
    {
        var decoded = new TElement[]?[Environment.ProcessorCount];
        for (var first = 0L; first < window.Count; first += decoded.Length)
        {
            var (from, count) = (first, (int)Math.Min(decoded.Length, window.Count - first));
            InParallel.For(count, i => decoded[i] = (TElement[]?)array.Chunk(window.At(from + i)));
            for (var i = 0; i < count; i++)
            {
                window.Place(window.At(from + i), decoded[i], (TElement)array.Fill, result);
            }
        }
    }
}
