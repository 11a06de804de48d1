using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>The cells run so far: what the next cell sees, and the values of its variables.</summary>
internal sealed class Session
{
    // Names that stand for something in an assembly that is not referenced yet.
    private static readonly HashSet<string> UnknownName = new(StringComparer.Ordinal)
    {
        "CS0012", "CS0103", "CS0117", "CS0234", "CS0246", "CS0400", "CS0518", "CS0656", "CS1061", "CS1069", "CS1070", "CS1110", "CS1929", "CS1935", "CS1936", "CS8179",
    };

    /// <summary>How the names of the cells' assemblies begin.</summary>
    public const string CellName = "cell-";

    private readonly Dictionary<string, Assembly> _assemblies = new(StringComparer.Ordinal);
    private readonly CellReferenceResolver _resolver = new();
    private readonly AssemblyLoadContext _context;
    private readonly CellLibraries _libraries;
    private readonly ReferenceStages _stages;
    private readonly CellCompiler _compiler;
    private ImmutableHashSet<string> _given = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
    private ImmutableArray<MetadataReference> _pending = [];
    private ImmutableArray<string> _usings = [];
    private readonly List<string> _brought = [];
    private readonly List<string> _files = [];
    private readonly List<MetadataReference> _references = [];
    private ImmutableArray<MetadataReference> _queried = [];
    private CSharpCompilation? _query;
    private object?[] _submissions = new object?[64];
    private int _count;
    private int _stage = -1;
    private int _leastStage;

    /// <summary>An empty session.</summary>
    /// <param name="stages">What its cells may refer to.</param>
    public Session(ReferenceStages stages)
    {
        (_stages, _compiler, _context) = (stages, new(_resolver), Open("cells"));
        _libraries = new(_compiler, Open);
    }

    /// <summary>A load context that finds what cells made and what they brought.</summary>
    private AssemblyLoadContext Open(string context)
    {
        var opened = new AssemblyLoadContext(context);
        opened.Resolving += (_, name) => _assemblies.TryGetValue(name.Name!, out var cell) ? cell
            : CellLibraries.Find(name) is { } library ? library
            : _resolver.PathOf(name.Name!) is { } path ? _context.LoadFromAssemblyPath(path)
            : null;
        opened.ResolvingUnmanagedDll += (_, name) => _resolver.NativePathOf(name) is { } path ? NativeLibrary.Load(path) : 0;
        return opened;
    }

    /// <summary>The last cell that was accepted.</summary>
    public CSharpCompilation? Last { get; private set; }

    /// <summary>The variables and their values, by name; of those of one name the latest.</summary>
    public List<(string Name, object? Value)> Variables() =>
    [
        .. _submissions.Where(static s => s is not null).Reverse()
            .SelectMany(static s => s!.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(f => (f.Name, Value: f.GetValue(s))))
            .Where(static v => !v.Name.StartsWith('<'))
            .DistinctBy(static v => v.Name).OrderBy(static v => v.Name, StringComparer.Ordinal),
    ];

    /// <summary>Compiles a cell as the next one; the session stays as it is.</summary>
    /// <param name="tree">The cell.</param>
    /// <returns>The cell, or its errors, with as many references as it takes.</returns>
    public CompiledCell Compile(SyntaxTree tree)
    {
        var stage = Math.Max(_leastStage, _stage);
        CompiledCell? failed = null;
        while (true)
        {
            var (references, usings) = Added(stage);
            var cell = _compiler.Compile($"{CellName}{_count}", tree, Last, references, usings) with { Stage = stage };
            if (cell.Compiles || !cell.Errors.Any(static e => UnknownName.Contains(e.Id)))
            {
                return cell;
            }

            if (stage + 1 == _stages.Count)
            {
                // Told without the tags of HTML, which are rarely what a mistyped name meant.
                return failed ?? cell;
            }

            failed = cell;
            stage++;
        }
    }

