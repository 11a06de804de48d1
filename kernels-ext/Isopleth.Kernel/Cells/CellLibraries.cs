using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Cells;

/// <summary>The assemblies that hold the types of cells with namespaces or extension methods.</summary>
/// <remarks>
/// A cell that declares a type anew, as one that runs a second time does, makes the same library in a higher version, which takes the place of the lower for the cells after it;
/// each version is loaded in a context of its own, since a context holds one assembly of a name.
/// </remarks>
/// <param name="compiler">Compiles them.</param>
/// <param name="open">Makes a context that resolves as the cells' does.</param>
internal sealed class CellLibraries(CellCompiler compiler, Func<string, AssemblyLoadContext> open)
{
    private readonly Dictionary<string, string> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Assembly> _loaded = new(StringComparer.Ordinal);

    /// <summary>A loaded library, or null.</summary>
    /// <param name="name">Its name and version.</param>
    public Assembly? Find(AssemblyName name) => _loaded.GetValueOrDefault($"{name.Name} {name.Version}");

    /// <summary>Compiles the types of a cell.</summary>
    /// <param name="types">The types.</param>
    /// <param name="references">All that they may refer to.</param>
    /// <param name="usings">Namespaces and types to import.</param>
    /// <param name="imports">The using directives of the cells before.</param>
    public CompiledCell Compile(SyntaxTree types, IReadOnlyList<MetadataReference> references, IReadOnlyList<string> usings, IEnumerable<UsingDirectiveSyntax> imports)
    {
        var name = TypesIn(types).Select(type => _homes.GetValueOrDefault(type)).FirstOrDefault(static home => home is not null) ?? $"library-{_versions.Count}";
        var own = types.GetCompilationUnitRoot().Usings.Where(static u => u.Alias is not null).Select(static u => u.Alias!.Name.ToString());
        references = [.. references.Where(r => r.Display != name)];
        var known = CSharpCompilation.Create("known", references: references);
        string[] added =
        [
            .. usings.Select(import => $"global using {(known.GetTypeByMetadataName(import) is null ? "" : "static ")}{import};"),
            .. imports.DistinctBy(static u => u.Alias?.Name.ToString() ?? u.ToString())
                .Where(u => u.Alias is null || !own.Contains(u.Alias.Name.ToString()))
                .Select(static import => $"global {import.WithGlobalKeyword(default)}"),
            $"[assembly: System.Reflection.AssemblyVersion(\"{_versions.GetValueOrDefault(name) + 1}.0.0.0\")]",
        ];
        var rest = SyntaxFactory.ParseSyntaxTree(SourceText.From(string.Join('\n', added), Encoding.UTF8), (CSharpParseOptions)types.Options);
        return compiler.CompileLibrary(name, types, rest, references);
    }

    /// <summary>Loads a library.</summary>
    /// <param name="library">The library, compiled without errors.</param>
    /// <returns>What cells refer to it by.</returns>
    public MetadataReference Load(CompiledCell library)
    {
        var identity = library.Compilation.Assembly.Identity;
        var assembly = open($"{identity.Name} {identity.Version}").LoadFromStream(new MemoryStream(library.Image!), new MemoryStream(library.Symbols!));
        _loaded[$"{identity.Name} {identity.Version}"] = assembly;
        _versions[identity.Name] = identity.Version.Major;
        foreach (var type in TypesIn(library.Compilation.SyntaxTrees[0]))
        {
            _homes[type] = identity.Name;
        }

        return MetadataReference.CreateFromImage(library.Image!, filePath: identity.Name);
    }

    /// <summary>The types that a library declares, each by its namespaces, name and number of type parameters.</summary>
    private static IEnumerable<string> TypesIn(SyntaxTree library) =>
        library.GetRoot().DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).Select(static n => n switch
        {
            BaseTypeDeclarationSyntax type => $"{Space(n)}{type.Identifier.ValueText}`{(type as TypeDeclarationSyntax)?.Arity ?? 0}",
            DelegateDeclarationSyntax type => $"{Space(n)}{type.Identifier.ValueText}`{type.Arity}",
            _ => null,
        }).OfType<string>();

    private static string Space(SyntaxNode type) =>
        string.Concat(type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(static space => space.Name + "."));
}
