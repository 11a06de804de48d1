using System.Reflection;
using System.Runtime.Loader;
using Isopleth.Formats;

/// <summary>Makes a second process of whatever program this library is in a probe, before that program's own first line: the runtime calls it when DOTNET_STARTUP_HOOKS names this assembly.</summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for it outside of any namespace.
internal static class StartupHook
{
    public static void Initialize()
    {
        // What the library stands on lies beside it; the program need not know of it.
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        AssemblyLoadContext.Default.Resolving += (context, name) => Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        Probe.Run();
        Environment.Exit(0);
    }
}
#pragma warning restore CA1050, MA0047
