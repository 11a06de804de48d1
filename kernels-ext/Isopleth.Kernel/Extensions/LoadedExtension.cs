using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Magics;

namespace Isopleth.Kernel.Extensions;

/// <summary>An extension, loaded, and what it added.</summary>
internal sealed class LoadedExtension : IKernelExtensionContext
{
    private readonly List<string> _usings = [];
    private readonly List<Func<string, int, CompletionList?>> _completions = [];
    private readonly List<Func<string, int, JsonObject?>> _inspections = [];
    private readonly List<Magic> _magics = [];

    /// <summary>An extension that adds nothing yet.</summary>
    /// <param name="assemblies">The assemblies that cells may use because of it.</param>
    public LoadedExtension(IReadOnlyList<string> assemblies) => Assemblies = assemblies;

    /// <summary>The assemblies that cells may use because of it.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <summary>Its imports.</summary>
    public IReadOnlyList<string> Usings => _usings;

    /// <summary>Gives what it added to the kernel.</summary>
    /// <param name="magics">The kernel's magics.</param>
    /// <param name="completions">The kernel's completions.</param>
    /// <param name="inspections">The kernel's help.</param>
    public void GiveTo(MagicTable magics, ConcurrentQueue<Func<string, int, CompletionList?>> completions, ConcurrentQueue<Func<string, int, JsonObject?>> inspections)
    {
        _inspections.ForEach(inspections.Enqueue);
        _magics.ForEach(magics.Add);
        _completions.ForEach(completions.Enqueue);
    }

    /// <summary>Loads an extension.</summary>
    /// <param name="path">Its assembly.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidOperationException">The assembly names no extension.</exception>
    public static LoadedExtension Load(string path)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The kernel extension {path} does not exist; build it, or correct --extension in the kernelspec.", path);
        }

        var extension = Create<IKernelExtension>(path);
        var own = Path.GetDirectoryName(typeof(LoadedExtension).Assembly.Location)!;
        var folder = Path.GetDirectoryName(path)!;
        var loaded = new LoadedExtension([.. Directory.EnumerateFiles(folder, "*.dll").Where(file => folder == own || !File.Exists(Path.Combine(own, Path.GetFileName(file))))]);
        Formatter.RegisterDefaults(() => extension.Load(loaded));
        return loaded;
    }

    /// <summary>Loads an assembly with what it rests on, and makes what it names.</summary>
    /// <typeparam name="T">What that is.</typeparam>
    /// <param name="path">The assembly.</param>
    /// <exception cref="InvalidOperationException">It names no such thing.</exception>
    public static T Create<T>(string path)
        where T : class
    {
        var resolver = new AssemblyDependencyResolver(path);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.ResolveUnmanagedDllToPath(name) is { } found ? System.Runtime.InteropServices.NativeLibrary.Load(found) : 0;

        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        return assembly.GetCustomAttribute<KernelExtensionAttribute>() is { } named && Activator.CreateInstance(named.Type) is T made
            ? made
            : throw new InvalidOperationException($"{path} names no extension; mark the assembly with [assembly: KernelExtension(typeof(…))] and implement {typeof(T).Name}.");
    }

    /// <inheritdoc/>
    public void AddUsing(string namespaceOrType) => _usings.Add(namespaceOrType);

    /// <inheritdoc/>
    public void AddCompletions(Func<string, int, CompletionList?> provider) => _completions.Add(provider);

    /// <inheritdoc/>
    public void AddInspections(Func<string, int, JsonObject?> provider) => _inspections.Add(provider);

    /// <inheritdoc/>
    public void AddMagic(Magic magic) => _magics.Add(magic);
}
