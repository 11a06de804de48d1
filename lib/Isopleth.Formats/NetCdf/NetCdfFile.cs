using System.Runtime.CompilerServices;
using System.Text;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Formats;

/// <summary>One open NetCDF file: its handle, its groups, and the one way its errors are told.</summary>
internal sealed class NetCdfFile : IDisposable
{
    /// <summary>The files that the library was not asked for yet.</summary>
    private static readonly ConditionalWeakTable<NetCdfFile, string> Begun = [];

    private readonly Lock _opening = new();
    private readonly OrderedDictionary<string, NetCdfHeader.Group>? _header;
    private readonly SafeFileHandle? _begun;
    private NetCdfHandle? _handle;
    private long _hdf5;
    private bool _isClosed;
    private IReadOnlyDictionary<string, int>? _groups;
    private SafeFileHandle? _descriptor;
    private bool? _isForeign;
    private readonly Dictionary<string, long> _datasets = new(StringComparer.Ordinal);

    private NetCdfFile(string path, NetCdfHandle handle, long hdf5 = 0)
    {
        Path = path;
        (_handle, _hdf5) = (handle, hdf5);
    }

    private NetCdfFile(string path, SafeFileHandle begun, OrderedDictionary<string, NetCdfHeader.Group> header)
    {
        Path = path;
        (_begun, _header) = (begun, header);
        Begun.Add(this, path);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>What the library calls the root. The caller holds the library.</summary>
    public int Id => _handle!.Id;

    /// <summary>The paths of the groups, parents first; the root is <c>/</c>.</summary>
    public IReadOnlyCollection<string> GroupPaths => _header is not null ? _header.Keys : [.. Groups().Keys];

    /// <summary>What HDF5 calls the file; 0 when it is none.</summary>
    public long Hdf5 => _hdf5;

    /// <summary>Whether it is an HDF5 file that libnetcdf did not write, so that there may be what it does not know. The caller holds the library.</summary>
    public bool IsForeign => _isForeign ??= _hdf5 > 0 && (_handle!.IsHdf5 || NetCdfLibrary.H5Aexists(_hdf5, "_NCProperties") <= 0);

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="byLibrary">Whether the C library is to read its declarations too, as it does where they are not all of netCDF-4's own kinds.</param>
    /// <exception cref="DataFormatException">It is missing, truncated, or not NetCDF.</exception>
    public static NetCdfFile Open(string path, bool byLibrary = false)
    {
        if (path.Contains("://", StringComparison.Ordinal))
        {
            throw new DataFormatException("This is an address, not a file.", path, hint: "Fetch it first, and open the file.");
        }

        var full = System.IO.Path.GetFullPath(path);
        var isHdf5 = NetCdfSignature.Check(full);
        var begun = isHdf5 && !byLibrary && OperatingSystem.IsLinux() ? Handle(full) : null;
        try
        {
            var header = begun is null ? null : NetCdfHeader.Read(begun, full);
            if (isHdf5)
            {
                ProbeProcess.Check(full);
            }

            if (header is not null)
            {
                var file = new NetCdfFile(full, begun!, header);
                begun = null;
                return file;
            }
        }
        finally
        {
            begun?.Dispose();
        }

        using (NetCdfLibrary.Enter())
        {
            var (handle, hdf5, status) = ByLibrary(full);
            return handle is not null ? new NetCdfFile(full, handle, hdf5) : OpenWithoutTargets(full) ?? throw Damaged(full, status);
        }
    }

    /// <summary>A file of which libnetcdf opens nothing because of links that lead nowhere. The caller holds the library.</summary>
    private static NetCdfFile? OpenWithoutTargets(string full)
    {
        if (NetCdfLibrary.NewestHdf5File() < 0 || NetCdfLibrary.H5Fopen(full, 0, 0) is not (> 0 and var hdf5))
        {
            return null;
        }

        var file = new NetCdfFile(full, new NetCdfHandle(hdf5, full) { IsHdf5 = true }, hdf5);
        try
        {
            if (Hdf5Group.LacksTargetsAlone(file))
            {
                return file;
            }
        }
        catch (DataFormatException)
        {
            // Then libnetcdf's own error is told.
        }

        file.Dispose();
        return null;
    }

    /// <summary>Creates a file.</summary>
    /// <param name="temporary">Where it is created.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="version">Of which format.</param>
    /// <exception cref="DataFormatException">It cannot be created.</exception>
    public static NetCdfFile Create(string temporary, string path, NetCdfVersion version = NetCdfVersion.NetCdf4)
    {
        using (NetCdfLibrary.Enter())
        {
            var status = NetCdfLibrary.nc_create(temporary, NetCdfLibrary.CreationMode(version), out var id);
            return status == NetCdfLibrary.NoError
                ? new NetCdfFile(path, new NetCdfHandle(id, temporary))
                : throw new DataFormatException($"The file cannot be created (libnetcdf says: {NetCdfLibrary.Text(status)}).", path, hint: "Check that its folder is there and writable.");
        }
    }

    /// <summary>Closes a file that was written; what could not be written until now is told now.</summary>
    /// <exception cref="DataFormatException">Closing failed, for example because the disk is full.</exception>
    public void Finish() => Check(_handle!.CloseNow(), "Finishing the file");

    /// <summary>Holds libnetcdf for one piece of work; errors in it name this file.</summary>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Lock.Scope Enter()
    {
        var scope = NetCdfLibrary.Enter();
        try
        {
            lock (_opening)
            {
                if (_isClosed || _handle?.IsClosed is true)
                {
                    throw new ObjectDisposedException(Path, $"{Path} is closed; read its values, or Load() them, before its data set is disposed.");
                }

                if (_handle is null)
                {
                    // Not by its path, where another file may stand by now.
                    var place = $"/proc/self/fd/{_begun!.DangerousGetHandle()}";
                    (_handle, _hdf5, var status) = ByLibrary(place);
                    if (_handle is null)
                    {
                        throw new FileInfo(place).LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) is true
                            ? new DataFormatException("The file was removed or replaced after it was opened, before its values were read.", Path, hint: "Open it again, or Load() the values first.")
                            : Damaged(Path, status);
                    }

                    Begun.Remove(this);
                }
            }
        }
        catch
        {
            scope.Dispose();
            throw;
        }

        return scope;
    }

