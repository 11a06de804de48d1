using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Language;

/// <summary>What type a value that is being typed should have.</summary>
internal static class ExpectedTypes
{
    /// <summary>The types that a value behind a token may be wanted of.</summary>
    /// <param name="query">The cell.</param>
    /// <param name="before">The token.</param>
    public static IEnumerable<ITypeSymbol> At(CellQuery query, SyntaxToken before)
    {
        IEnumerable<ITypeSymbol?> types = before.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } } => [TypeOf(declaration.Type)],
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => [TypeOf(property.Type)],
            AssignmentExpressionSyntax assignment => [TypeOf(assignment.Left)],
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression or (int)SyntaxKind.IsExpression } comparison => [TypeOf(comparison.Left)],
            IsPatternExpressionSyntax pattern => [TypeOf(pattern.Expression)],
            CaseSwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax choice } => [TypeOf(choice.Expression)],
            SwitchExpressionSyntax choice when before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken => [TypeOf(choice.GoverningExpression)],
            ArgumentListSyntax { Parent: { } call } list when before.Kind() is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken =>
                Completer.Overloads(query, call).Select(method => method.Parameters.ElementAtOrDefault(list.Arguments.Count(a => a.SpanStart < before.SpanStart))?.Type),
            NameColonSyntax { Name.Identifier.ValueText: var name, Parent: ArgumentSyntax { Parent.Parent: { } call } } =>
                Completer.Overloads(query, call).SelectMany(static method => method.Parameters).Where(p => p.Name == name).Select(static p => (ITypeSymbol?)p.Type),
            _ => [],
        };
        return types.OfType<ITypeSymbol>();

        ITypeSymbol? TypeOf(ExpressionSyntax expression) => query.Model.GetTypeInfo(expression).Type;
    }

    /// <summary>The type whose members a pattern in braces looks at, or null.</summary>
    /// <param name="query">The cell.</param>
    /// <param name="pattern">The pattern.</param>
    public static ITypeSymbol? Matched(CellQuery query, RecursivePatternSyntax pattern) => (pattern.Type ?? pattern.Parent switch
    {
        IsPatternExpressionSyntax test => test.Expression,
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } => choice.GoverningExpression,
        CasePatternSwitchLabelSyntax { Parent.Parent: SwitchStatementSyntax choice } => choice.Expression,
        _ => null,
    }) is { } value ? query.Model.GetTypeInfo(value).Type : null;
}
