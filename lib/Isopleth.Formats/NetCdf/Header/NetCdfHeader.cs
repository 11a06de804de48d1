using System.Globalization;
using Isopleth.Arrays;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Formats;

/// <summary>
/// What a NetCDF-4 file declares, read without the C library, which takes ten times as long for it: it opens every object several times over.
/// A file with anything in it that netCDF-4 does not write itself, a user-defined type for example, is not read here, and left to the library.
/// </summary>
/// <remarks>Format: netCDF-4's use of HDF5 as Unidata's file format specifications have it, appendix C.</remarks>
internal sealed class NetCdfHeader
{
    private const string Scale = "DIMENSION_SCALE";
    private const string WithoutVariable = "This is a netCDF dimension but not a netCDF variable";
    private const string HiddenName = "_nc4_non_coord_";

    private static readonly HashSet<string> Hidden = new(["CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_Netcdf4Dimid", "_Netcdf4Coordinates"], StringComparer.Ordinal);
    private static readonly HashSet<string> HiddenInGroups = new(["_NCProperties", "_nc3_strict", "_Format", "_IsNetcdf4", "_SuperblockVersion"], StringComparer.Ordinal);

    private readonly Hdf5Objects _objects;
    private readonly Dictionary<long, Dimension> _scales = [];
    private readonly Dictionary<int, Dimension> _numbered = [];
    private readonly HashSet<long> _seen = [];

    private NetCdfHeader(SafeFileHandle file, string path) => _objects = new Hdf5Objects(new Hdf5Bytes(file, path));

    private OrderedDictionary<string, Group> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads what the groups declare, by path, parents first, the root as <c>/</c>; null when the library has to.</summary>
    /// <exception cref="DataFormatException">A checksum is false.</exception>
    public static OrderedDictionary<string, Group>? Read(SafeFileHandle file, string path)
    {
        try
        {
            var header = new NetCdfHeader(file, path);
            header.Add("/", null, header._objects.Root());
            foreach (var variable in header.Groups.Values.SelectMany(g => g.Variables))
            {
                variable.Dimensions = header.DimensionsOf(variable);
            }

            return header.Groups;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException or IOException or InvalidCastException)
        {
            return null;
        }
    }

    private void Add(string path, Group? parent, long address)
    {
        const int deepest = 100;
        if (!_seen.Add(address) || path.AsSpan().Count('/') > deepest)
        {
            throw new InvalidDataException("groups that hold each other");
        }

        var stored = _objects.Read(address);
        var group = new Group(path, parent);
        Groups.Add(path, group);
        foreach (var message in _objects.Attributes(stored))
        {
            var attribute = new Hdf5Attribute(message);
            if (!HiddenInGroups.Contains(attribute.Name))
            {
                group.Attributes[attribute.Name] = attribute.Value(_objects);
            }
        }

        var inner = new List<(string Path, long Address)>();
        var dimensions = new List<Dimension>();
        foreach (var (name, at) in _objects.Links(stored))
        {
            var child = _objects.Read(at);
            if (child.Find(Hdf5Objects.LinkInfo) is not null)
            {
                inner.Add(((path == "/" ? "" : path) + "/" + name, at));
            }
            else if (child.Find(Hdf5Objects.Layout) is not null && _seen.Add(at))
            {
                AddDataset(group, name, at, child, dimensions);
            }
            else
            {
                throw new InvalidDataException("a type or a second name");
            }
        }

        if (dimensions.Exists(d => d.Id < 0) != dimensions.TrueForAll(d => d.Id < 0) && dimensions.Count > 0)
        {
            throw new InvalidDataException("some dimensions without their numbers");
        }

        foreach (var dimension in dimensions.OrderBy(d => d.Id))
        {
            group.Dimensions.Add(dimension.Name, dimension.Length);
        }

        foreach (var (innerPath, at) in inner)
        {
            Add(innerPath, group, at);
        }
    }

