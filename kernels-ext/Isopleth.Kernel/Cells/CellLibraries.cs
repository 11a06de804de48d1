using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Cells;

/// <summary>The assemblies that hold the types of cells.</summary>
/// <remarks>
/// A cell that declares a type anew, as one that runs a second time does, makes the same library in a higher version, which takes the place of the lower for the cells after it;
/// the libraries that rest upon it are compiled anew with it. Each version is loaded in a context of its own, since a context holds one assembly of a name.
/// </remarks>
/// <param name="compiler">Compiles them.</param>
/// <param name="open">Makes a context that resolves as the cells' does.</param>
internal sealed class CellLibraries(CellCompiler compiler, Func<string, AssemblyLoadContext> open)
{
    /// <summary>How the names of libraries begin.</summary>
    public const string Prefix = "library-";

    // Of the process: what is not loaded in a context of the cells finds them too.
    private static readonly ConcurrentDictionary<string, Assembly> Loaded = new(StringComparer.Ordinal);
    private static int _last = -1;

    private readonly Dictionary<string, string> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private string? _folder;
    private readonly Dictionary<string, CellLibrary> _latest = new(StringComparer.Ordinal);

    /// <summary>A loaded library, or null.</summary>
    /// <param name="name">Its name and version.</param>
    public static Assembly? Find(AssemblyName name) => Loaded.GetValueOrDefault($"{name.Name} {name.Version}");

    /// <summary>The latest version of a library, or null.</summary>
    /// <param name="name">Its name.</param>
    public CellLibrary? Latest(string name) => _latest.GetValueOrDefault(name);

    /// <summary>Compiles the types of a cell.</summary>
    /// <param name="types">The types.</param>
    /// <param name="references">All that they may refer to.</param>
    /// <param name="usings">Namespaces and types to import.</param>
    /// <param name="imports">The using directives of the cells before.</param>
    public CellLibrary Compile(SyntaxTree types, IReadOnlyList<MetadataReference> references, IReadOnlyList<string> usings, IEnumerable<UsingDirectiveSyntax> imports)
    {
        var declared = TypesIn(types).ToHashSet(StringComparer.Ordinal);
        var name = declared.Select(type => _homes.GetValueOrDefault(type)).FirstOrDefault(static home => home is not null) ?? $"{Prefix}{Interlocked.Increment(ref _last)}";
        var own = types.GetCompilationUnitRoot().Usings.Where(static u => u.Alias is not null).Select(static u => u.Alias!.Name.ToString());
        var known = CSharpCompilation.Create("known", references: references);
        string[] added =
        [
            .. usings.Select(import => $"global using {(known.GetTypeByMetadataName(import) is null ? "" : "static ")}{import};"),
            .. imports.DistinctBy(static u => u.Alias?.Name.ToString() ?? u.ToString())
                .Where(u => u.Alias is null || !own.Contains(u.Alias.Name.ToString()))
                .Select(static import => $"global {import.WithGlobalKeyword(default)}"),
        ];
        var kept = Kept(name, declared);
        return Compile(name, types, kept, added, references) is var library && (library.Compiled.Compiles || kept.Count == 0) ? library : Compile(name, types, [], added, references);
    }

    /// <summary>The libraries that rest upon one, in the order to load them, compiled anew against it: they would go on with its types as they were.</summary>
    /// <param name="library">The library, compiled without errors.</param>
    /// <param name="references">All that they may refer to.</param>
    /// <returns>Without those that do not compile any more.</returns>
    public List<CellLibrary> Dependents(CellLibrary library, IReadOnlyList<MetadataReference> references)
    {
        var anew = new List<CellLibrary> { library };
        var declared = TypesIn(library.Types).ToHashSet(StringComparer.Ordinal);
        foreach (var other in declared.Select(type => _homes.GetValueOrDefault(type)).OfType<string>().Distinct(StringComparer.Ordinal).Where(other => other != library.Name).ToList())
        {
            // It goes on without the types that are elsewhere now.
            Again(_latest[other] with { Types = Without(_latest[other].Types, declared) }, declared);
        }

        for (var i = 0; i < anew.Count && _latest.ContainsKey(anew[i].Name); i++)
        {
            foreach (var other in _latest.Values.Where(other => anew.All(l => l.Name != other.Name) && other.RestsUpon(anew[i].Name)).ToList())
            {
                Again(other, []);
            }
        }

        return [.. anew.Skip(1)];

        void Again(CellLibrary other, HashSet<string> without)
        {
            var kept = other.Kept.Select(tree => Without(tree, without)).ToList();
            if (Compile(other.Name, other.Types, kept, other.Imports, [.. references, .. anew.Select(static l => l.Reference)]) is { Compiled.Compiles: true } again)
            {
                anew.Add(again);
            }
        }
    }

