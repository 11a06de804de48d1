using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Cells;

/// <summary>Resolves <c>#r "path.dll"</c> in a cell, and remembers where such assemblies are to be loaded from.</summary>
internal sealed class CellReferenceResolver : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _native = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file of an assembly that cells refer to, or null.</summary>
    /// <param name="name">The assembly's simple name.</param>
    public string? PathOf(string name) => _paths.GetValueOrDefault(name);

    /// <summary>The file of a native library that cells brought, or null.</summary>
    /// <param name="name">Its name as <c>DllImport</c> gives it.</param>
    public string? NativePathOf(string name) =>
        _native.GetValueOrDefault(name) ?? _native.GetValueOrDefault(name + ".so") ?? _native.GetValueOrDefault("lib" + name) ?? _native.GetValueOrDefault($"lib{name}.so");

    /// <summary>Makes assemblies and native libraries loadable; of two with one name the first stays.</summary>
    /// <param name="assemblies">The assemblies' files.</param>
    /// <param name="native">The native libraries' files.</param>
    public void Provide(IReadOnlyList<string> assemblies, IReadOnlyList<string> native)
    {
        foreach (var path in assemblies)
        {
            _paths.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        }

        foreach (var path in native)
        {
            _native.TryAdd(Path.GetFileName(path), path);
        }
    }

    /// <summary>Makes an assembly loadable when a cell first uses it.</summary>
    /// <param name="path">Its file.</param>
    /// <returns>References to it.</returns>
    public ImmutableArray<PortableExecutableReference> Add(string path)
    {
        _paths[Path.GetFileNameWithoutExtension(path)] = path;
        return ReferenceStages.References(path);
    }

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = Path.GetFullPath(reference);
        if (File.Exists(path))
        {
            return Add(path);
        }

        // "#r "System.Xml"" and the like: the framework is there already.
        try
        {
            return [ReferenceStages.OfFramework(Assembly.Load(new AssemblyName(reference)).Location)];
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
