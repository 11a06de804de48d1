using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Makes the types of a library public, so that cells see those that say nothing of it, as they do where a cell declares them.</summary>
internal sealed class PublicTypes : CSharpSyntaxRewriter
{
    /// <inheritdoc/>
    public override SyntaxNode? Visit(SyntaxNode? node) => node switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => Public((MemberDeclarationSyntax)node),
        CompilationUnitSyntax or BaseNamespaceDeclarationSyntax => base.Visit(node),
        _ => node,
    };

    private static MemberDeclarationSyntax Public(MemberDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PublicKeyword) || type.Modifiers.Any(SyntaxKind.FileKeyword))
        {
            return type;
        }

        var bare = type.WithoutLeadingTrivia();
        var others = bare.Modifiers.Where(static m => !m.IsKind(SyntaxKind.InternalKeyword));
        var modifiers = SyntaxFactory.TokenList(others.Prepend(SyntaxFactory.Token(SyntaxKind.PublicKeyword).WithTrailingTrivia(SyntaxFactory.Space)));
        return bare.WithModifiers(modifiers).WithLeadingTrivia(type.GetLeadingTrivia());
    }
}