    private CellLibrary Compile(string name, SyntaxTree types, IReadOnlyList<SyntaxTree> kept, IReadOnlyList<string> imports, IReadOnlyList<MetadataReference> references)
    {
        // Of the libraries the latest alone: names would stand for two types.
        references = [.. references.Reverse().DistinctBy(static r => r.Display is { } display && display.StartsWith(Prefix, StringComparison.Ordinal) ? display : (object)r).Where(r => r.Display != name).Reverse()];
        string[] added = [.. imports, $"[assembly: System.Reflection.AssemblyVersion(\"{_versions.GetValueOrDefault(name) + 1}.0.0.0\")]"];
        var rest = SyntaxFactory.ParseSyntaxTree(SourceText.From(string.Join('\n', added), Encoding.UTF8), (CSharpParseOptions)types.Options);
        return new(name, types, kept, imports, compiler.CompileLibrary(name, types, [rest, .. kept], references));
    }

    /// <summary>The types of a library that a cell does not declare anew.</summary>
    private List<SyntaxTree> Kept(string name, HashSet<string> declared) =>
        !_latest.TryGetValue(name, out var library) ? []
        : [.. library.Kept.Prepend(library.Compiled.Compilation.SyntaxTrees[0]).Select(tree => Without(tree, declared)).Where(static tree => TypesIn(tree).Any())];

    private static SyntaxTree Without(SyntaxTree tree, HashSet<string> types) => Types(tree).Where(type => types.Contains(type.Name)).Select(static type => type.Node.Span).ToList() is { Count: > 0 } spans
        ? SyntaxFactory.ParseSyntaxTree(SourceText.From(CellParts.Without(tree, spans), Encoding.UTF8), (CSharpParseOptions)tree.Options, tree.FilePath)
        : tree;

    /// <summary>The file of a library and of those that it rests upon, written for compilers that read files.</summary>
    /// <param name="library">The library.</param>
    public IEnumerable<string> Written(CellLibrary library)
    {
        if (_folder is null)
        {
            var folder = _folder = Directory.CreateTempSubdirectory("isopleth-types-").FullName;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        }

        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, $"{library.Compiled.Compilation.Assembly.Identity.Version}")).FullName, library.Name + ".dll");
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, library.Compiled.Image!);
        }

        return _latest.Values.Where(other => library.RestsUpon(other.Name)).SelectMany(Written).Append(file);
    }

    /// <summary>Loads a library.</summary>
    /// <param name="library">The library, compiled without errors.</param>
    public void Load(CellLibrary library)
    {
        var identity = library.Compiled.Compilation.Assembly.Identity;
        var version = $"{identity.Name} {identity.Version}";
        Loaded[version] = open(version).LoadFromStream(new MemoryStream(library.Compiled.Image!), new MemoryStream(library.Compiled.Symbols!));
        _versions[identity.Name] = identity.Version.Major;
        _latest[identity.Name] = library;
        foreach (var type in TypesIn(library.Types))
        {
            _homes[type] = identity.Name;
        }
    }

    /// <summary>The types that a library declares, each by its namespaces, name and number of type parameters.</summary>
    private static IEnumerable<string> TypesIn(SyntaxTree library) => Types(library).Select(static type => type.Name);

    private static IEnumerable<(SyntaxNode Node, string Name)> Types(SyntaxTree library) =>
        library.GetRoot().DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).Select(static n => (n, n switch
        {
            BaseTypeDeclarationSyntax type => $"{Space(n)}{type.Identifier.ValueText}`{(type as TypeDeclarationSyntax)?.Arity ?? 0}",
            DelegateDeclarationSyntax type => $"{Space(n)}{type.Identifier.ValueText}`{type.Arity}",
            _ => "",
        })).Where(static type => type.Item2.Length > 0);

    private static string Space(SyntaxNode type) =>
        string.Concat(type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(static space => space.Name + "."));
}
