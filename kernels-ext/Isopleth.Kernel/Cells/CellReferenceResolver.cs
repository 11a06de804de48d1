using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Cells;

/// <summary>Resolves <c>#r "path.dll"</c> in a cell, and remembers where such assemblies are to be loaded from.</summary>
internal sealed class CellReferenceResolver : MetadataReferenceResolver
{
    private readonly ConcurrentDictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file of an assembly that cells refer to, or null.</summary>
    /// <param name="name">The assembly's simple name.</param>
    public string? PathOf(string name) => _paths.GetValueOrDefault(name);

    /// <summary>Makes an assembly loadable when a cell first uses it.</summary>
    /// <param name="path">Its file.</param>
    /// <returns>A reference to it.</returns>
    public PortableExecutableReference Add(string path)
    {
        _paths[Path.GetFileNameWithoutExtension(path)] = path;
        return ReferenceStages.Reference(path);
    }

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = Path.GetFullPath(reference);
        if (File.Exists(path))
        {
            return [Add(path)];
        }

        // "#r "System.Xml"" and the like: the framework is there already.
        try
        {
            return [ReferenceStages.Reference(Assembly.Load(new AssemblyName(reference)).Location)];
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
