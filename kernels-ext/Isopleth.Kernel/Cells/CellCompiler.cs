using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Cells;

/// <summary>Compiles a cell against the cells before it.</summary>
/// <remarks>
/// References, options and usings are given once and inherited from then on: given to every cell, they would make memory and time grow with the square of the cells.
/// </remarks>
internal sealed class CellCompiler
{
    /// <summary>How cells are parsed: script syntax of the newest C#.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    private static readonly EmitOptions WithLines = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
    private readonly CSharpCompilationOptions _options;
    private readonly CSharpCompilationOptions _libraryOptions;

    /// <summary>A compiler whose cells may use <paramref name="resolver"/> in <c>#r</c>.</summary>
    public CellCompiler(MetadataReferenceResolver resolver)
    {
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            concurrentBuild: false,
            warningLevel: 0,
            generalDiagnosticOption: ReportDiagnostic.Suppress,
            metadataReferenceResolver: resolver,
            metadataImportOptions: MetadataImportOptions.Public,
            nullableContextOptions: NullableContextOptions.Disable);
        _options = SupersedeLowerVersions(options, true);

        // Of assemblies without a strong name the compiler may take another version than the one that is referred to; the key's value means nothing.
        _libraryOptions = options.WithCryptoPublicKey([.. typeof(object).Assembly.GetName().GetPublicKey()!]).WithPublicSign(true);
    }

    /// <summary>Parses a cell.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="name">The name that its line numbers are told under.</param>
    public static SyntaxTree Parse(string code, string name = "") =>
        TopLevelForms.Apply(SyntaxFactory.ParseSyntaxTree(SourceText.From(code, Encoding.UTF8), ParseOptions, name));

    /// <summary>A cell bound to what came before it, for questions about its meaning.</summary>
    /// <param name="tree">The cell.</param>
    /// <param name="previous">The last cell that was accepted.</param>
    /// <param name="references">References that no cell before has.</param>
    /// <param name="usings">Namespaces and types to import that no cell before has.</param>
    public CSharpCompilation Bind(SyntaxTree tree, CSharpCompilation? previous, IReadOnlyList<MetadataReference> references, IReadOnlyList<string> usings) =>
        Submission("query", tree, previous, references, usings);

    /// <summary>Compiles a cell.</summary>
    /// <param name="assemblyName">The name of the assembly to make.</param>
    /// <param name="tree">The cell as the user wrote it.</param>
    /// <param name="previous">The last cell that was accepted; null for the first.</param>
    /// <param name="references">References that no cell before has.</param>
    /// <param name="usings">Namespaces and types to import that no cell before has.</param>
    /// <returns>The compiled cell, or its errors.</returns>
    public CompiledCell Compile(
        string assemblyName, SyntaxTree tree, CSharpCompilation? previous,
        IReadOnlyList<MetadataReference> references, IReadOnlyList<string> usings) =>
        Compile(tree, static root => root, source => Submission(assemblyName, source, previous, references, usings));

    /// <summary>Compiles the types of a cell as an assembly of their own, which sees no variables.</summary>
    /// <param name="assemblyName">The name of the assembly to make.</param>
    /// <param name="types">The types as the user wrote them.</param>
    /// <param name="rest">What is added to them: imports, the assembly's version, and what was compiled before.</param>
    /// <param name="references">All that it may refer to.</param>
    public CompiledCell CompileLibrary(string assemblyName, SyntaxTree types, IReadOnlyList<SyntaxTree> rest, IReadOnlyList<MetadataReference> references) =>
        Compile(types, static root => new PublicTypes().Visit(root)!, source => CSharpCompilation.Create(assemblyName, [source, .. rest], references, _libraryOptions));

    /// <summary>Compiles what is made of a tree, with polls; its errors are those of the tree.</summary>
    private static CompiledCell Compile(SyntaxTree tree, Func<SyntaxNode, SyntaxNode> prepare, Func<SyntaxTree, CSharpCompilation> create)
    {
        if (tree.GetDiagnostics().Any(static d => d.Severity == DiagnosticSeverity.Error))
        {
            return Failed(tree);
        }

        var meaning = new Lazy<SemanticModel>(() => create(tree).GetSemanticModel(tree));
        var arrays = new ArrayLoop(meaning);
        var needsLines = MayTellLines(tree.GetRoot());
        var rewriter = new PollRewriter(lambdas: true, arrays, meaning);
        var polled = Polled(rewriter);
        if (rewriter.PolledLambdas && (!polled.Compiles || (polled.Image is { } image && MentionsExpressionTrees(image))))
        {
            polled = Polled(new PollRewriter(lambdas: false, arrays, meaning));
        }

        return polled.Compiles ? polled : Failed(tree) is { Compiles: false } failed ? failed : polled;

        CompiledCell Polled(PollRewriter polls)
        {
            var rewritten = tree.WithRootAndOptions(prepare(polls.Visit(tree.GetRoot())!), tree.Options);
            var compilation = meaning.IsValueCreated ? ((CSharpCompilation)meaning.Value.Compilation).ReplaceSyntaxTree(tree, rewritten) : create(rewritten);
            using var code = new MemoryStream();
            using var lines = needsLines ? new MemoryStream() : null;
            var emitted = compilation.Emit(code, lines, options: WithLines);
            return emitted.Success ? new(compilation, code.ToArray(), lines?.ToArray(), []) : new(compilation, null, null, Errors(emitted.Diagnostics));
        }

        // The errors are those of the text that the user wrote, at the user's own columns.
        CompiledCell Failed(SyntaxTree written)
        {
            var compilation = create(written);
            return new(compilation, null, null, Errors(compilation.GetDiagnostics()));
        }

        static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> all) => [.. all.Where(static d => d.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>The source that an offset in a compiled method stands for: the compiler makes the same code with line numbers as it made without.</summary>
    /// <param name="compilation">What the method was compiled from.</param>
    /// <param name="method">The method's metadata token.</param>
    /// <param name="offset">The offset in its code [byte].</param>
    /// <param name="valueOf">The values of the session's variables, as the cell left them.</param>
    /// <returns>The name of the source and the line, from 1, or 0 where it is not known; null where the method has none.</returns>
    public static (string Source, int Line)? LineOf(CSharpCompilation compilation, int method, int offset, Func<string, object?> valueOf)
    {
        using var code = new MemoryStream();
        using var lines = new MemoryStream();
        compilation.Emit(code, lines, options: WithLines);
        lines.Position = 0;
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(lines);
        var reader = symbols.GetMetadataReader();
        var points = reader.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle(method & 0xFFFFFF)).GetSequencePoints().Where(static point => !point.IsHidden).ToList();
        var point = points.LastOrDefault(point => point.Offset <= offset);
        if (point.Document.IsNil && points.Count > 0)
        {
            var position = compilation.SyntaxTrees[0].GetText().Lines[points[0].StartLine - 1].Start + points[0].StartColumn - 1;
            return (reader.GetString(reader.GetDocument(points[0].Document).Name), IndexLines.Find(compilation, position, valueOf));
        }

        return point.Document.IsNil ? null : (reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine);
    }

    /// <summary>
    /// Whether something besides the kernel may tell the lines of a cell, as the text of an exception does that the cell catches, or that passes through a function or lambda of it:
    /// then it is compiled with them. Where it is not, the kernel finds them when the cell has failed; they are a seventh of the work on a short cell.
    /// </summary>
    private static bool MayTellLines(SyntaxNode cell) => cell.DescendantNodes().Any(static node => node switch
    {
        GlobalStatementSyntax or FieldDeclarationSyntax => false,
        SimpleNameSyntax { Identifier.ValueText: "StackTrace" or "StackFrame" } => true,
        _ => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or CatchClauseSyntax,
    });

    private CSharpCompilation Submission(
        string assemblyName, SyntaxTree tree, CSharpCompilation? previous, IReadOnlyList<MetadataReference> references, IReadOnlyList<string> usings) =>
        CSharpCompilation.CreateScriptCompilation(assemblyName, tree, references, _options.WithUsings(usings), previous);

    /// <summary>Of two references that differ in their version alone, takes the higher: what the scripting API sets, for it alone.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "WithReferencesSupersedeLowerVersions")]
    private static extern CSharpCompilationOptions SupersedeLowerVersions(CSharpCompilationOptions options, bool value);

    /// <summary>Whether the cell builds expression trees, in which a poll would be seen by whoever translates them.</summary>
    private static bool MentionsExpressionTrees(byte[] image)
    {
        using var reader = new PEReader([.. image]);
        var metadata = reader.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Any(type => metadata.StringComparer.Equals(type.Namespace, "System.Linq.Expressions"));
    }
}

/// <summary>A compiled cell.</summary>
/// <param name="Compilation">What the next cell builds on.</param>
/// <param name="Image">The assembly; null when the cell did not compile or holds nothing to run, as one of usings alone.</param>
/// <param name="Symbols">Its line numbers; null where the kernel alone tells them, by <see cref="CellCompiler.LineOf"/>.</param>
/// <param name="Errors">Why it did not compile.</param>
internal sealed record CompiledCell(CSharpCompilation Compilation, byte[]? Image, byte[]? Symbols, ImmutableArray<Diagnostic> Errors)
{
    /// <summary>The last of the stages of references that it was compiled with.</summary>
    public int Stage { get; init; }

    /// <summary>Whether it has no errors.</summary>
    public bool Compiles => Errors.IsEmpty;
}
