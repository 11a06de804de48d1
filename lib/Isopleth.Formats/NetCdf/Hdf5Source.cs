using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>The values of a data set of HDF5, or of one field of it, of a type that libnetcdf does not read.</summary>
/// <param name="file">The file.</param>
/// <param name="path">The data set's path.</param>
/// <param name="name">What the variable is called.</param>
/// <param name="field">Which of the types it is that the stored one makes.</param>
/// <param name="element">The type of a value.</param>
/// <param name="outer">The data set's shape.</param>
/// <param name="inside">Further dimensions that each value has.</param>
internal sealed unsafe class Hdf5Source(NetCdfFile file, string path, string name, int field, Type element, int[] outer, int[] inside) : IArraySource
{
    public Type ElementType => element;

    public IReadOnlyList<int> Shape { get; } = [.. outer, .. inside];

    public IReadOnlyList<int>? Chunks => null;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        SourceReader.Demand<T>(element, name);
        if (destination.IsEmpty)
        {
            return;
        }

        var values = (T[])Stored(slab[..outer.Length].ToArray());
        if (inside.Length == 0)
        {
            values.CopyTo(destination);
            return;
        }

        var count = values.Length / inside.Aggregate(1, (product, n) => product * n);
        new MemorySource<T>(values, [count, .. inside]).Read([DimensionSlice.All(count), .. slab[outer.Length..]], destination);
    }

    private Array Stored(DimensionSlice[] slab)
    {
        using (file.Enter())
        {
            var dataset = file.DatasetAt(path);
            var type = NetCdfLibrary.H5Dget_type(dataset);
            var types = Hdf5Type.Of(type);
            var count = checked((int)DimensionSlice.Size(slab));
            var length = (ulong)count;
            var space = NetCdfLibrary.H5Screate_simple(1, &length, null);
            try
            {
                var one = types[field];
                return one.Read(count, file.Hdf5, space, at => FixedTexts.Read(dataset, one.Memory, slab, (ulong)count, (byte*)at) ? 0 : -1)
                    ?? throw new DataFormatException("HDF5 cannot read the values: they are damaged, or packed by a filter that is not installed.", file.Path, name);
            }
            finally
            {
                _ = NetCdfLibrary.H5Sclose(space);
                _ = NetCdfLibrary.H5Tclose(type);
                types.ForEach(t => t.Close());
            }
        }
    }
}
