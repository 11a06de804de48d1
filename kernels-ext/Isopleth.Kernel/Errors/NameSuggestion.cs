using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Errors;

/// <summary>Finds the name that was meant when one is not known.</summary>
internal static class NameSuggestion
{
    /// <summary>The known name nearest to the one that an error complains of, or null.</summary>
    /// <param name="compilation">The cell.</param>
    /// <param name="error">The error.</param>
    public static string? For(CSharpCompilation compilation, Diagnostic error)
    {
        if (error.Id is not ("CS0103" or "CS0246" or "CS1061" or "CS0117") || error.Location.SourceTree is not { } tree)
        {
            return null;
        }

        var node = tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node is not SimpleNameSyntax { Identifier.ValueText: { Length: > 1 } wrong })
        {
            return null;
        }

        var model = compilation.GetSemanticModel(tree);
        var members = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access.Expression : null;
        var container = members is null ? null
            : model.GetSymbolInfo(members).Symbol as INamespaceOrTypeSymbol ?? model.GetTypeInfo(members).Type;
        if (members is not null && container is null)
        {
            return null;
        }

        var names = model.LookupSymbols(node.SpanStart, container, includeReducedExtensionMethods: container is not null)
            .Where(static s => s.CanBeReferencedByName)
            .Select(static s => s.Name)
            .Distinct(StringComparer.Ordinal);
        return NearName.Find(wrong, names.Where(name => !string.Equals(name, wrong, StringComparison.Ordinal)));
    }

    /// <summary>The namespaces whose import would make an unknown name that of a public type, or none.</summary>
    /// <param name="compilation">The cell.</param>
    /// <param name="error">The error.</param>
    public static IReadOnlyList<string> NamespacesFor(CSharpCompilation compilation, Diagnostic error)
    {
        if (error.Id is not ("CS0103" or "CS0246") || error.Location.SourceTree is not { } tree
            || tree.GetRoot().FindNode(error.Location.SourceSpan, getInnermostNodeForTie: true) is not SimpleNameSyntax { Identifier.ValueText: var name } node
            || node.Parent is QualifiedNameSyntax { Right: var right } && right == node)
        {
            return [];
        }

        return [.. compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => assembly.TypeNames.Contains(name))
            .SelectMany(assembly => Holding(assembly.GlobalNamespace))
            .Select(static space => space.ToDisplayString())
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        IEnumerable<INamespaceSymbol> Holding(INamespaceSymbol space) =>
            space.GetNamespaceMembers().SelectMany(Holding)
                .Concat(!space.IsGlobalNamespace && space.GetTypeMembers(name).Any(static type => type.DeclaredAccessibility == Accessibility.Public) ? [space] : []);
    }
}
