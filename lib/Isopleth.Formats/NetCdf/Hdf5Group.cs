using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>A group of an HDF5 file of another writer: what libnetcdf leaves out of it, or all of it where libnetcdf does not open the file. The caller holds the library.</summary>
/// <remarks>
/// Fields of compound types are variables of their own (<c>table.lat</c>; of complex numbers <c>z.real</c> and <c>z.imag</c>), truths are bytes with the meanings of CF, references
/// are the paths that they lead to, values of variable length are arrays. What cannot be read, and links that lead nowhere, are listed and say so.
/// </remarks>
internal sealed unsafe class Hdf5Group(NetCdfFile file, string path)
{
    private const int Deepest = 32;
    private const string OnlyADimension = "This is a netCDF dimension but not a netCDF variable";

    private readonly string _prefix = path.TrimEnd('/') + "/";

    /// <summary>The group, without libnetcdf.</summary>
    public StoredDataset Read()
    {
        using (file.Enter())
        {
            var dimensions = new OrderedDictionary<string, int>(StringComparer.Ordinal);
            var variables = Missing([], dimensions);
            var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
            var group = NetCdfLibrary.H5Oopen(file.Hdf5, path, 0);
            Hdf5Attributes.Add(attributes, group, file.Hdf5);
            _ = NetCdfLibrary.H5Oclose(group);
            return new StoredDataset(variables, attributes) { Source = file.Path, Dimensions = dimensions };
        }
    }

    /// <summary>The variables of data sets and links that are not known yet.</summary>
    /// <param name="known">The names that are.</param>
    /// <param name="dimensions">The group's dimensions; new ones are added.</param>
    public List<Variable> Missing(IReadOnlyCollection<string> known, OrderedDictionary<string, int> dimensions)
    {
        var variables = new List<Variable>();
        foreach (var (name, link) in Links().Where(l => !known.Contains(l.Name) && !l.Name.StartsWith("_nc4_non_coord_", StringComparison.Ordinal)))
        {
            var item = NetCdfLibrary.H5Oopen(file.Hdf5, _prefix + name, 0);
            if (item <= 0)
            {
                var target = link is NetCdfLibrary.SoftLink or NetCdfLibrary.ExternalLink ? $"link to {NetCdfLibrary.LinkTarget(file.Hdf5, _prefix + name, link)}, which leads nowhere," : "object, which is damaged,";
                variables.Add(new Variable(name, [], new UnreadableSource([], file.Path, name, target), new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["comment"] = target.TrimEnd(',') }));
            }
            else if (NetCdfLibrary.H5Iget_type(item) == NetCdfLibrary.DatasetObject)
            {
                variables.AddRange(Describe(name, item, dimensions));
            }

            _ = NetCdfLibrary.H5Oclose(item);
        }

