using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>Texts as C has them: pointers to UTF-8 that ends in NUL.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly nint[] _pointers;
    private GCHandle _pinned;

    public NativeTexts(ReadOnlySpan<string> texts)
    {
        // One more, which is NULL: some lists end so.
        _pointers = new nint[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++)
        {
            _pointers[i] = Marshal.StringToCoTaskMemUTF8(texts[i] ?? "");
        }

        _pinned = GCHandle.Alloc(_pointers, GCHandleType.Pinned);
    }

    public void* Pointers => (void*)_pinned.AddrOfPinnedObject();

    /// <summary>The texts that libnetcdf allocated; they are freed. The caller holds the library.</summary>
    public static string[] Take(ReadOnlySpan<nint> pointers, void* first)
    {
        var texts = new string[pointers.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Marshal.PtrToStringUTF8(pointers[i]) ?? "";
        }

        _ = NetCdfLibrary.nc_free_string((nuint)pointers.Length, (byte**)first);
        return texts;
    }

    public void Dispose()
    {
        _pinned.Free();
        foreach (var pointer in _pointers)
        {
            Marshal.FreeCoTaskMem(pointer);
        }
    }
}
