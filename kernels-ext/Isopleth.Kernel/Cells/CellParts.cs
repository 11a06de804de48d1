using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Cells;

/// <summary>A cell that declares types, in two parts. Each stands at the lines and columns that it has in the cell.</summary>
/// <param name="Library">All types and namespaces of the cell, to be compiled as an assembly of their own.</param>
/// <param name="Rest">What is left, to be run as a cell.</param>
/// <param name="IsNeeded">Whether it holds what script syntax refuses: namespaces or extension methods.</param>
internal sealed record CellParts(SyntaxTree Library, SyntaxTree Rest, bool IsNeeded)
{
    /// <summary>The parts of a cell, or null where it declares no types.</summary>
    /// <param name="cell">The cell.</param>
    public static CellParts? Of(SyntaxTree cell)
    {
        var root = cell.GetCompilationUnitRoot();
        var types = root.Members.Where(static m => m is BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).ToList();
        if (types.Count == 0)
        {
            return null;
        }

        var statements = root.Members.Except(types).SelectMany(static m => m.GetLeadingTrivia().Where(static t => t.HasStructure && t.GetStructure() is DocumentationCommentTriviaSyntax).Select(static t => t.FullSpan).Append(m.Span))
            .Concat(root.GetReferenceDirectives().Select(static d => d.Span))
            .Concat(root.AttributeLists.Select(static a => a.Span));
        return new(
            SyntaxFactory.ParseSyntaxTree(SourceText.From(Without(cell, statements), Encoding.UTF8), CellCompiler.ParseOptions.WithKind(SourceCodeKind.Regular), cell.FilePath),
            CellCompiler.Parse(Without(cell, types.Select(static m => m.Span)), cell.FilePath),
            types.Any(static m => m is BaseNamespaceDeclarationSyntax || HoldsExtensions(m)));
    }

    private static bool HoldsExtensions(MemberDeclarationSyntax member) =>
        member is ClassDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.Members.Any(static m =>
            m.IsKind(SyntaxKind.ExtensionBlockDeclaration)
            || (m is MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword)));

    /// <summary>The text of a tree with blanks in some places; its lines stay.</summary>
    /// <param name="cell">The tree.</param>
    /// <param name="spans">The places.</param>
    internal static string Without(SyntaxTree cell, IEnumerable<TextSpan> spans)
    {
        var text = new StringBuilder(cell.GetText().ToString());
        foreach (var span in spans)
        {
            for (var i = span.Start; i < span.End; i++)
            {
                text[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
            }
        }

        return text.ToString();
    }
}
