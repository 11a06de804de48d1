using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Magics;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Extensions;

/// <summary>Extensions in the assemblies that cells refer to: found by their attribute or by what their types implement, and loaded once.</summary>
/// <remarks>Only assemblies that refer to the kernel are looked into, so that no other is loaded before a cell uses it. One that fails is told of, and leaves no trace.</remarks>
/// <param name="session">The session.</param>
/// <param name="magics">Its magics.</param>
/// <param name="completions">Its completions.</param>
/// <param name="inspections">Its help.</param>
internal sealed class BroughtExtensions(
    Session session, MagicTable magics, ConcurrentQueue<Func<string, int, CompletionList?>> completions, ConcurrentQueue<Func<string, int, JsonObject?>> inspections)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Loads the extensions among what was brought since the last time, and among some files.</summary>
    /// <param name="files">Assemblies that the cell names.</param>
    /// <param name="output">Where a failure is told.</param>
    /// <param name="run">Runs the script of a package, <c>extension.dib</c>.</param>
    public void Load(IEnumerable<string> files, CellOutput output, Action<string> run)
    {
        foreach (var file in session.TakeBrought().Concat(files).Where(_seen.Add))
        {
            try
            {
                if (Path.GetExtension(file) == ".dib")
                {
                    run(file);
                }
                else if (RefersToKernel(file))
                {
                    Load(session.Load(file));
                }
            }
            catch (Exception e)
            {
                var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
                output.Write("stderr", $"The extension in {Path.GetFileName(file)} was not loaded, and adds nothing to the cells: {cause.GetType().Name}: {cause.Message}\n");
            }
        }
    }

    private void Load(Assembly assembly)
    {
        var types = assembly.GetCustomAttributes<KernelExtensionAttribute>().Select(static named => named.Type).ToList();
        foreach (var type in types.Count > 0 ? types : assembly.GetExportedTypes().Where(IsExtension))
        {
            switch (Activator.CreateInstance(type))
            {
                case IKernelExtension extension:
                    var added = new LoadedExtension([]);
                    extension.Load(added);
                    session.AddUsings(added.Usings);
                    added.GiveTo(magics, completions, inspections);
                    break;
                case Microsoft.DotNet.Interactive.IKernelExtension extension:
                    extension.OnLoadAsync(Microsoft.DotNet.Interactive.Kernel.Root).GetAwaiter().GetResult();
                    break;
                default:
                    throw new InvalidOperationException($"{type} is named by [assembly: KernelExtension] and does not implement IKernelExtension.");
            }
        }
    }

    private static bool IsExtension(Type type) =>
        type is { IsAbstract: false, IsClass: true } && type.GetConstructor(Type.EmptyTypes) is not null
        && (typeof(IKernelExtension).IsAssignableFrom(type) || typeof(Microsoft.DotNet.Interactive.IKernelExtension).IsAssignableFrom(type));

    private static bool RefersToKernel(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        using var reader = new PEReader(File.OpenRead(file));
        if (!reader.HasMetadata)
        {
            return false;
        }

        var metadata = reader.GetMetadataReader();
        return metadata.AssemblyReferences.Any(handle => metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, typeof(IKernelExtension).Assembly.GetName().Name!));
    }
}
