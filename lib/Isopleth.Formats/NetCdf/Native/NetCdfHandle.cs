using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>An open file of libnetcdf; closed once, by whoever comes last.</summary>
internal sealed class NetCdfHandle : SafeHandle
{
    private readonly string _path;

    /// <param name="id">What libnetcdf calls the file.</param>
    /// <param name="path">The path it was opened by.</param>
    public NetCdfHandle(int id, string path)
        : base(-1, ownsHandle: true)
    {
        _path = path;
        SetHandle(id);
    }

    public override bool IsInvalid => handle == -1;

    public int Id => (int)handle;

    /// <summary>Closes now and says what closing found wrong, which for a file being written is the last chance to know.</summary>
    public int CloseNow()
    {
        var id = Id;
        SetHandleAsInvalid();
        using (NetCdfLibrary.Enter())
        {
            return NetCdfLibrary.Close(id, _path);
        }
    }

    protected override bool ReleaseHandle()
    {
        using (NetCdfLibrary.Enter())
        {
            return NetCdfLibrary.Close(Id, _path) == NetCdfLibrary.NoError;
        }
    }
}