    private void AddDataset(Group group, string name, long address, Hdf5Object stored, List<Dimension> dimensions)
    {
        var variable = new Declared(name.StartsWith(HiddenName, StringComparison.Ordinal) ? name[HiddenName.Length..] : name, address);
        var (isScale, isVariable, id) = (false, true, -1);
        foreach (var message in _objects.Attributes(stored))
        {
            var attribute = new Hdf5Attribute(message);
            switch (attribute.Name)
            {
                case "CLASS":
                    isScale = (string)attribute.Value(_objects) == Scale;
                    break;
                case "NAME":
                    isVariable = !((string)attribute.Value(_objects)).StartsWith(WithoutVariable, StringComparison.Ordinal);
                    break;
                case "_Netcdf4Dimid":
                    id = Convert.ToInt32(attribute.Value(_objects), CultureInfo.InvariantCulture);
                    break;
                case "_Netcdf4Coordinates":
                    variable.DimensionIds = attribute.Value(_objects) is var ids && ids is int one ? [one] : (int[])ids;
                    break;
                case "DIMENSION_LIST":
                    variable.Scales = attribute.References(_objects);
                    break;
                case var other when !Hidden.Contains(other):
                    variable.Attributes[other] = attribute.Value(_objects);
                    break;
            }
        }

        var space = stored.Find(Hdf5Objects.Dataspace) ?? throw new InvalidDataException("a data set without a shape");
        (variable.Shape, var isUnlimited) = Hdf5Values.Shape(space) ?? throw new InvalidDataException("a data set without a shape");
        if (isScale)
        {
            var dimension = new Dimension(name, variable.Shape[0], id);
            _scales.Add(address, dimension);
            if (id >= 0)
            {
                _numbered.Add(id, dimension);
            }

            dimensions.Add(dimension);
        }

        if (!isScale || isVariable)
        {
            variable.Element = Hdf5Values.Element(stored.Find(Hdf5Objects.Datatype), out _);
            variable.Chunks = Hdf5Values.Chunks(stored.Find(Hdf5Objects.Layout)) is { } chunks && variable.Shape.Length > 0 ? chunks.Length == variable.Shape.Length ? chunks : throw new InvalidDataException("chunks of another rank") : null;
            group.Variables.Add(variable);
        }
    }

    /// <summary>The dimensions of a variable: named by their numbers, by itself, or by references to their scales.</summary>
    private string[] DimensionsOf(Declared variable)
    {
        var scales = variable.Shape.Length == 0 ? []
            : variable.DimensionIds is { } ids ? [.. ids.Select(id => _numbered.GetValueOrDefault(id)!)]
            : _scales.TryGetValue(variable.Address, out var own) ? [own]
            : variable.Scales is { } addresses ? addresses.Select(a => _scales.GetValueOrDefault(a)!).ToArray()
            : [];

        // A variable may be shorter than a dimension that still grows: the library fills it up.
        return scales.Length == variable.Shape.Length && scales.Zip(variable.Shape).All(p => p.First?.Length == p.Second)
            ? [.. scales.Select(s => s.Name)] : throw new InvalidDataException("dimensions of another rank or length");
    }

    /// <summary>A dimension of a group.</summary>
    private sealed record Dimension(string Name, int Length, int Id);

    /// <summary>What a group declares.</summary>
    internal sealed class Group(string path, Group? parent)
    {
        public string Path { get; } = path;

        public Group? Parent { get; } = parent;

        public OrderedDictionary<string, int> Dimensions { get; } = new(StringComparer.Ordinal);

        public OrderedDictionary<string, object> Attributes { get; } = new(StringComparer.Ordinal);

        public List<Declared> Variables { get; } = [];
    }

    /// <summary>What is declared of a variable.</summary>
    internal sealed class Declared(string name, long address)
    {
        public string Name { get; } = name;

        public long Address { get; } = address;

        public Type Element { get; set; } = typeof(object);

        public int[] Shape { get; set; } = [];

        public int[]? Chunks { get; set; }

        public string[] Dimensions { get; set; } = [];

        public int[]? DimensionIds { get; set; }

        public long[]? Scales { get; set; }

        public OrderedDictionary<string, object> Attributes { get; } = new(StringComparer.Ordinal);
    }
}
