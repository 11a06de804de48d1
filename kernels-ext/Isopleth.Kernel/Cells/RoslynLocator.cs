using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Isopleth.Kernel.Cells;

/// <summary>Decides which copy of the C# compiler runs the cells.</summary>
/// <remarks>
/// The SDK's copy is compiled ahead of time, NuGet's is not: the first cell comes some 450 ms sooner with the SDK's.
/// The kernel is compiled against NuGet's copy, which stands in <c>roslyn/</c>, outside the default probing path, and serves where no SDK is installed.
/// <c>ISOPLETH_ROSLYN</c> names another folder.
/// </remarks>
internal static class RoslynLocator
{
    /// <summary>The folder that the compiler is taken from.</summary>
    public static string Folder { get; } = Environment.GetEnvironmentVariable("ISOPLETH_ROSLYN") is { Length: > 0 } chosen
        ? chosen
        : SdkFolder() ?? Path.Combine(AppContext.BaseDirectory, "roslyn");

    /// <summary>Whether an assembly is taken from there.</summary>
    /// <param name="name">Its simple name.</param>
    public static bool Holds(string? name) => name is "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The handler must stand before the first method that mentions the compiler is compiled.")]
    internal static void Install() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        Holds(name.Name)
            ? context.LoadFromAssemblyPath(Path.Combine(Folder, name.Name + ".dll"))
            : null;

    /// <summary>The newest SDK of the running runtime's major version: ahead-of-time code is bound to it.</summary>
    private static string? SdkFolder()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        var root = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", ".."));
        var sdks = Path.Combine(root, "sdk");
        if (!Directory.Exists(sdks))
        {
            return null;
        }

        string? best = null;
        Version? newest = null;
        foreach (var folder in Directory.EnumerateDirectories(sdks))
        {
            var compiler = Path.Combine(folder, "Roslyn", "bincore");
            if (Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version)
                && version.Major == Environment.Version.Major
                && (newest is null || version > newest)
                && File.Exists(Path.Combine(compiler, "Microsoft.CodeAnalysis.CSharp.dll")))
            {
                (best, newest) = (compiler, version);
            }
        }

        return best;
    }
}