        return variables;
    }

    /// <summary>The paths of a file's groups, parents first.</summary>
    public static IEnumerable<string> Paths(NetCdfFile file, string path = "/", int depth = 0)
    {
        yield return path;
        foreach (var (name, link) in depth < Deepest ? new Hdf5Group(file, path).Links() : [])
        {
            var inner = path.TrimEnd('/') + "/" + name;
            if (Kind(file, inner) == NetCdfLibrary.GroupObject && link == 0)
            {
                foreach (var below in Paths(file, inner, depth + 1))
                {
                    yield return below;
                }
            }
        }
    }

    /// <summary>Whether all of a file is there but for what some links lead to: libnetcdf opens no such file, and calls it damaged.</summary>
    public static bool LacksTargetsAlone(NetCdfFile file)
    {
        var (isSound, lacks) = (true, false);
        foreach (var group in Paths(file))
        {
            foreach (var (name, link) in new Hdf5Group(file, group).Links())
            {
                var isThere = Kind(file, group.TrimEnd('/') + "/" + name) > 0;
                (isSound, lacks) = (isSound && (isThere || link != 0), lacks || (!isThere && link != 0));
            }
        }

        return isSound && lacks;
    }

    /// <summary>The fields of a data set of a compound type as the variables of a group; null when it is none.</summary>
    public static StoredDataset? Fields(NetCdfFile file, string path)
    {
        using (file.Enter())
        {
            if (file.Hdf5 <= 0 || file.DatasetAt(path) is not (> 0 and var item))
            {
                return null;
            }

            var (group, name) = (path[..path.LastIndexOf('/')], path[(path.LastIndexOf('/') + 1)..]);
            var dimensions = new OrderedDictionary<string, int>(StringComparer.Ordinal);
            var fields = new Hdf5Group(file, group.Length == 0 ? "/" : group).Describe(name, item, dimensions).FindAll(v => v.Name.StartsWith(name + ".", StringComparison.Ordinal));
            return fields.Count == 0 ? null : new StoredDataset(
                fields.ConvertAll(f => new Variable(f.Name[(name.Length + 1)..], f.Dimensions, f.Source, f.Attributes)), new OrderedDictionary<string, object>(StringComparer.Ordinal)) { Source = file.Path, Dimensions = dimensions };
        }
    }

    /// <summary>What a data set makes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">The group's dimensions; new ones are added.</param>
    /// <param name="along">Those that it is known to lie along.</param>
    /// <returns>None when it is none that libnetcdf misreads, and is known already.</returns>
    public List<Variable> Instead(string name, OrderedDictionary<string, int> dimensions, IReadOnlyList<string> along)
    {
        const int nothing = 2;
        var item = file.Dataset(_prefix, name);
        if (item <= 0)
        {
            return [];
        }

        var (space, type) = (NetCdfLibrary.H5Dget_space(item), NetCdfLibrary.H5Dget_type(item));
        var isText = NetCdfLibrary.H5Tget_class(type) == 3;
        var isEmpty = NetCdfLibrary.H5Sget_simple_extent_type(space) == nothing;
        _ = NetCdfLibrary.H5Sclose(space);
        _ = NetCdfLibrary.H5Tclose(type);
        return isText && !isEmpty ? [] : Describe(name, item, dimensions, along);
    }

    private static int Kind(NetCdfFile file, string path)
    {
        var item = NetCdfLibrary.H5Oopen(file.Hdf5, path, 0);
        var kind = item > 0 ? NetCdfLibrary.H5Iget_type(item) : -1;
        _ = NetCdfLibrary.H5Oclose(item);
        return kind;
    }

    private List<(string Name, int Link)> Links() => NetCdfLibrary.Links(file.Hdf5, path) ?? throw new DataFormatException($"Listing group '{path}' failed; the file may be damaged.", file.Path, hint: "Fetch or write it again.");

    private List<Variable> Describe(string name, long item, OrderedDictionary<string, int> dimensions, IReadOnlyList<string>? along = null)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        Hdf5Attributes.Add(attributes, item, file.Hdf5);
        var space = NetCdfLibrary.H5Dget_space(item);
        var type = NetCdfLibrary.H5Dget_type(item);
        var types = Hdf5Type.Of(type);
        try
        {
            var rank = NetCdfLibrary.H5Sget_simple_extent_ndims(space);
            var lengths = new ulong[Math.Max(1, rank)];
            fixed (ulong* p = lengths)
            {
                _ = NetCdfLibrary.H5Sget_simple_extent_dims(space, p, null);
            }

            var shape = lengths.Take(Math.Max(0, rank)).Select(n => checked((int)n)).ToArray();
            const int nothing = 2;
            if (NetCdfLibrary.H5Sget_simple_extent_type(space) == nothing)
            {
                return [new Variable(name, [], new UnreadableSource([], file.Path, name, "null space, of which there are none,"), attributes)];
            }

            if (Hdf5Attributes.Find(item, "NAME", file.Hdf5) is string[] and [var said, ..] && said.StartsWith(OnlyADimension, StringComparison.Ordinal))
            {
                _ = dimensions.TryAdd(name, shape[0]);
                return [];
            }

            along ??= Axes(name, item, shape, dimensions);
            return [.. types.Select((t, i) => One(name, i, t, shape, along, dimensions, attributes))];
        }
        finally
        {
            types.ForEach(t => t.Close());
            _ = NetCdfLibrary.H5Tclose(type);
            _ = NetCdfLibrary.H5Sclose(space);
        }
    }

    private Variable One(string name, int field, Hdf5Type type, int[] shape, IReadOnlyList<string> along, OrderedDictionary<string, int> dimensions, OrderedDictionary<string, object> attributes)
    {
        var called = name + type.Field;
        var over = along.ToList();
        foreach (var length in type.Inside)
        {
            over.Add(Unnamed(length, over, dimensions));
        }

        var own = new OrderedDictionary<string, object>(attributes, StringComparer.Ordinal);
        if (type.Flags is var (values, meanings) && values.Length > 0 && !own.ContainsKey("flag_values"))
        {
            (own["flag_values"], own["flag_meanings"]) = (values, meanings == "FALSE TRUE" ? "false true" : meanings);
        }

        return new Variable(called, over, type.Element is { } element
            ? new Hdf5Source(file, _prefix + name, called, field, element, shape, type.Inside)
            : new UnreadableSource([.. shape, .. type.Inside], file.Path, called, type.Kind), own);
    }

    /// <summary>The dimensions of a data set: those that it names, and for others one of the same length, as libnetcdf does.</summary>
    private List<string> Axes(string name, long item, int[] shape, OrderedDictionary<string, int> dimensions)
    {
        var over = new List<string>();
        var isScale = shape.Length == 1 && Hdf5Attributes.Find(item, "CLASS", file.Hdf5) is string[] and ["DIMENSION_SCALE", ..];
        var named = Hdf5Attributes.Scales(item, file.Hdf5);
        for (var d = 0; d < shape.Length; d++)
        {
            var scale = isScale ? name : named?.ElementAtOrDefault(d) is { Length: > 0 } at ? at[(at.LastIndexOf('/') + 1)..] : null;
            if (scale is not null && !over.Contains(scale) && dimensions.GetValueOrDefault(scale, shape[d]) == shape[d])
            {
                dimensions[scale] = shape[d];
                over.Add(scale);
            }
            else
            {
                over.Add(Unnamed(shape[d], over, dimensions));
            }
        }

        return over;
    }

    private static string Unnamed(int length, List<string> taken, OrderedDictionary<string, int> dimensions)
    {
        const string unnamed = "phony_dim_";
        if (dimensions.FirstOrDefault(d => d.Value == length && d.Key.StartsWith(unnamed, StringComparison.Ordinal) && !taken.Contains(d.Key)).Key is { } same)
        {
            return same;
        }

        var name = Enumerable.Range(0, int.MaxValue).Select(i => string.Create(CultureInfo.InvariantCulture, $"{unnamed}{i}")).First(n => !dimensions.ContainsKey(n));
        dimensions[name] = length;
        return name;
    }
}
