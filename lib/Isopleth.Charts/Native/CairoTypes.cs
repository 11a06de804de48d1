using System.Runtime.InteropServices;

namespace Isopleth.Charts.Native;

/// <summary>A <c>cairo_surface_t</c>.</summary>
internal sealed class CairoSurface() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Cairo.DestroySurface(handle);
        return true;
    }
}

/// <summary>A <c>cairo_t</c>: what is drawn with.</summary>
internal sealed class CairoContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Cairo.Destroy(handle);
        return true;
    }
}

/// <summary>A <c>cairo_text_extents_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct CairoTextExtents
{
    public readonly double BearingX;
    public readonly double BearingY;
    public readonly double Width;
    public readonly double Height;
    public readonly double AdvanceX;
    public readonly double AdvanceY;
}
