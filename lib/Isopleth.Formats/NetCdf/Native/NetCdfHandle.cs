using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>An open file of libnetcdf; closed once, by whoever comes last.</summary>
internal sealed class NetCdfHandle : SafeHandle
{
    private readonly string _path;
    private readonly List<long> _datasets = [];

    /// <param name="id">What libnetcdf calls the file.</param>
    /// <param name="path">The path it was opened by.</param>
    public NetCdfHandle(long id, string path)
        : base(-1, ownsHandle: true)
    {
        _path = path;
        SetHandle((nint)id);
    }

    public override bool IsInvalid => handle == -1;

    public int Id => (int)handle;

    /// <summary>Whether HDF5 opened it, without libnetcdf.</summary>
    public bool IsHdf5 { get; init; }

    /// <summary>Opens one of HDF5's data sets in the file, to be closed with it; not positive when there is none. The caller holds the library.</summary>
    /// <param name="file">What HDF5 calls the file.</param>
    /// <param name="path">The path in the file.</param>
    public long Dataset(long file, string path)
    {
        var dataset = NetCdfLibrary.H5Dopen2(file, path, 0);
        if (dataset > 0)
        {
            _datasets.Add(dataset);
        }

        return dataset;
    }

    /// <summary>Closes now and says what closing found wrong, which for a file being written is the last chance to know.</summary>
    public int CloseNow()
    {
        var id = handle;
        SetHandleAsInvalid();
        using (NetCdfLibrary.Enter())
        {
            return Close(id);
        }
    }

    protected override bool ReleaseHandle()
    {
        using (NetCdfLibrary.Enter())
        {
            return Close(handle) == NetCdfLibrary.NoError;
        }
    }

    private int Close(long id)
    {
        // HDF5 does not close a file of which a data set is open.
        foreach (var dataset in _datasets)
        {
            _ = NetCdfLibrary.H5Dclose(dataset);
        }

        _datasets.Clear();
        return IsHdf5 ? NetCdfLibrary.H5Fclose(id) : NetCdfLibrary.Close((int)id, _path);
    }
}