    /// <summary>Compiles the types of a cell as a library, without the tags of HTML; the session stays as it is.</summary>
    /// <param name="types">The types.</param>
    public CellLibrary CompileLibrary(SyntaxTree types)
    {
        for (var stage = Math.Max(_leastStage, _stage); ; stage++)
        {
            var library = _libraries.Compile(types, ReferencesAt(stage), [.. Enumerable.Range(0, stage + 1).SelectMany(s => _stages[s].Usings)], Imports());
            library = library with { Compiled = library.Compiled with { Stage = stage } };
            if (library.Compiled.Compiles || stage >= _stages.Count - 2 || !library.Compiled.Errors.Any(static e => UnknownName.Contains(e.Id)))
            {
                return library;
            }
        }
    }

    /// <summary>Compiles a cell as the next one, whose types are a library. Where both compile the session has the types from then on, else it stays as it is.</summary>
    /// <param name="tree">The cell without its types.</param>
    /// <param name="library">Its types, compiled without errors.</param>
    public CompiledCell Compile(SyntaxTree tree, CellLibrary library)
    {
        var (pending, leastStage) = (_pending, _leastStage);
        List<CellLibrary> libraries = [library, .. _libraries.Dependents(library, ReferencesAt(library.Compiled.Stage))];
        (_pending, _leastStage) = (_pending.AddRange(libraries.Select(static l => l.Reference)), library.Compiled.Stage);
        var cell = Compile(tree);
        if (cell.Compiles)
        {
            libraries.ForEach(_libraries.Load);
        }
        else
        {
            (_pending, _leastStage) = (pending, leastStage);
        }

        return cell;
    }

    /// <summary>The types of a cell, or null.</summary>
    /// <param name="name">The name of their assembly.</param>
    public CellLibrary? Library(string? name) => name is null ? null : _libraries.Latest(name);