    /// <summary>Throws when libnetcdf reports an error.</summary>
    public void Check(int status, string doing, string? variable = null)
    {
        if (status != NetCdfLibrary.NoError)
        {
            throw new DataFormatException($"{doing} failed (libnetcdf says: {NetCdfLibrary.Text(status)}); the file may be damaged.", Path, variable);
        }
    }

    /// <summary>Has the library open what is to be removed or replaced; HDF5 does not open what has no path any more.</summary>
    public static void BeforeReplacing(string path)
    {
        foreach (var (file, _) in Begun.Where(b => b.Value == path))
        {
            try
            {
                file.Enter().Dispose();
            }
            catch (Exception e) when (e is DataFormatException or ObjectDisposedException)
            {
                // Whoever reads it is told so then.
            }
        }
    }

    /// <summary>What a group declares.</summary>
    /// <param name="group">Its path.</param>
    /// <param name="markUnwritten">As for <see cref="NetCdfGroup.Read(bool)"/>.</param>
    public StoredDataset Read(string group, bool markUnwritten)
    {
        if (_header is not null)
        {
            return NetCdfGroup.Read(this, _header[group], markUnwritten);
        }

        if (_handle!.IsHdf5)
        {
            return new Hdf5Group(this, group).Read();
        }

        try
        {
            return new NetCdfGroup(this, Groups()[group]).Read(markUnwritten);
        }
        catch (DataFormatException) when (_isForeign is true)
        {
            // Where a data set has names for some of its axes, libnetcdf 4.9.0 loses count of the others.
            return new Hdf5Group(this, group).Read();
        }
    }

    /// <summary>The names of the variables that a group itself declares.</summary>
    public IReadOnlySet<string> Names(string group) =>
        _header is not null ? _header[group].Variables.Select(v => v.Name).ToHashSet(StringComparer.Ordinal)
        : _handle!.IsHdf5 ? Read(group, markUnwritten: false).Variables.Select(v => v.Name).ToHashSet(StringComparer.Ordinal)
        : new NetCdfGroup(this, Groups()[group]).Names();

    /// <summary>What the library calls a variable and its group. The caller holds the library.</summary>
    /// <exception cref="DataFormatException">It is not what it was declared to be.</exception>
    public (int Group, int Variable) Find(string group, string variable, int type, IReadOnlyList<int> shape)
    {
        var id = Groups().GetValueOrDefault(group, -1);
        var ids = new int[shape.Count];
        var number = -1;
        var isSame = id >= 0 && NetCdfLibrary.nc_inq_varid(id, variable, out number) == NetCdfLibrary.NoError
            && NetCdfLibrary.nc_inq_varndims(id, number, out var rank) == NetCdfLibrary.NoError && rank == shape.Count
            && NetCdfLibrary.nc_inq_var(id, number, new byte[NetCdfLibrary.MaxName + 1], out var found, out _, ids, out _) == NetCdfLibrary.NoError && found == type;
        return isSame && ids.Zip(shape).All(d => NetCdfLibrary.nc_inq_dimlen(id, d.First, out var length) == NetCdfLibrary.NoError && length == (nuint)d.Second)
            ? (id, number) : throw new DataFormatException("The variable is not what the file's header says it is; the file is damaged, or was changed while it was open.", Path, variable, hint: "Open it again.");
    }

