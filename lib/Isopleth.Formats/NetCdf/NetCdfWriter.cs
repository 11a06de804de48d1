using System.Buffers;
using System.Numerics;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>Writes one group of a new file: first all definitions, then the values, tile by tile.</summary>
internal sealed unsafe class NetCdfWriter
{
    private static readonly Dataset Empty = new([]);

    private readonly NetCdfFile _file;
    private readonly int _group;
    private readonly Dataset _dataset;
    private readonly NetCdfWriteOptions _options;
    private readonly NetCdfWriter? _parent;
    private readonly Dictionary<string, (int Id, int Length)> _dimensions = new(StringComparer.Ordinal);
    private readonly List<(int Id, Variable Variable, int[] Chunks)> _defined = [];

    private NetCdfWriter(NetCdfFile file, int group, Dataset dataset, IEnumerable<(string Name, int Length)> shared, NetCdfWriteOptions options, NetCdfWriter? parent)
    {
        (_file, _group, _dataset, _options, _parent) = (file, group, dataset, options, parent);
        if (parent is null)
        {
            file.Check(NetCdfLibrary.nc_set_fill(group, NetCdfLibrary.NoFill, out _), "Preparing the file");
            Attribute(NetCdfLibrary.Global, "Conventions", dataset.Attributes.GetValueOrDefault("Conventions") ?? "CF-1.8", null);
        }

        foreach (var (name, value) in dataset.Attributes.Where(a => parent is not null || a.Key != "Conventions"))
        {
            Attribute(NetCdfLibrary.Global, name, value, null);
        }

        foreach (var (name, length) in shared.Concat(dataset.Dimensions.Select(d => (Name: d.Key, Length: d.Value))))
        {
            if (Find(name) is { } above && above.Length == length)
            {
                continue;
            }

            var size = options.UnlimitedDimensions.Contains(name) ? 0 : length;
            file.Check(NetCdfLibrary.nc_def_dim(group, name, (nuint)size, out var id), $"Defining dimension '{name}'");
            _dimensions[name] = (id, length);
        }

        foreach (var array in dataset.Coordinates.Values.Concat(dataset.Variables.Values))
        {
            _defined.Add(Define(array));
        }
    }

    /// <summary>Writes groups by their paths; a dimension that a group above has, with the same length, is that group's.</summary>
    public static void Write(NetCdfFile file, IReadOnlyDictionary<string, Dataset> groups, NetCdfWriteOptions options)
    {
        var writers = new OrderedDictionary<string, NetCdfWriter>(StringComparer.Ordinal);
        using (file.Enter())
        {
            writers["/"] = new NetCdfWriter(file, file.Id, groups.GetValueOrDefault("/", Empty), Shared(groups, "/", options), options, null);
            foreach (var path in groups.Keys.Where(p => p != "/").SelectMany(GroupPaths.WithParents).Distinct(StringComparer.Ordinal))
            {
                var slash = path.LastIndexOf('/');
                var parent = writers[slash == 0 ? "/" : path[..slash]];
                file.Check(NetCdfLibrary.nc_def_grp(parent._group, path[(slash + 1)..], out var id), $"Defining group '{path}'");
                writers[path] = new NetCdfWriter(file, id, groups.GetValueOrDefault(path, Empty), Shared(groups, path, options), options, parent);
            }

            file.Check(NetCdfLibrary.nc_enddef(file.Id), "Ending the definitions");
        }

        foreach (var writer in writers.Values)
        {
            foreach (var (id, variable, chunks) in writer._defined)
            {
                writer.Put(id, variable, chunks);
            }
        }
    }

    /// <summary>The dimensions that a group defines for those under it, as long as the first of these has them.</summary>
    private static IEnumerable<(string Name, int Length)> Shared(IReadOnlyDictionary<string, Dataset> groups, string path, NetCdfWriteOptions options) =>
        from name in options.SharedDimensions.GetValueOrDefault(path, [])
        let lengths = groups.Where(g => g.Key.StartsWith(path, StringComparison.Ordinal) && g.Value.Dimensions.ContainsKey(name)).Select(g => g.Value.Dimensions[name])
        where lengths.Any()
        select (name, lengths.First());

    private bool IsClassic => _options.Version != NetCdfVersion.NetCdf4;

    private void Attribute(int variable, string name, object value, string? of) =>
        NetCdfAttributes.Write(_file, _group, variable, name, _options.Version is NetCdfVersion.Classic or NetCdfVersion.Offset64 || (IsClassic && value is string[]) ? ClassicForm.Attribute(name, value) : value, of);

    private (int Id, int Length)? Find(string dimension) => _dimensions.TryGetValue(dimension, out var found) ? found : _parent?.Find(dimension);

    private (int Id, Variable Variable, int[] Chunks) Define(DataArray array)
    {
        var variable = CfEncoder.Encode(array.Variable, isCoordinate: ChunkShape.IsWhole(array, _dataset));
        variable = IsClassic && (_options.Version != NetCdfVersion.Data64 || variable.ElementType == typeof(string)) ? ClassicForm.Of(variable) : variable;
        foreach (var (dimension, length) in variable.Dimensions.Zip(variable.Shape))
        {
            if (Find(dimension) is null)
            {
                // Along the letters of texts.
                _file.Check(NetCdfLibrary.nc_def_dim(_group, dimension, (nuint)length, out var letters), $"Defining dimension '{dimension}'");
                _dimensions[dimension] = (letters, length);
            }
        }

        var type = NetCdfType.FromType(variable.ElementType);
        if (type == 0)
        {
            throw new ArgumentException($"'{variable.Name}' holds values that cannot be read, so they cannot be written; leave it out.");
        }

        var over = variable.Dimensions.Select(d => Find(d)!.Value.Id).ToArray();
        _file.Check(NetCdfLibrary.nc_def_var(_group, variable.Name, type, over.Length, over, out var id), "Defining the variable", variable.Name);
        var chunks = ChunkShape.Of(variable, _options.Chunks);
        if (variable.Rank > 0 && variable.Size > 0 && !IsClassic)
        {
            const int chunked = 0;
            _file.Check(NetCdfLibrary.nc_def_var_chunking(_group, id, chunked, [.. chunks.Select(c => (nuint)c)]), "Setting the chunk shape", variable.Name);

            // Texts are stored by reference; compression would reach only the references.
            if (_options.DeflateLevel > 0 && variable.ElementType != typeof(string))
            {
                _file.Check(NetCdfLibrary.nc_def_var_deflate(_group, id, _options.Shuffle ? 1 : 0, 1, _options.DeflateLevel), "Setting the compression", variable.Name);
            }
        }

        foreach (var (name, value) in variable.Attributes.Where(a => a.Key != "coordinates"))
        {
            Attribute(id, name, value, variable.Name);
        }

        if (ChunkShape.Auxiliary(array, _dataset) is { } auxiliary)
        {
            Attribute(id, "coordinates", auxiliary, variable.Name);
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

        using (_file.Enter())
        {
            _file.Check(NetCdfLibrary.nc_put_vara(_group, id, start, count, values), "Writing values", variable.Name);
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
