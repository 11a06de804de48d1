using System.Runtime.InteropServices;
using System.Text;
using BclLoader = System.Runtime.InteropServices.NativeLibrary;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>The few functions of HDF5 that tidy up after libnetcdf; their symbols are found through libnetcdf, which is linked to HDF5. The caller holds the library.</summary>
internal static unsafe partial class Hdf5
{
    /// <summary>H5F_OBJ_ALL: files, data sets, groups, types and attributes; also "of all files".</summary>
    private const uint Everything = 0x1f;

    [ThreadStatic]
    private static bool _isPrepared;

    /// <summary>
    /// Makes HDF5 a quiet guest. It takes no file locks, unless the user asks for them: not every file system has them, and a child process that inherits
    /// the descriptor would hold the file locked for its life; files written here come into their place whole, so nobody needs the lock.
    /// And it does not print on stderr: its error stack for every attribute that is probed in vain (the setting belongs to a thread, and libnetcdf makes it
    /// on one only), and at exit a complaint about what a damaged file left open.
    /// </summary>
    public static void Prepare(nint library)
    {
        if (_isPrepared)
        {
            return;
        }

        const int unlessSet = 0;
        _ = setenv("HDF5_USE_FILE_LOCKING", "FALSE", unlessSet);
        if (Find(library, "H5dont_atexit") is var noExitHandler and not 0)
        {
            _ = ((delegate* unmanaged<int>)noExitHandler)();
        }

        if (Find(library, "H5Eset_auto2") is var printErrors and not 0)
        {
            const long defaultStack = 0;
            _ = ((delegate* unmanaged<long, void*, void*, int>)printErrors)(defaultStack, null, null);
        }

        _isPrepared = true;
    }

    /// <summary>
    /// Closes what libnetcdf leaves open of a file that it could not open or close. HDF5 knows a file by its inode; what stays open would be
    /// taken for the next file that the system gives the same inode, whose contents would then be those of the damaged one.
    /// </summary>
    public static void CloseLeftovers(nint library, string path)
    {
        var (count, list, nameOf, release) = (Find(library, "H5Fget_obj_count"), Find(library, "H5Fget_obj_ids"), Find(library, "H5Fget_name"), Find(library, "H5Idec_ref"));
        if (count == 0 || list == 0 || nameOf == 0 || release == 0)
        {
            return;
        }

        var ids = new long[Math.Max(0, ((delegate* unmanaged<long, uint, nint>)count)(Everything, Everything))];
        fixed (long* p = ids)
        {
            _ = ((delegate* unmanaged<long, uint, nuint, long*, nint>)list)(Everything, Everything, (nuint)ids.Length, p);
        }

        var wanted = Encoding.UTF8.GetBytes(path);
        var name = new byte[wanted.Length + 2];
        foreach (var id in ids)
        {
            fixed (byte* p = name)
            {
                var length = ((delegate* unmanaged<long, byte*, nuint, nint>)nameOf)(id, p, (nuint)name.Length);
                if (length == wanted.Length && name.AsSpan(0, wanted.Length).SequenceEqual(wanted))
                {
                    _ = ((delegate* unmanaged<long, int>)release)(id);
                }
            }
        }
    }

    /// <summary>Whether HDF5 has a function.</summary>
    public static bool Has(nint library, string symbol) => Find(library, symbol) != 0;

    /// <summary>The C library's own environment, which .NET's is a copy of.</summary>
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    /// <summary>Where a function or a value of HDF5 is; 0 when it has none of that name.</summary>
    public static nint Find(nint library, string symbol) => BclLoader.TryGetExport(library, symbol, out var address) ? address : 0;
}
