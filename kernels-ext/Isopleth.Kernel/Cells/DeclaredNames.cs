using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Names that a cell declares.</summary>
/// <param name="Types">Of types.</param>
/// <param name="Properties">Of properties that do more than keep a value, or may elsewhere.</param>
internal sealed record DeclaredNames(HashSet<string> Types, HashSet<string> Properties)
{
    /// <summary>Those that stand below a node.</summary>
    public static DeclaredNames In(SyntaxNode root)
    {
        var declared = new DeclaredNames([], []);
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case BaseTypeDeclarationSyntax type:
                    declared.Types.Add(type.Identifier.ValueText);
                    break;
                case PropertyDeclarationSyntax property:
                    if (property.ExpressionBody is not null || property.Parent is InterfaceDeclarationSyntax
                        || property.Modifiers.Any(SyntaxKind.AbstractKeyword) || property.Modifiers.Any(SyntaxKind.VirtualKeyword)
                        || property.AccessorList!.Accessors.Any(static a => a.Body is not null || a.ExpressionBody is not null))
                    {
                        declared.Properties.Add(property.Identifier.ValueText);
                    }

                    break;
            }
        }

        return declared;
    }
}