    /// <summary>The files of assemblies that cells declared, for compilers that read files: of a type, its arguments, and what they rest upon.</summary>
    /// <param name="type">The type.</param>
    public IEnumerable<string> FilesOf(Type type) =>
        (type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(FilesOf)
            .Concat(_libraries.Latest(type.Assembly.GetName().Name!) is { } library ? _libraries.Written(library) : []);

    private List<MetadataReference> ReferencesAt(int stage) => [.. _references, .. Added(stage).References];

    /// <summary>The names that a library does not know and that stand for something that an earlier cell declared.</summary>
    /// <param name="library">The library, which did not compile.</param>
    public List<string> NamesIn(CellLibrary library)
    {
        var tree = CellCompiler.Parse("");
        var model = Bind(tree).GetSemanticModel(tree);
        return
        [
            .. library.Compiled.Errors.Where(static e => e.Id is "CS0103" or "CS0246" or "CS0308")
                .Select(static e => e.Location.SourceTree!.GetText().ToString(e.Location.SourceSpan).Split('<')[0]).Distinct(StringComparer.Ordinal)
                .Where(name => model.LookupSymbols(0, name: name).Any(static s => s.ContainingType is { IsScriptClass: true })),
        ];
    }

    /// <summary>The using directives of all cells so far, the latest first.</summary>
    private IEnumerable<UsingDirectiveSyntax> Imports()
    {
        for (var cell = Last; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            foreach (var import in cell.SyntaxTrees[0].GetCompilationUnitRoot().Usings)
            {
                yield return import;
            }
        }
    }

    /// <summary>A cell bound to what came before it, with all references there are (but the tags of HTML only once they are used), for questions about its meaning.</summary>
    /// <param name="tree">The cell.</param>
    public CSharpCompilation Bind(SyntaxTree tree)
    {
        // What is typed changes with each key, what stands before it does not: its references are bound once.
        if (_query is { } last && last.ScriptCompilationInfo!.PreviousScriptCompilation == Last && _queried == _pending)
        {
            return _query = last.ReplaceSyntaxTree(last.SyntaxTrees[0], tree);
        }

        var (references, usings) = Added(Math.Max(_stage, _stages.Count - 2));
        _queried = _pending;
        return _query = _compiler.Bind(tree, Last, references, usings);
    }

    /// <summary>Gives assemblies from outside to the cells from the next one on.</summary>
    /// <param name="compile">Those that cells are compiled against.</param>
    /// <param name="runtime">Those that are loaded when a cell uses them.</param>
    /// <param name="native">Native libraries.</param>
    public void Add(IReadOnlyList<string> compile, IReadOnlyList<string> runtime, IReadOnlyList<string> native)
    {
        _resolver.Provide(runtime, native);
        _brought.AddRange(runtime);
        _files.AddRange(compile);
        var pending = _pending.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _pending = _pending.AddRange(_stages.Outside(compile, name => _given.Contains(name) || pending.Contains(name)));
    }

    /// <summary>The assemblies from outside that cells are compiled against, in the order that they came.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Imports namespaces, or the static members of types, from the next cell on.</summary>
    /// <param name="namespacesAndTypes">Their full names.</param>
    public void AddUsings(IReadOnlyList<string> namespacesAndTypes) => _usings = _usings.AddRange(namespacesAndTypes);

    /// <summary>Loads an assembly where the cells load it.</summary>
    /// <param name="path">Its file.</param>
    public Assembly Load(string path)
    {
        _resolver.Provide([path], []);
        return _context.LoadFromAssemblyPath(path);
    }

    /// <summary>Notes a file that came from outside, and may extend the kernel.</summary>
    /// <param name="path">The file.</param>
    public void Bring(string path) => _brought.Add(path);

    /// <summary>The files that came from outside since the last time.</summary>
    public List<string> TakeBrought()
    {
        List<string> brought = [.. _brought];
        _brought.Clear();
        return brought;
    }

    /// <summary>The kernel's own or the framework's copy of an assembly, or null where they have none.</summary>
    /// <param name="file">The assembly as something from outside brings it.</param>
    public string? Housed(string file) => _stages.Housed(Path.GetFileNameWithoutExtension(file));

    private static string NameOf(MetadataReference reference) => Path.GetFileNameWithoutExtension(reference.Display!);

    /// <summary>What the stages up to one, and what came from outside, add to those that the session has.</summary>
    private (List<MetadataReference> References, List<string> Usings) Added(int stage)
    {
        var pending = _pending;
        var names = pending.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (references, usings) = (pending.ToList(), _usings.ToList());
        for (var added = _stage + 1; added <= stage; added++)
        {
            references.AddRange(_stages[added].References.Where(r => NameOf(r) is var name && !names.Contains(name) && !_given.Contains(name)));
            usings.AddRange(_stages[added].Usings);
        }

        return (references, usings);
    }

    /// <summary>Runs a compiled cell.</summary>
    /// <param name="cell">A cell compiled as the next one, without errors.</param>
    /// <param name="keep">Whether the session goes on from it. False evaluates an expression beside the session.</param>
    /// <returns>The value of its trailing expression, when it ends.</returns>
    public Task<object?> Run(CompiledCell cell, bool keep = true)
    {
        if (cell.Image is null)
        {
            Accept();
            return Task.FromResult<object?>(null);
        }

        if (_count + 2 >= _submissions.Length)
        {
            Array.Resize(ref _submissions, _submissions.Length * 2);
        }

        var assembly = _context.LoadFromStream(new MemoryStream(cell.Image), cell.Symbols is { } symbols ? new MemoryStream(symbols) : null);
        var entry = cell.Compilation.GetEntryPoint(default)!;
        var factory = assembly.GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        _count++;
        if (!keep)
        {
            return factory([.. _submissions]);
        }

        _assemblies[assembly.GetName().Name!] = assembly;
        Accept();
        return factory(_submissions);

        void Accept()
        {
            if (keep)
            {
                var (references, _) = Added(cell.Stage);
                _references.AddRange(references);
                _references.AddRange(cell.Compilation.DirectiveReferences);
                (_given, _pending, _usings) = (_given.Union(references.Select(NameOf)), [], []);
                (Last, _stage) = (cell.Compilation, cell.Stage);
            }
        }
    }

    /// <summary>The cell and the line that a frame stands in, where the cell was compiled without its lines.</summary>
    /// <param name="frame">A frame that tells no file.</param>
    /// <returns>The cell's name and the line, from 1, or 0 where it is not known; null where it is no such cell.</returns>
    public (string Source, int Line)? PlaceOf(StackFrame frame)
    {
        if (frame.GetMethod() is not { } method || method.Module.Assembly.GetName().Name is not { } name || !name.StartsWith(CellName, StringComparison.Ordinal))
        {
            return null;
        }

        var cell = Last;
        while (cell is not null && cell.AssemblyName != name)
        {
            cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation;
        }

        try
        {
            return cell is null ? null : CellCompiler.LineOf(cell, method.MetadataToken, frame.GetILOffset(), name => Variables().Find(v => v.Name == name).Value);
        }
        catch (Exception)
        {
            // Where memory is full, the error is told without its line.
            return null;
        }
    }

    /// <summary>Disposes of what the latest cell declared by <c>using</c>: it ends with its cell.</summary>
    /// <param name="cell">The cell, run to its end or cut short.</param>
    /// <exception cref="InvalidOperationException">A value is nothing that could be disposed of.</exception>
    public async Task DisposeUsed(CompiledCell cell)
    {
        foreach (var (name, isAwaited) in TopLevelForms.Disposed(cell.Compilation.SyntaxTrees[0]))
        {
            var own = Array.FindLast(_submissions, s => s?.GetType().Assembly.GetName().Name == cell.Compilation.AssemblyName);
            switch (own?.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public)?.GetValue(own))
            {
                case IAsyncDisposable value when isAwaited:
                    await value.DisposeAsync();
                    break;
                case IDisposable value:
                    value.Dispose();
                    break;
                case { } value:
                    throw new InvalidOperationException($"'{name}' is a {CSharpName.Of(value.GetType())}, which is nothing to dispose of; leave the word 'using' out.");
                default:
                    break;
            }
        }
    }

