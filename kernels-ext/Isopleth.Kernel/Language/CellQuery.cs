using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Isopleth.Kernel.Language;

/// <summary>A cell's text as it stands while it is typed, bound to the cells before it.</summary>
/// <param name="Root">Its syntax.</param>
/// <param name="Model">Its meaning.</param>
internal sealed record CellQuery(SyntaxNode Root, SemanticModel Model)
{
    /// <summary>Reads a cell.</summary>
    /// <param name="session">The cells before it.</param>
    /// <param name="code">Its text.</param>
    public static CellQuery Of(Cells.Session session, string code)
    {
        var tree = Cells.CellCompiler.Parse(code);
        return new(tree.GetRoot(), session.Bind(tree).GetSemanticModel(tree));
    }

    /// <summary>The token that a position touches: the one that ends there, or stands over it.</summary>
    /// <param name="position">The position [UTF-16 code units].</param>
    public SyntaxToken TokenBefore(int position)
    {
        var token = Root.FindToken(Math.Max(0, Math.Min(position, Root.FullSpan.End) - 1), findInsideTrivia: false);
        while (token.SpanStart >= position && token.SpanStart > 0 && token.GetPreviousToken() is var previous && !previous.IsKind(SyntaxKind.None))
        {
            token = previous;
        }

        return token;
    }
}
