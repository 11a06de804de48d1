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
}
