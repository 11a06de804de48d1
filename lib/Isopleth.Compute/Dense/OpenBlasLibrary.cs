using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Compute;

/// <summary>The OpenBLAS library of this process.</summary>
public static partial class OpenBlasLibrary
{
    private const string Name = "openblas";

    internal static readonly NativeLibrary Native = new(Name, ["libopenblas.so.0"], "apt-get install libopenblas0");

    /// <summary>Threads that one call of OpenBLAS takes, from any caller in the process; 1 unless set, because the methods here divide their work themselves.</summary>
    /// <exception cref="NativeLibraryMissingException">OpenBLAS is not on this machine.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static int Threads
    {
        get => openblas_get_num_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            openblas_set_num_threads(value);
        }
    }

    /// <summary>The processor OpenBLAS computes for, for example <c>SkylakeX</c>.</summary>
    internal static string Core => Marshal.PtrToStringUTF8(openblas_get_corename())!;

    /// <summary>For example <c>OpenBLAS 0.3.21</c>.</summary>
    internal static string Version => string.Join(' ', Marshal.PtrToStringUTF8(openblas_get_config())!.Split(' ').Take(2));

    [ModuleInitializer]
    internal static void Register()
    {
        // OpenBLAS takes AMD processors that are newer than itself for Haswell; with AVX-512 its SkylakeX kernels are twice as fast.
        // It reads its variables when it is loaded, hence so early; what the user has set stays.
        if (X86Base.IsSupported && X86Base.CpuId(0, 0).Ecx == 0x444d4163 /* "cAMD" */ && Avx512F.VL.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Avx512CD.VL.IsSupported)
        {
            _ = setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
        }

        NativeLibraries.Register(typeof(OpenBlasLibrary).Assembly, Native);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport(Name)]
    private static partial int openblas_get_num_threads();

    [LibraryImport(Name)]
    private static partial void openblas_set_num_threads(int threads);

    [LibraryImport(Name)]
    private static partial nint openblas_get_corename();

    [LibraryImport(Name)]
    private static partial nint openblas_get_config();
}
