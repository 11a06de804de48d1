using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>NetCDF, classic and version 4, through libnetcdf.</summary>
/// <remarks>libnetcdf serves one thread at a time: reads from several threads wait for each other. Reading needs <c>libnetcdf19</c> (Debian 12) or <c>libnetcdf22</c> (Debian 13).</remarks>
public static class NetCdf
{
    /// <summary>Opens a file, or one group of it. Nothing but its description is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="group">The group's path, for example <c>/PRODUCT</c>, or that of a variable of a compound type, whose fields then are the variables; the root by default.</param>
    /// <param name="decode">False leaves the values as they are stored: packed, with their fill values.</param>
    /// <returns>The data set, which holds the file open until it is disposed.</returns>
    /// <exception cref="DataFormatException">The file is missing, truncated or not NetCDF, or has no such group; the message says what is there.</exception>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libnetcdf is not installed; the message has the command that installs it.</exception>
    public static Dataset Open(string path, string group = "/", bool decode = true)
    {
        var file = NetCdfFile.Open(path);
        try
        {
            return Read(file, group, decode, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens another group of a file that is open already, in a fraction of the time of opening the file again.</summary>
    /// <param name="opened">A data set of the file; the group can be read until this is disposed.</param>
    /// <param name="group">The group's path.</param>
    /// <param name="decode">False leaves the values as they are stored.</param>
    /// <returns>The group.</returns>
    /// <exception cref="DataFormatException">The data set holds no NetCDF file open, or it has no such group; the message says what is there.</exception>
    public static Dataset OpenGroup(Dataset opened, string group, bool decode = true)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var file = opened.Holds<NetCdfFile>() ?? throw new DataFormatException("No NetCDF file is open here, in which a group could be.", opened.Source, hint: "Give what NetCdf.Open returned.");
        return Read(file, group, decode, null);
    }

    /// <summary>The names of a group's own variables, without the coordinates of groups above that it is read with.</summary>
    internal static IReadOnlySet<string> OwnVariables(Dataset opened, string group) => opened.Holds<NetCdfFile>()!.Names("/" + group.Trim('/'));

    private static Dataset Read(NetCdfFile file, string group, bool decode, IDisposable? owner)
    {
        var groups = file.GroupPaths;
        var wanted = "/" + group.Trim('/');
        if (!groups.Contains(wanted))
        {
            if (Hdf5Group.Fields(file, wanted) is { } fields)
            {
                return CfDecoder.Decode(fields with { Owner = owner }, decode);
            }

            throw new DataFormatException($"The file has no group '{wanted}'; its groups are {string.Join(", ", groups)}.", file.Path);
        }

        try
        {
            var stored = file.Read(wanted, markUnwritten: decode);
            return CfDecoder.Decode(stored with { Groups = [.. groups.Where(g => g != wanted)], Owner = owner }, decode);
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException($"The file contradicts itself: {e.Message}", file.Path, innerException: e);
        }
    }

    /// <summary>The paths of a file's groups, parents first; the root is <c>/</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The paths.</returns>
    /// <exception cref="DataFormatException">The file is missing, truncated or not NetCDF.</exception>
    public static IReadOnlyList<string> Groups(string path)
    {
        using var file = NetCdfFile.Open(path);
        return [.. file.GroupPaths];
    }

    /// <summary>Writes a data set as NetCDF-4, or in a classic format, by the CF conventions: packed, filled and chunked by each variable's encoding where it has one.</summary>
    /// <param name="path">The file; one that is there is replaced only when the new one is whole.</param>
    /// <param name="dataset">The data set; it may come from the same path. Its groups are not written; see the other overload.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">An attribute or a variable is of a kind that the format does not have, or a value does not fit its stored type.</exception>
    /// <exception cref="DataFormatException">The file cannot be written; the message says why. Nothing is left behind.</exception>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libnetcdf is not installed.</exception>
    public static void Write(string path, Dataset dataset, NetCdfWriteOptions? options = null) =>
        Write(path, new Dictionary<string, Dataset>(StringComparer.Ordinal) { ["/"] = dataset }, options);

    /// <summary>Writes a NetCDF-4 file of several groups; a dimension that a group above has too, with the same length, is shared with it.</summary>
    /// <param name="path">The file; one that is there is replaced only when the new one is whole.</param>
    /// <param name="groups">Data sets by the paths of their groups, for example <c>/</c> and <c>/PRODUCT</c>; groups between them are made.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">A path is none, or an attribute or a variable is of a kind that NetCDF does not have, or a value does not fit its stored type.</exception>
    /// <exception cref="DataFormatException">The file cannot be written; the message says why. Nothing is left behind.</exception>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libnetcdf is not installed.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Dataset> groups, NetCdfWriteOptions? options = null)
    {
        options ??= new NetCdfWriteOptions();
        options.Validate();
        if (options.Version != NetCdfVersion.NetCdf4 && groups.Keys.FirstOrDefault(g => g != "/") is { } inner)
        {
            throw new ArgumentException($"The classic formats of NetCDF have no groups, and one is called '{inner}'; write NetCDF-4, or each group as a file.", nameof(groups));
        }

        GroupPaths.Check(groups.Keys);
        GroupPaths.CheckDimensions(groups.Values, options.Chunks.Keys.Concat(options.UnlimitedDimensions));
        AtomicFile.Write(path, temporary =>
        {
            using var file = NetCdfFile.Create(temporary, path, options.Version);
            NetCdfWriter.Write(file, groups, options);
            file.Finish();
        });
    }
}
