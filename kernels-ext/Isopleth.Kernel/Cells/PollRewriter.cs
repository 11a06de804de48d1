using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Puts the polls of <see cref="CellInterrupt"/> into a cell: one in every loop and at every goto, one at the entry of whatever can recurse, and, where asked, one around what an expression lambda yields.</summary>
/// <remarks>No line is added or moved, so that line numbers stay the user's own.</remarks>
/// <param name="lambdas">Whether expression lambdas are polled. The value passes through a generic method then, which a pointer cannot and an expression tree would show.</param>
internal sealed class PollRewriter(bool lambdas) : CSharpSyntaxRewriter
{
    private const string Interrupt = "global::Isopleth.Kernel.Cells.CellInterrupt.";
    private static readonly StatementSyntax Poll = SyntaxFactory.ParseStatement(Interrupt + "Poll();");
    private static readonly StatementSyntax Enter = SyntaxFactory.ParseStatement(Interrupt + "Enter();");
    private static readonly ExpressionSyntax Pass = SyntaxFactory.ParseExpression(Interrupt + "Pass");

    /// <summary>Whether the last visited cell holds an expression lambda that was given a poll.</summary>
    public bool PolledLambdas { get; private set; }

    /// <inheritdoc/>
    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        var visited = (ForStatementSyntax)base.VisitForStatement(node)!;
        return visited.WithStatement(With(Poll, visited.Statement));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node)
    {
        var visited = (WhileStatementSyntax)base.VisitWhileStatement(node)!;
        return visited.WithStatement(With(Poll, visited.Statement));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node)
    {
        var visited = (DoStatementSyntax)base.VisitDoStatement(node)!;
        return visited.WithStatement(With(Poll, visited.Statement));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var visited = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return visited.WithStatement(With(Poll, visited.Statement));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var visited = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return visited.WithStatement(With(Poll, visited.Statement));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => With(Poll, node);

    /// <inheritdoc/>
    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        if (visited.Body is { } body)
        {
            return Calls(node) ? visited.WithBody(With(Enter, body)) : visited;
        }

        return visited.ExpressionBody is { } arrow && AsStatement(node, node.ReturnType, node.Modifiers, arrow) is { } statement
            ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(statement))
            : visited;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        if (visited.Body is { } body)
        {
            return Calls(node) ? visited.WithBody(With(Enter, body)) : visited;
        }

        return visited.ExpressionBody is { } arrow && AsStatement(node, node.ReturnType, node.Modifiers, arrow) is { } statement
            ? visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(statement))
            : visited;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        var visited = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
        return visited.Block is { } block
            ? visited.WithBlock(With(Enter, block))
            : visited.WithExpressionBody(Passed(visited.ExpressionBody!, node.ParameterList.Parameters));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var visited = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return visited.Block is { } block
            ? visited.WithBlock(With(Enter, block))
            : visited.WithExpressionBody(Passed(visited.ExpressionBody!, [node.Parameter]));
    }

    private static BlockSyntax With(StatementSyntax poll, StatementSyntax body) =>
        body is BlockSyntax block
            ? block.WithStatements(block.Statements.Insert(0, poll))
            : SyntaxFactory.Block(poll, body);

    /// <summary>A body without line breaks of its own.</summary>
    private static BlockSyntax Block(StatementSyntax statement) => SyntaxFactory.Block(Enter, statement);

    /// <summary>Whether something can call itself: what calls nothing cannot, and stays as small as it was, so that it is inlined.</summary>
    private static bool Calls(SyntaxNode node) =>
        node.DescendantNodes().Any(static n => n is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);

    /// <summary>An expression body as a statement, or null where it must stay as it is.</summary>
    private static StatementSyntax? AsStatement(SyntaxNode node, TypeSyntax returns, SyntaxTokenList modifiers, ArrowExpressionClauseSyntax arrow)
    {
        if (!Calls(node) || returns is RefTypeSyntax || modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            return null;
        }

        return arrow.Expression switch
        {
            ThrowExpressionSyntax => null,
            var expression when returns is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => SyntaxFactory.ExpressionStatement(expression),
            var expression => SyntaxFactory.ReturnStatement(
                SyntaxFactory.Token(default, SyntaxKind.ReturnKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)),
                expression, SyntaxFactory.Token(SyntaxKind.SemicolonToken)),
        };
    }

    /// <summary>Polls what a lambda yields, where its form shows that it has a type of its own and is neither void nor a constant.</summary>
    private ExpressionSyntax Passed(ExpressionSyntax body, IReadOnlyList<ParameterSyntax> parameters)
    {
        if (!lambdas
            || body is not (BinaryExpressionSyntax or IdentifierNameSyntax or ElementAccessExpressionSyntax or MemberAccessExpressionSyntax
                or TupleExpressionSyntax or ObjectCreationExpressionSyntax or AnonymousObjectCreationExpressionSyntax or InterpolatedStringExpressionSyntax
                or PrefixUnaryExpressionSyntax)
            || !body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => parameters.Any(p => p.Identifier.ValueText == n.Identifier.ValueText)))
        {
            return body;
        }

        PolledLambdas = true;
        return SyntaxFactory.InvocationExpression(Pass, SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(body))));
    }
}
