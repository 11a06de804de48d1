using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Isopleth.Tests.Runner;

/// <summary>Compiles injected C# with the real compiler.</summary>
internal static class CSharpEvaluator
{
    private const string Usings = "using System; using System.Collections.Generic; ";

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Runs each text of statements by itself and gives back what its variable <paramref name="name"/> then holds.</summary>
    public static object?[] Evaluate(IReadOnlyList<string> texts, string name = "x")
    {
        var methods = texts.Select((text, i) => $"public static object F{i}() {{ {text}\nreturn {name}; }}");
        var tree = CSharpSyntaxTree.ParseText($"{Usings} public enum Method {{ Fast, Exact }} public static class Cells {{ {string.Join("\n", methods)} }}");
        var compilation = CSharpCompilation.Create($"literals-{Guid.NewGuid():N}", [tree], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error)) + "\n" + string.Join("\n", texts));
        var cells = Assembly.Load(image.ToArray()).GetType("Cells")!;
        return [.. Enumerable.Range(0, texts.Count).Select(i => cells.GetMethod($"F{i}")!.Invoke(null, null))];
    }

    /// <summary>The errors of cells compiled one after the other, as a kernel does: each sees, and may declare anew, what those before it declared.</summary>
    public static IReadOnlyList<string> ErrorsOf(params IEnumerable<string> cells)
    {
        var options = new CSharpParseOptions(kind: SourceCodeKind.Script);
        CSharpCompilation? previous = null;
        var errors = new List<string>();
        foreach (var cell in cells)
        {
            var tree = CSharpSyntaxTree.ParseText(cell, options);
            previous = CSharpCompilation.CreateScriptCompilation(
                $"cell-{Guid.NewGuid():N}", tree, References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: ["System", "System.Collections.Generic"]), previous);
            errors.AddRange(previous.GetDiagnostics(TestContext.Current.CancellationToken).Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString()));
        }

        return errors;
    }
}
