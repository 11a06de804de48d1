using System.CommandLine;
using System.Runtime.CompilerServices;
using Isopleth.Native;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth doctor</c>: what the built program finds on this machine. The script's own doctor has checked the packages before.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Tells what is there, what is missing, and the command that installs it.");
        command.SetAction(_ => Report());
        return command;
    }

    private static int Report()
    {
        var missing = 0;
        void Row(bool ok, string name, string detail)
        {
            missing += ok ? 0 : 1;
            Console.WriteLine($"  {(ok ? "ok" : "missing"),-8} {name,-30} {detail}");
        }

        foreach (var room in (Type[])[typeof(Isopleth.Jupyter.KernelSpec), typeof(Isopleth.Formats.NetCdf), typeof(Isopleth.Charts.Figure)])
        {
            // A room registers its native libraries when its module is initialised.
            RuntimeHelpers.RunModuleConstructor(room.Module.ModuleHandle);
        }

        foreach (var library in NativeLibraries.Registered)
        {
            var ok = NativeLibraries.IsAvailable(library, out var detail);
            Row(ok, "lib" + library.Name, detail);
        }

        var kernel = Kernelspec.Program(Repository.Current);
        Row(File.Exists(kernel), "C# kernel", File.Exists(kernel) ? kernel : "./isopleth run builds it");
        Row(true, "kernelspec", Kernelspec.Installed() is { } place ? place : "not installed for Jupyter's own front ends; ./isopleth kernel install does it");
        var samples = Environment.GetEnvironmentVariable("ISOPLETH_SAMPLES") ?? Path.GetFullPath(Path.Combine(Repository.Current.Root, "..", "shared", "data"));
        Row(true, "real samples", Directory.Exists(samples) ? samples : "not there; the notebooks use the offline sample. Set ISOPLETH_SAMPLES to their folder to use them");
        return missing;
    }
}
