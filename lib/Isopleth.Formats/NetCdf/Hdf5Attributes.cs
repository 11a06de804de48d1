using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>Attributes as HDF5 has them: truths, enumerations and references among them, of which libnetcdf says nothing. The caller holds the library.</summary>
internal static unsafe class Hdf5Attributes
{
    /// <summary>What serves the file, not its readers.</summary>
    private static readonly HashSet<string> Hidden = new(StringComparer.Ordinal) { "CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "DIMENSION_LABELS", "_Netcdf4Dimid", "_Netcdf4Coordinates", "_nc3_strict", "_NCProperties" };

    /// <summary>Adds the attributes of a group or data set that are not there yet.</summary>
    public static void Add(OrderedDictionary<string, object> attributes, long item, long file)
    {
        const int room = 1024;
        var buffer = stackalloc byte[room];
        var count = NetCdfLibrary.H5Aget_num_attrs(item);
        for (var i = 0; i < count; i++)
        {
            var attribute = NetCdfLibrary.H5Aopen_by_idx(item, ".", 0, 0, (ulong)i, 0, 0);
            if (attribute <= 0)
            {
                continue;
            }

            var length = NetCdfLibrary.H5Aget_name(attribute, room, buffer);
            var name = System.Text.Encoding.UTF8.GetString(buffer, (int)Math.Clamp(length, 0, room - 1));
            if (length > 0 && !Hidden.Contains(name) && !attributes.ContainsKey(name) && Value(attribute, file) is { } value)
            {
                attributes[name] = value;
            }

            _ = NetCdfLibrary.H5Aclose(attribute);
        }
    }

    /// <summary>The values of an attribute of one type; null when there is none of that name.</summary>
    public static Array? Find(long item, string name, long file)
    {
        if (NetCdfLibrary.H5Aexists(item, name) <= 0 || NetCdfLibrary.H5Aopen(item, name, 0) is not (> 0 and var attribute))
        {
            return null;
        }

        var values = Values(attribute, file);
        _ = NetCdfLibrary.H5Aclose(attribute);
        return values;
    }

    /// <summary>The paths of the first dimension scale of each axis, null where there is none; null when the data set names none.</summary>
    public static string?[]? Scales(long item, long file)
    {
        if (NetCdfLibrary.H5Aexists(item, "DIMENSION_LIST") <= 0 || NetCdfLibrary.H5Aopen(item, "DIMENSION_LIST", 0) is not (> 0 and var attribute))
        {
            return null;
        }

        const int most = 64;
        var (type, space) = (NetCdfLibrary.H5Aget_type(attribute), NetCdfLibrary.H5Aget_space(attribute));
        try
        {
            // For each axis how many there are, and where their references stand.
            var lists = stackalloc nuint[2 * most];
            if (NetCdfLibrary.H5Sget_simple_extent_npoints(space) is not (> 0 and <= most and var axes) || NetCdfLibrary.H5Aread(attribute, type, lists) < 0)
            {
                return null;
            }

            const int room = 4096;
            var name = stackalloc byte[room];
            var paths = new string?[axes];
            for (var d = 0; d < axes; d++)
            {
                paths[d] = lists[2 * d] > 0 && NetCdfLibrary.H5Rget_name(file, 0, (void*)lists[(2 * d) + 1], name, room) > 0 ? System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)name) : null;
            }

            _ = NetCdfLibrary.H5Dvlen_reclaim(type, space, 0, lists);
            return paths;
        }
        finally
        {
            _ = NetCdfLibrary.H5Tclose(type);
            _ = NetCdfLibrary.H5Sclose(space);
            _ = NetCdfLibrary.H5Aclose(attribute);
        }
    }

    private static object? Value(long attribute, long file) => Values(attribute, file) switch
    {
        null => "(of a type that cannot be read)",
        { Length: 0 } => null,
        { Length: 1 } one => one.GetValue(0),
        var many => many,
    };

    private static Array? Values(long attribute, long file)
    {
        const int most = 1 << 20;
        var (type, space) = (NetCdfLibrary.H5Aget_type(attribute), NetCdfLibrary.H5Aget_space(attribute));
        var types = Hdf5Type.Of(type);
        try
        {
            return NetCdfLibrary.H5Sget_simple_extent_npoints(space) is >= 0 and < most and var count
                ? types is [{ Element: not null } only] ? count == 0 ? Array.CreateInstance(only.Element, 0) : only.Read((int)count, file, space, at => NetCdfLibrary.H5Aread(attribute, only.Memory, (void*)at)) : null
                : null;
        }
        finally
        {
            types.ForEach(t => t.Close());
            _ = NetCdfLibrary.H5Tclose(type);
            _ = NetCdfLibrary.H5Sclose(space);
        }
    }
}
