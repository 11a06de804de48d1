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

        var furthest = Math.Max(1, wrong.Length / 3);
        return model.LookupSymbols(node.SpanStart, container, includeReducedExtensionMethods: container is not null)
            .Where(static s => s.CanBeReferencedByName)
            .Select(static s => s.Name)
            .Distinct(StringComparer.Ordinal)
            .Where(name => Math.Abs(name.Length - wrong.Length) <= furthest && !string.Equals(name, wrong, StringComparison.Ordinal))
            .Select(name => (name, distance: Distance(name, wrong)))
            .Where(candidate => candidate.distance <= furthest)
            .OrderBy(static candidate => candidate.distance)
            .ThenBy(static candidate => candidate.name, StringComparer.Ordinal)
            .Select(static candidate => candidate.name)
            .FirstOrDefault();
    }

    /// <summary>Letters inserted, left out, mistaken or swapped between two names; a change of case is none.</summary>
    private static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distance[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1, distance[i - 1, j - 1] + (Same(i, j) ? 0 : 1));
                if (i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j))
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];

        bool Same(int i, int j) => char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
    }
}
