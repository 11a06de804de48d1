using System.Buffers.Binary;
using System.Runtime;
using System.Runtime.InteropServices;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Kernel;

/// <summary>What the runtime compiles from the start of the kernel to its first cell, kept from one start for the next: there a second core compiles it ahead of its use.</summary>
/// <remarks>
/// The first start of a build of the kernel, the runtime and the compiler writes the profile; what no longer fits is left aside by the runtime itself.
/// The runtime writes into the file that it has read, at the end of every process; it is given a file in memory, so that two kernels cannot spoil each other's,
/// and the one on the disk is put in place whole, with a checksum behind it: a spoilt one ends the runtime. Without a folder to write to, a second core or Linux, the kernel starts as it would without.
/// </remarks>
internal static partial class StartupProfile
{
    private const int MostKept = 4;

    // The runtime records what it plays back too, and would write it anew in 27,000 pieces while the first cell's answer is on its way (20 ms of it): into a sealed file it writes nothing.
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;
    private const int Sealed = 0b1110; // against shrinking, growing and writing
    private static SafeFileHandle? _memory;
    private static Task? _end;

    /// <summary>Whether this start writes the profile.</summary>
    public static bool IsRecording { get; private set; }

    private static string Folder => UserCache.Folder("startup");

    /// <summary>The profile of this build of all that takes part in the start.</summary>
    private static string Name => $"{typeof(StartupProfile).Module.ModuleVersionId:N}{typeof(KernelServer).Module.ModuleVersionId:N}-{Environment.Version}{RoslynLocator.Folder.Replace('/', '_')}";

    /// <summary>Begins to compile ahead, or to record. Called once, before anything else.</summary>
    public static void Begin()
    {
        try
        {
            if (Environment.ProcessorCount < 2 || memfd_create("startup", AllowSealing) is not (>= 0 and var descriptor))
            {
                return;
            }

            _memory = new SafeFileHandle(descriptor, ownsHandle: true);
            var profile = Path.Combine(Folder, Name);
            var kept = File.Exists(profile) ? File.ReadAllBytes(profile).AsSpan() : [];
            IsRecording = kept.Length <= sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(kept[^sizeof(uint)..]) != Checksum.Crc32C(kept[..^sizeof(uint)]);
            if (!IsRecording)
            {
                RandomAccess.Write(_memory, kept[..^sizeof(uint)], 0);
                _ = fcntl(descriptor, AddSeals, Sealed);
            }

            ProfileOptimization.SetProfileRoot("/proc/self/fd");
            ProfileOptimization.StartProfile($"{descriptor}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or EntryPointNotFoundException)
        {
            // The kernel starts without it.
        }
    }

    /// <summary>Ends the recording, and keeps it for the next start; on a thread of the pool.</summary>
    public static void End() => _end ??= Task.Run(Finish);

    /// <summary>Waits until what was to be kept is kept: the process may end with its first cell.</summary>
    public static void Wait() => _end?.Wait();

    private static void Finish()
    {
        using var memory = _memory;
        if (memory is null)
        {
            return;
        }

        ProfileOptimization.StartProfile(null);
        if (IsRecording)
        {
            Keep(memory);
        }
    }

    private static void Keep(SafeFileHandle memory)
    {
        try
        {
            var profile = new byte[RandomAccess.GetLength(memory) + sizeof(uint)];
            var body = profile.AsSpan(0, profile.Length - sizeof(uint));
            if (body.IsEmpty || RandomAccess.Read(memory, body, 0) < body.Length)
            {
                return;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(profile.AsSpan(body.Length), Checksum.Crc32C(body));
            Directory.CreateDirectory(Folder);
            var path = Path.Combine(Folder, Name);
            var written = $"{path}.{Environment.ProcessId}.part";
            File.WriteAllBytes(written, profile);
            File.Move(written, path, overwrite: true);
            foreach (var old in new DirectoryInfo(Folder).GetFiles().OrderByDescending(static file => file.LastWriteTimeUtc).Skip(MostKept))
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next kernel starts without it.
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, int argument);
}
