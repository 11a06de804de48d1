using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Makes the types of a library public, and what is internal to it, so that cells see what they see where a cell declares them.</summary>
internal sealed class PublicTypes : CSharpSyntaxRewriter
{
    /// <inheritdoc/>
    public override SyntaxNode? Visit(SyntaxNode? node) => node switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax when node.Parent is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax => Public((MemberDeclarationSyntax)base.Visit(node)!),
        MemberDeclarationSyntax { Modifiers: var words } when words.Any(SyntaxKind.InternalKeyword) && !words.Any(SyntaxKind.ProtectedKeyword) => Public((MemberDeclarationSyntax)base.Visit(node)!),
        CompilationUnitSyntax or MemberDeclarationSyntax => base.Visit(node),
        AccessorListSyntax or AccessorDeclarationSyntax => Visible(node),
        _ => node,
    };

    // set or init that are internal are as visible as their property.
    private SyntaxNode? Visible(SyntaxNode node) => node is AccessorDeclarationSyntax { Modifiers: [var only] } accessor && only.IsKind(SyntaxKind.InternalKeyword)
        ? accessor.WithModifiers(default).WithLeadingTrivia(accessor.GetLeadingTrivia())
        : node is AccessorListSyntax ? base.Visit(node) : node;

    private static MemberDeclarationSyntax Public(MemberDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PublicKeyword))
        {
            return type;
        }

        var bare = type.WithoutLeadingTrivia();
        var others = bare.Modifiers.Where(static m => !m.IsKind(SyntaxKind.InternalKeyword) && !m.IsKind(SyntaxKind.FileKeyword));
        var modifiers = SyntaxFactory.TokenList(others.Prepend(SyntaxFactory.Token(SyntaxKind.PublicKeyword).WithTrailingTrivia(SyntaxFactory.Space)));
        return bare.WithModifiers(modifiers).WithLeadingTrivia(type.GetLeadingTrivia());
    }
}