    /// <summary>After a cell was cut short: variables that it declares but never reached keep the values that they had before it.</summary>
    /// <param name="cell">The cell that was cut short.</param>
    /// <param name="line">The line that it stopped in, from 0; null when not known.</param>
    public void KeepUnreached(CompiledCell cell, int? line)
    {
        var latest = Array.FindLastIndex(_submissions, static s => s is not null);
        if (latest < 0 || _submissions[latest]!.GetType().Assembly.GetName().Name != cell.Compilation.AssemblyName)
        {
            return;
        }

        foreach (var declared in cell.Compilation.SyntaxTrees[0].GetCompilationUnitRoot().Members.OfType<FieldDeclarationSyntax>())
        {
            if (line is { } reached && declared.GetLocation().GetLineSpan().EndLinePosition.Line < reached)
            {
                continue;
            }

            foreach (var variable in declared.Declaration.Variables)
            {
                Keep(variable.Identifier.ValueText);
            }
        }

        void Keep(string name)
        {
            if (Field(latest, name) is not { } field || !IsDefault(field.GetValue(_submissions[latest])))
            {
                return;
            }

            for (var earlier = latest - 1; earlier >= 0; earlier--)
            {
                if (Field(earlier, name) is { } before)
                {
                    if (before.FieldType == field.FieldType)
                    {
                        field.SetValue(_submissions[latest], before.GetValue(_submissions[earlier]));
                    }

                    return;
                }
            }
        }

        FieldInfo? Field(int submission, string name) =>
            _submissions[submission]?.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public);
    }

    private static bool IsDefault(object? value) =>
        value is null || (value is ValueType && value.Equals(Activator.CreateInstance(value.GetType())));
}
