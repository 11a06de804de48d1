using System.Reflection.PortableExecutable;
using Isopleth.Kernel.Language;
using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Cells;

/// <summary>References for the compiler that hold metadata alone: the code of an assembly is never read.</summary>
internal static class FrameworkReferences
{
    /// <summary>The runtime's own assemblies, and this kernel's.</summary>
    public static IEnumerable<string> Paths()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Directory.EnumerateFiles(folder, "*.dll")
            .Where(static path => Path.GetFileName(path.AsSpan()) is var name && (name.StartsWith("System.") || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll"))
            .Append(typeof(FrameworkReferences).Assembly.Location)
            .Append(typeof(Jupyter.IKernelEngine).Assembly.Location);
    }

    /// <summary>A reference to one assembly.</summary>
    /// <param name="path">Its file.</param>
    public static PortableExecutableReference Create(string path)
    {
        using var file = File.OpenRead(path);
        var module = ModuleMetadata.CreateFromStream(file, PEStreamOptions.PrefetchMetadata);
        return AssemblyMetadata.Create(module).GetReference(new FileDocumentation(path), filePath: path);
    }
}
