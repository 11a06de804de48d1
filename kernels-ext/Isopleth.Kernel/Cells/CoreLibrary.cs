using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Cells;

/// <summary>The runtime's core library for cells that are compiled against the reference pack: it says of each type which assembly of the pack has it.</summary>
/// <remarks>Only assemblies that were compiled against a running runtime refer to it, as those that Roslyn made of <c>typeof(object).Assembly</c>.</remarks>
internal static class CoreLibrary
{
    /// <summary>Its simple name.</summary>
    public const string Name = "System.Private.CoreLib";

    private const TypeAttributes Forwarder = (TypeAttributes)0x00200000;
    private static readonly Lazy<PortableExecutableReference> Lazy = new(Make, LazyThreadSafetyMode.PublicationOnly); // tried again after a failure, as where memory is full

    /// <summary>The reference to it.</summary>
    public static PortableExecutableReference Reference => Lazy.Value;

    /// <summary>Whether an assembly refers to it, and the pack does not have it.</summary>
    /// <param name="assembly">The assembly.</param>
    public static bool IsNeededBy(MetadataReader assembly) =>
        ReferencePack.Folder is not null && assembly.AssemblyReferences.Any(handle => assembly.StringComparer.Equals(assembly.GetAssemblyReference(handle).Name, Name));

    private static PortableExecutableReference Make()
    {
        var metadata = new MetadataBuilder();
        var identity = typeof(object).Assembly.GetName();
        metadata.AddModule(0, metadata.GetOrAddString(Name + ".dll"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString(Name), identity.Version!, default, metadata.GetOrAddBlob(identity.GetPublicKey()!), AssemblyFlags.PublicKey, AssemblyHashAlgorithm.None);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (var file in Directory.EnumerateFiles(ReferencePack.Folder!, "*.dll"))
        {
            using var image = new PEReader(File.OpenRead(file));
            var pack = image.GetMetadataReader();
            AssemblyReferenceHandle home = default;
            foreach (var type in pack.TypeDefinitions.Select(pack.GetTypeDefinition).Where(static type => type.Attributes.HasFlag(TypeAttributes.Public) && !type.IsNested))
            {
                var (space, name) = (pack.GetString(type.Namespace), pack.GetString(type.Name));
                if (typeof(object).Assembly.GetType($"{space}.{name}") is not null)
                {
                    if (home.IsNil)
                    {
                        var own = pack.GetAssemblyDefinition();
                        home = metadata.AddAssemblyReference(metadata.GetOrAddString(pack.GetString(own.Name)), own.Version, default, metadata.GetOrAddBlob(pack.GetBlobBytes(own.PublicKey)), AssemblyFlags.PublicKey, default);
                    }

                    metadata.AddExportedType(Forwarder, metadata.GetOrAddString(space), metadata.GetOrAddString(name), home, 0);
                }
            }
        }

        var bytes = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder()).Serialize(bytes);
        return AssemblyMetadata.CreateFromImage(bytes.ToImmutableArray()).GetReference(display: Name);
    }
}
