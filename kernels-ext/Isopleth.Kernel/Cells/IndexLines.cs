using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Finds the line of an index out of bounds, of which the runtime does not tell where it stood: one throw serves all indices of a method.</summary>
internal static class IndexLines
{
    /// <summary>The line, from 1, on which a function of a cell, or its top level, indexed an array out of its bounds; 0 where that is not known.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="position">A position in the function.</param>
    /// <param name="valueOf">The values of the session's variables, as the cell left them.</param>
    public static int Find(CSharpCompilation cell, int position, Func<string, object?> valueOf)
    {
        var root = cell.SyntaxTrees[0].GetRoot();
        var meaning = cell.GetSemanticModel(cell.SyntaxTrees[0]);
        var function = FunctionAround(root.FindToken(position).Parent);
        var accesses = root.DescendantNodes(static node => !node.HasAnnotation(PollRewriter.Duplicate)).OfType<ElementAccessExpressionSyntax>()
            .Where(access => FunctionAround(access) == function && meaning.GetTypeInfo(access.Expression).Type is IArrayTypeSymbol)
            .Select(access => (Line: access.GetLocation().GetLineSpan().StartLinePosition.Line + 1, IsOut: IsOut(access))).ToList();

        // Where the variables say that one must fail, it is that one, unless one of which they say nothing stands before it.
        var surely = accesses.FirstOrDefault(static access => access.IsOut == true).Line;
        var unknown = accesses.Where(access => access.IsOut is null && (surely == 0 || access.Line < surely)).Select(static access => access.Line).Distinct().ToList();
        return unknown.Count == 0 ? surely : surely == 0 && unknown is [var only] ? only : 0;

        // Null where that cannot be said: of what calls, counts or is a function's own.
        bool? IsOut(ElementAccessExpressionSyntax access)
        {
            if (ValueOf(access.Expression) is not Array array || array.Rank != access.ArgumentList.Arguments.Count)
            {
                return null;
            }

            var indices = access.ArgumentList.Arguments.Select((argument, dimension) => Number(argument.Expression, array.GetLength(dimension))).ToList();
            return indices.Contains(null) ? null : indices.Where((index, dimension) => index < array.GetLowerBound(dimension) || index > array.GetUpperBound(dimension)).Any();
        }

        object? ValueOf(ExpressionSyntax expression) =>
            expression is IdentifierNameSyntax name && meaning.GetSymbolInfo(name).Symbol is IFieldSymbol { ContainingType.IsScriptClass: true } ? valueOf(name.Identifier.ValueText) : null;

        long? Number(ExpressionSyntax expression, int length) => expression switch
        {
            LiteralExpressionSyntax { Token.Value: int or long } number => Convert.ToInt64(number.Token.Value, CultureInfo.InvariantCulture),
            ParenthesizedExpressionSyntax within => Number(within.Expression, length),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } fromEnd => length - Number(fromEnd.Operand, length),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } negative => -Number(negative.Operand, length),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum => Number(sum.Left, length) + Number(sum.Right, length),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference => Number(difference.Left, length) - Number(difference.Right, length),
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } member when ValueOf(member.Expression) is Array array => array.LongLength,
            _ => ValueOf(expression) is (int or long or short or byte) and var value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null,
        };
    }

    private static SyntaxNode? FunctionAround(SyntaxNode? node) =>
        node?.AncestorsAndSelf().FirstOrDefault(static n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax });
}
