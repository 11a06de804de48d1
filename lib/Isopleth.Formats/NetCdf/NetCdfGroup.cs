using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>Reads what one group declares: dimensions, variables, attributes. No values.</summary>
internal sealed class NetCdfGroup(NetCdfFile file, int id)
{
    private readonly byte[] _name = new byte[NetCdfLibrary.MaxName + 1];

    /// <summary>The group as it is stored.</summary>
    /// <param name="markUnwritten">Whether floating-point variables that name no fill value get the library's, so that what was never written decodes to NaN.</param>
    public StoredDataset Read(bool markUnwritten)
    {
        using (file.Enter())
        {
            var dimensions = Dimensions(id);
            var variables = Variables(id, markUnwritten);
            variables = Completed(variables, dimensions);
            variables.AddRange(Inherited(variables, Above(markUnwritten)));
            return new StoredDataset(variables, NetCdfAttributes.Read(file, id, NetCdfLibrary.Global, null)) { Source = file.Path, Dimensions = dimensions };
        }
    }

    /// <summary>The names of the variables that the group itself declares.</summary>
    public IReadOnlySet<string> Names()
    {
        using (file.Enter())
        {
            return Variables(id, markUnwritten: false).Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>The same of a group whose declarations were read without the library.</summary>
    public static StoredDataset Read(NetCdfFile file, NetCdfHeader.Group group, bool markUnwritten)
    {
        List<Variable> Variables(NetCdfHeader.Group of) => [.. of.Variables.Select(v =>
            Finish(v.Name, v.Dimensions, new NetCdfSource(file, of.Path, v), new OrderedDictionary<string, object>(v.Attributes, StringComparer.Ordinal), markUnwritten))];

        IEnumerable<List<Variable>> Above()
        {
            for (var parent = group.Parent; parent is not null; parent = parent.Parent)
            {
                yield return Variables(parent);
            }
        }

        var variables = Variables(group);
        variables.AddRange(Inherited(variables, Above()));
        return new StoredDataset(variables, group.Attributes) { Source = file.Path, Dimensions = group.Dimensions };
    }

    private OrderedDictionary<string, int> Dimensions(int group)
    {
        file.Check(NetCdfLibrary.nc_inq_dimids(group, out var count, null, 0), "Listing dimensions");
        var ids = new int[count];
        file.Check(NetCdfLibrary.nc_inq_dimids(group, out _, ids, 0), "Listing dimensions");
        return new OrderedDictionary<string, int>(ids.Select(d => Dimension(group, d)), StringComparer.Ordinal);
    }

    private KeyValuePair<string, int> Dimension(int group, int dimension)
    {
        file.Check(NetCdfLibrary.nc_inq_dim(group, dimension, _name, out var length), "Reading a dimension");
        return length <= int.MaxValue
            ? KeyValuePair.Create(NetCdfFile.Name(_name), (int)length)
            : throw new DataFormatException($"Dimension '{NetCdfFile.Name(_name)}' has {length} positions, more than the {int.MaxValue} that can be addressed.", file.Path);
    }

    private List<Variable> Variables(int group, bool markUnwritten)
    {
        file.Check(NetCdfLibrary.nc_inq_varids(group, out var count, null), "Listing variables");
        var ids = new int[count];
        file.Check(NetCdfLibrary.nc_inq_varids(group, out _, ids), "Listing variables");
        return [.. ids.Select(v => Variable(group, v, markUnwritten))];
    }

    private Variable Variable(int group, int variable, bool markUnwritten)
    {
        file.Check(NetCdfLibrary.nc_inq_varndims(group, variable, out var rank), "Reading a variable");
        var ids = new int[rank];
        file.Check(NetCdfLibrary.nc_inq_var(group, variable, _name, out var type, out _, ids, out _), "Reading a variable");
        var variableName = NetCdfFile.Name(_name);
        var dimensions = ids.Select(d => Dimension(group, d)).ToList();
        var attributes = NetCdfAttributes.Read(file, group, variable, variableName);
        var source = new NetCdfSource(file, group, variable, variableName, type, [.. dimensions.Select(d => d.Value)]);
        source.DescribeEnumeration(attributes);
        return Finish(variableName, [.. dimensions.Select(d => d.Key)], source, attributes, markUnwritten);
    }

    private static Variable Finish(string name, string[] dimensions, NetCdfSource source, OrderedDictionary<string, object> attributes, bool markUnwritten)
    {
        if (markUnwritten && DefaultFill(source.ElementType, attributes) is { } unwritten)
        {
            attributes.TryAdd("_FillValue", unwritten);
        }

        if (markUnwritten && !attributes.ContainsKey("units") && attributes.GetValueOrDefault("Units") is string units)
        {
            // HDF5 products of NASA and JAXA write it so.
            attributes["units"] = units;
        }

        return new Variable(name, dimensions, source, attributes);
    }

    /// <summary>What libnetcdf fills in where nothing was written. Integers that are no times keep their type, so theirs is not looked for.</summary>
    private static object? DefaultFill(Type type, IReadOnlyDictionary<string, object> attributes) => Type.GetTypeCode(type) switch
    {
        TypeCode.Single => 9.9692099683868690e+36f,
        TypeCode.Double => 9.9692099683868690e+36,
        TypeCode.Int32 when CfTimeUnits.IsTime(attributes.GetValueOrDefault("units") as string) => -2147483647,
        _ => null,
    };

    /// <summary>The variables with what libnetcdf leaves out, or takes for something else: data sets of other types than its own.</summary>
    private List<Variable> Completed(List<Variable> variables, OrderedDictionary<string, int> dimensions)
    {
        if (file.Hdf5 <= 0 || (!file.IsForeign && !variables.Exists(v => v.ElementType == typeof(object))))
        {
            return variables;
        }

        var group = new Hdf5Group(file, file.PathOf(id));
        var all = variables.SelectMany(v => v.ElementType == typeof(object) || (file.IsForeign && (v.ElementType == typeof(string) || v.Rank == 0))
            ? group.Instead(v.Name, dimensions, v.Dimensions) is { Count: > 0 } others && others.TrueForAll(o => o.Name == v.Name) ? others : [v]
            : [v]).ToList();
        return file.IsForeign ? [.. all, .. group.Missing([.. variables.Select(v => v.Name)], dimensions)] : all;
    }

    private IEnumerable<List<Variable>> Above(bool markUnwritten)
    {
        for (var group = id; NetCdfLibrary.nc_inq_grp_parent(group, out var parent) == NetCdfLibrary.NoError; group = parent)
        {
            yield return Variables(parent, markUnwritten);
        }
    }

    /// <summary>Coordinates of the groups above that this group's variables lie over or name (CF §2.7).</summary>
    private static List<Variable> Inherited(List<Variable> own, IEnumerable<List<Variable>> above)
    {
        var wanted = own.SelectMany(v => v.Dimensions)
            .Concat(own.SelectMany(v => (v.Attributes.GetValueOrDefault("coordinates") as string ?? "").Split(' ', '/')))
            .Except(own.Select(v => v.Name), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var reachable = own.SelectMany(v => v.Dimensions.Zip(v.Shape)).Distinct().ToHashSet();
        return [.. above.SelectMany(group => group).Where(candidate => candidate.Dimensions.Zip(candidate.Shape).All(reachable.Contains) && wanted.Remove(candidate.Name))];
    }
}
