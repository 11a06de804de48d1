using System.Runtime.InteropServices;

namespace Isopleth.Formats.RasterNative;

/// <summary>An open data set of GDAL.</summary>
internal sealed class GdalHandle : SafeHandle
{
    public GdalHandle(nint dataset)
        : base(0, ownsHandle: true) => SetHandle(dataset);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = GdalLibrary.GDALClose(handle);
        return true;
    }
}
