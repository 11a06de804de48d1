using System.Buffers;
using System.Numerics;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>Writes one data set into a new NetCDF-4 file: first all definitions, then the values, tile by tile.</summary>
internal sealed unsafe class NetCdfWriter(NetCdfFile file, Dataset dataset, NetCdfWriteOptions options)
{
    private readonly Dictionary<string, int> _dimensions = new(StringComparer.Ordinal);

    public void Write()
    {
        var written = new List<(int Id, Variable Variable, int[] Chunks)>();
        using (file.Enter())
        {
            file.Check(NetCdfLibrary.nc_set_fill(file.Id, NetCdfLibrary.NoFill, out _), "Preparing the file");
            NetCdfAttributes.Write(file, NetCdfLibrary.Global, "Conventions", dataset.Attributes.GetValueOrDefault("Conventions") ?? "CF-1.8", null);
            foreach (var (name, value) in dataset.Attributes.Where(a => a.Key != "Conventions"))
            {
                NetCdfAttributes.Write(file, NetCdfLibrary.Global, name, value, null);
            }

            foreach (var (name, length) in dataset.Dimensions)
            {
                var size = options.UnlimitedDimensions.Contains(name) ? 0 : length;
                file.Check(NetCdfLibrary.nc_def_dim(file.Id, name, (nuint)size, out var id), $"Defining dimension '{name}'");
                _dimensions[name] = id;
            }

            foreach (var array in dataset.Coordinates.Values.Concat(dataset.Variables.Values))
            {
                written.Add(Define(array));
            }

            file.Check(NetCdfLibrary.nc_enddef(file.Id), "Ending the definitions");
        }

        foreach (var (id, variable, chunks) in written)
        {
            Put(id, variable, chunks);
        }
    }

    private (int Id, Variable Variable, int[] Chunks) Define(DataArray array)
    {
        var variable = CfEncoder.Encode(array.Variable, isCoordinate: array.Dimensions.Contains(array.Name));
        var type = NetCdfType.FromType(variable.ElementType);
        if (type == 0)
        {
            throw new ArgumentException($"'{variable.Name}' holds values that cannot be read, so they cannot be written; leave it out.");
        }

        var over = variable.Dimensions.Select(d => _dimensions[d]).ToArray();
        file.Check(NetCdfLibrary.nc_def_var(file.Id, variable.Name, type, over.Length, over, out var id), "Defining the variable", variable.Name);
        var chunks = ChunkShape.Of(variable, options.Chunks);
        if (variable.Rank > 0 && variable.Size > 0)
        {
            const int chunked = 0;
            file.Check(NetCdfLibrary.nc_def_var_chunking(file.Id, id, chunked, [.. chunks.Select(c => (nuint)c)]), "Setting the chunk shape", variable.Name);

            // Texts are stored by reference; compression would reach only the references.
            if (options.DeflateLevel > 0 && variable.ElementType != typeof(string))
            {
                file.Check(NetCdfLibrary.nc_def_var_deflate(file.Id, id, options.Shuffle ? 1 : 0, 1, options.DeflateLevel), "Setting the compression", variable.Name);
            }
        }

        foreach (var (name, value) in variable.Attributes.Where(a => a.Key != "coordinates"))
        {
            NetCdfAttributes.Write(file, id, name, value, variable.Name);
        }

        var auxiliary = array.Coordinates.Values.Where(c => c.Name != array.Name && !c.Dimensions.Contains(c.Name)).Select(c => c.Name).ToList();
        if (auxiliary.Count > 0 && dataset.Variables.ContainsKey(array.Name))
        {
            NetCdfAttributes.Write(file, id, "coordinates", string.Join(' ', auxiliary), variable.Name);
        }

        return (id, variable, chunks);
    }

    private void Put(int id, Variable variable, int[] chunks)
    {
        foreach (var tile in ChunkShape.Tiles(variable.Shape, chunks))
        {
            if (variable.ElementType == typeof(string))
            {
                using var native = new NativeTexts(Read<string>(variable, tile));
                Put(id, variable, tile, native.Pointers);
            }
            else if (variable.ElementType == typeof(char))
            {
                var bytes = System.Text.Encoding.Latin1.GetBytes(Read<char>(variable, tile));
                fixed (byte* p = bytes)
                {
                    Put(id, variable, tile, p);
                }
            }
            else
            {
                var work = new PutNumbers(this, id, variable, tile);
                NumericTypes.Invoke(variable.ElementType, ref work);
            }
        }
    }

    private static T[] Read<T>(Variable variable, DimensionSlice[] tile)
    {
        var values = new T[DimensionSlice.Size(tile)];
        variable.Source.Read<T>(tile, values);
        return values;
    }

    private void Put(int id, Variable variable, DimensionSlice[] tile, void* values)
    {
        // One element more, so that a scalar has an address too.
        var start = stackalloc nuint[tile.Length + 1];
        var count = stackalloc nuint[tile.Length + 1];
        for (var d = 0; d < tile.Length; d++)
        {
            (start[d], count[d]) = ((nuint)tile[d].Start, (nuint)tile[d].Count);
        }

        using (file.Enter())
        {
            file.Check(NetCdfLibrary.nc_put_vara(file.Id, id, start, count, values), "Writing values", variable.Name);
        }
    }

    private readonly struct PutNumbers(NetCdfWriter writer, int id, Variable variable, DimensionSlice[] tile) : INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var length = (int)DimensionSlice.Size(tile);
            var values = ArrayPool<T>.Shared.Rent(length);
            try
            {
                variable.Source.Read(tile, values.AsSpan(0, length));
                fixed (T* p = values)
                {
                    writer.Put(id, variable, tile, p);
                }
            }
            finally
            {
                ArrayPool<T>.Shared.Return(values);
            }
        }
    }
}
