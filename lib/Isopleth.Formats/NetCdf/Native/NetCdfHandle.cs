using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>An open file of libnetcdf; closed once, by whoever comes last.</summary>
internal sealed class NetCdfHandle : SafeHandle
{
    public NetCdfHandle(int id)
        : base(-1, ownsHandle: true) => SetHandle(id);

    public override bool IsInvalid => handle == -1;

    public int Id => (int)handle;

    /// <summary>Closes now and says what closing found wrong, which for a file being written is the last chance to know.</summary>
    public int CloseNow()
    {
        var id = Id;
        SetHandleAsInvalid();
        using (NetCdfLibrary.Enter())
        {
            return NetCdfLibrary.nc_close(id);
        }
    }

    protected override bool ReleaseHandle()
    {
        using (NetCdfLibrary.Enter())
        {
            return NetCdfLibrary.nc_close(Id) == NetCdfLibrary.NoError;
        }
    }
}