    /// <summary>The groups by path, parents first; the root is <c>/</c>.</summary>
    public IReadOnlyDictionary<string, int> Groups()
    {
        if (_groups is not null)
        {
            return _groups;
        }

        var groups = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        using (Enter())
        {
            foreach (var path in _handle!.IsHdf5 ? Hdf5Group.Paths(this) : [])
            {
                groups[path] = 0;
            }

            if (!_handle.IsHdf5)
            {
                Add("/", Id, groups);
            }
        }

        return _groups = groups;
    }

    /// <summary>What HDF5 calls the data set of a variable; not positive when this is no HDF5 file. The caller holds the library.</summary>
    public long Dataset(int group, string variable)
    {
        if (_hdf5 == 0)
        {
            return 0;
        }

        return Dataset(PathOf(group).TrimEnd('/') + "/", variable);
    }

    /// <summary>The path of a group. The caller holds the library.</summary>
    public string PathOf(int group)
    {
        Check(NetCdfLibrary.nc_inq_grpname_full(group, out var length, null), "Naming a group");
        var name = new byte[length + 1];
        Check(NetCdfLibrary.nc_inq_grpname_full(group, out _, name), "Naming a group");
        return Name(name);
    }

    /// <summary>The same by the path of the group, with a slash at its end.</summary>
    public long Dataset(string path, string variable)
    {
        // A variable with the name of a dimension that it does not lie along is stored so.
        return DatasetAt(path + "_nc4_non_coord_" + variable) is > 0 and var hidden ? hidden : DatasetAt(path + variable);
    }

    /// <summary>What HDF5 calls the data set at a path, opened once.</summary>
    public long DatasetAt(string path) => _datasets.TryGetValue(path, out var known) ? known : _datasets[path] = _handle!.Dataset(_hdf5, path);

    /// <summary>The file that HDF5 has open, opened once more for reading past it: another may stand at its path by now. Null when it cannot be. The caller holds the library.</summary>
    public unsafe SafeFileHandle? Descriptor()
    {
        int* number = null;
        if (_descriptor is null && _hdf5 > 0 && NetCdfLibrary.H5Fget_vfd_handle(_hdf5, 0, &number) >= 0 && number is not null)
        {
            // Where it cannot be, the library reads all.
            _descriptor = Handle($"/proc/self/fd/{*number}");
        }

        return _descriptor;
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _isClosed = true;
        }

        Begun.Remove(this);
        _handle?.Dispose();
        _descriptor?.Dispose();
        _begun?.Dispose();
    }

    /// <summary>Opens a file for reading past the library; a lock would be one more thing that not every file system has.</summary>
    private static SafeFileHandle? Handle(string path)
    {
        try
        {
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Opens a file by the library, and tells what HDF5 calls it; no handle where it cannot be opened. The caller holds the library.</summary>
    private static (NetCdfHandle? Handle, long Hdf5, int Status) ByLibrary(string path)
    {
        var before = NetCdfLibrary.NewestHdf5File();
        var status = NetCdfLibrary.Open(path, out var id);
        return status == NetCdfLibrary.NoError ? (new NetCdfHandle(id, path), NetCdfLibrary.NewestHdf5File() is var hdf5 && hdf5 > before ? hdf5 : 0, status) : (null, 0, status);
    }

    private static DataFormatException Damaged(string path, int status) =>
        new($"The file begins as NetCDF but cannot be opened (libnetcdf says: {NetCdfLibrary.Text(status)}); it is truncated or damaged.", path, hint: "Fetch or write it again.");

    /// <summary>The text in a buffer that libnetcdf filled.</summary>
    public static string Name(byte[] buffer) => Encoding.UTF8.GetString(buffer.AsSpan(0, Math.Max(0, Array.IndexOf(buffer, (byte)0))));

    private void Add(string path, int id, OrderedDictionary<string, int> groups)
    {
        groups[path] = id;
        Check(NetCdfLibrary.nc_inq_grps(id, out var count, null), "Listing groups");
        var children = new int[count];
        Check(NetCdfLibrary.nc_inq_grps(id, out _, children), "Listing groups");
        var buffer = new byte[NetCdfLibrary.MaxName + 1];
        foreach (var child in children)
        {
            Check(NetCdfLibrary.nc_inq_grpname(child, buffer), "Naming a group");
            Add((path == "/" ? "" : path) + "/" + Name(buffer), child, groups);
        }
    }
}
