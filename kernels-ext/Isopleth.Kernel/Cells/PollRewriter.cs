using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Puts the polls of <see cref="CellInterrupt"/> into a cell: one in every loop that may go on and at every goto, one at the entry of whatever can recurse, and, where asked, one in every expression lambda, clause of a query and method that LINQ is given.</summary>
/// <remarks>No line is added or moved, so that line numbers stay the user's own.</remarks>
/// <param name="lambdas">Whether expression lambdas and queries are polled, which an expression tree would show.</param>
/// <param name="arrays">Knows the loops that need no poll.</param>
/// <param name="meaning">What the cell's names mean.</param>
internal sealed class PollRewriter(bool lambdas, ArrayLoop arrays, Lazy<SemanticModel> meaning) : CSharpSyntaxRewriter
{
    private const string Interrupt = "global::Isopleth.Kernel.Cells.CellInterrupt.";
    private static readonly StatementSyntax Poll = SyntaxFactory.ParseStatement(Interrupt + "Poll();");
    private static readonly StatementSyntax Enter = SyntaxFactory.ParseStatement(Interrupt + "Enter();");
    private static readonly StatementSyntax EnterAsync = SyntaxFactory.ParseStatement(Interrupt + "EnterAsync();");
    private static readonly AttributeListSyntax Inlined = ((LocalFunctionStatementSyntax)SyntaxFactory.ParseStatement(
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)] void F() { }")).AttributeLists[0];

    private const string Elsewhere = "__elsewhere";
    private const string Below = "__below";
    private static readonly AttributeListSyntax Apart = ((LocalFunctionStatementSyntax)SyntaxFactory.ParseStatement(
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] void F() { }")).AttributeLists[0];

    private static readonly ExpressionSyntax HasEntered = SyntaxFactory.ParseExpression(Interrupt + "Entered() ");
    private static readonly ExpressionSyntax NeverThrown = SyntaxFactory.ParseExpression(" throw null");

    private static readonly HashSet<string> TakesMethods = new(StringComparer.Ordinal)
    {
        "Aggregate", "All", "Any", "Average", "Count", "DistinctBy", "First", "FirstOrDefault", "GroupBy", "Last", "LastOrDefault", "LongCount", "Max", "MaxBy", "Min", "MinBy",
        "OrderBy", "OrderByDescending", "Select", "SelectMany", "Single", "SingleOrDefault", "SkipWhile", "Sum", "TakeWhile", "ThenBy", "ToDictionary", "ToLookup", "Where", "Zip",
    };

    private DeclaredNames? _declared;

    /// <summary>Borne by what stands on another line than what it was made of.</summary>
    public static SyntaxAnnotation Duplicate { get; } = new();

    /// <summary>Whether the last visited cell holds an expression lambda or a query that was given a poll.</summary>
    public bool PolledLambdas { get; private set; }

    /// <inheritdoc/>
    public override SyntaxNode? VisitForStatement(ForStatementSyntax node)
    {
        var visited = (ForStatementSyntax)base.VisitForStatement(node)!;
        if (!arrays.Is(node, out var stride))
        {
            return Polled(visited);
        }

        // Two loops, and the step is looked at before them: within the loop a look at it, or at the memory, cost a sieve between 2 and 25 %, by where its code came to lie.
        return stride is null ? visited : SyntaxFactory.Block(SyntaxFactory.IfStatement(
            SyntaxFactory.ParseExpression($"unchecked({InOneLine(stride)}) == 0"), Polled(InOneLine(visited)).WithAdditionalAnnotations(Duplicate), SyntaxFactory.ElseClause(visited.WithoutLeadingTrivia())))
            .WithLeadingTrivia(visited.GetLeadingTrivia());

        static ForStatementSyntax Polled(ForStatementSyntax loop) => loop.WithStatement(With(Poll, loop.Statement));
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
        return arrays.Is(node) ? visited : visited.WithStatement(With(Poll, visited.Statement));
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
            return Calls(node) || IsToString(node) ? Quick(node, visited.WithBody(Entered(body, node.Modifiers))) : visited;
        }

        return visited.ExpressionBody is { } arrow && AsStatements(node, node.ReturnType, node.Modifiers, arrow) is { } statements
            ? Quick(node, visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(InPlaceOf(arrow, node.SemicolonToken, statements, node.Modifiers)))
            : visited;

        MethodDeclarationSyntax Quick(MethodDeclarationSyntax written, MethodDeclarationSyntax polled) =>
            !IsSmallRecursion(written, written.Identifier) || written.AttributeLists.Count > 0 ? polled
            : Unfolded(polled.Body!, polled.ReturnType, polled.ParameterList, written, written.Identifier) is { } body ? polled.WithBody(body)
            : polled.WithoutLeadingTrivia().AddAttributeLists(Inlined).WithLeadingTrivia(written.GetLeadingTrivia());
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var visited = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        if (visited.Body is { } body)
        {
            return Calls(node) ? Quick(node, visited.WithBody(Entered(body, node.Modifiers))) : visited;
        }

        return visited.ExpressionBody is { } arrow && AsStatements(node, node.ReturnType, node.Modifiers, arrow) is { } statements
            ? Quick(node, visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(InPlaceOf(arrow, node.SemicolonToken, statements, node.Modifiers)))
            : visited;

        LocalFunctionStatementSyntax Quick(LocalFunctionStatementSyntax written, LocalFunctionStatementSyntax polled) =>
            !IsSmallRecursion(written, written.Identifier) || written.AttributeLists.Count > 0 ? polled
            : Unfolded(polled.Body!, polled.ReturnType, polled.ParameterList, written, written.Identifier) is { } body ? polled.WithBody(body)
            : polled.WithoutLeadingTrivia().AddAttributeLists(Inlined).WithLeadingTrivia(written.GetLeadingTrivia());
    }

    /// <summary>A recursion that catches and throws on leaves a full stack to its caller: every level that throws anew takes some 40 kB of the stack, which is not there.</summary>
    /// <param name="node">The clause.</param>
    public override SyntaxNode? VisitCatchClause(CatchClauseSyntax node)
    {
        var visited = (CatchClauseSyntax)base.VisitCatchClause(node)!;
        var name = node.Ancestors().Select(static a => a switch
        {
            MethodDeclarationSyntax method => method.Identifier,
            LocalFunctionStatementSyntax function => function.Identifier,
            _ => default,
        }).FirstOrDefault(static name => name != default);
        if (!node.Block.DescendantNodes().Any(static n => n is ThrowStatementSyntax or ThrowExpressionSyntax)
            || !((TryStatementSyntax)node.Parent!).Block.DescendantNodes().Any(n => n is SimpleNameSyntax called && called.Identifier.ValueText == name.ValueText))
        {
            return visited;
        }

        var declared = visited.Declaration ?? SyntaxFactory.CatchDeclaration(SyntaxFactory.ParseTypeName("global::System.Exception ")).WithTrailingTrivia(visited.CatchKeyword.TrailingTrivia);
        var caught = declared.Identifier == default ? string.Create(CultureInfo.InvariantCulture, $"__caught{node.SpanStart}") : declared.Identifier.Text;
        var filter = $"{Interrupt}MayCatch({caught})";
        return visited
            .WithDeclaration(declared.WithIdentifier(declared.Identifier == default ? SyntaxFactory.Identifier(SyntaxFactory.TriviaList(SyntaxFactory.Space), caught, default) : declared.Identifier))
            .WithFilter(visited.Filter is { } own
                ? own.WithFilterExpression(SyntaxFactory.BinaryExpression(SyntaxKind.LogicalAndExpression, SyntaxFactory.ParseExpression(filter + " "), SyntaxFactory.ParenthesizedExpression(own.FilterExpression)))
                : SyntaxFactory.CatchFilterClause(SyntaxFactory.ParseExpression(filter)).WithWhenKeyword(SyntaxFactory.Token(default, SyntaxKind.WhenKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space))));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        var visited = (ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!;
        return !Calls(node) ? visited
            : visited.Body is { } body ? visited.WithBody(With(Enter, body))
            : visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(AsStatement(visited.ExpressionBody!, node.SemicolonToken));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node)
    {
        var visited = (OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!;
        return visited.Body is { } body ? visited.WithBody(With(Enter, body)) : visited.WithExpressionBody(Guarded(visited.ExpressionBody));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node)
    {
        var visited = (ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!;
        return visited.Body is { } body ? visited.WithBody(With(Enter, body)) : visited.WithExpressionBody(Guarded(visited.ExpressionBody));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var visited = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        return !MayComeBack(node) ? visited
            : visited.Body is { } body ? visited.WithBody(With(Enter, body))
            : visited.ExpressionBody is not { } arrow ? visited
            : node.IsKind(SyntaxKind.GetAccessorDeclaration) ? visited.WithExpressionBody(Guarded(arrow))
            : visited.WithExpressionBody(null).WithSemicolonToken(default).WithBody(AsStatement(arrow, node.SemicolonToken));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var visited = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        visited = visited.WithInitializer(Made(visited.Initializer, node.Initializer, node.Type));
        return node.Type is not RefTypeSyntax && node.ExpressionBody is { } arrow && MayComeBack(arrow) ? visited.WithExpressionBody(Guarded(visited.ExpressionBody)) : visited;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        var visited = (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)!;
        return node.Type is not RefTypeSyntax && node.ExpressionBody is { } arrow && MayComeBack(arrow) ? visited.WithExpressionBody(Guarded(visited.ExpressionBody)) : visited;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        // Variables of the cell itself are made once.
        var visited = (FieldDeclarationSyntax)base.VisitFieldDeclaration(node)!;
        return node.Parent is not TypeDeclarationSyntax ? visited : visited.WithDeclaration(visited.Declaration.WithVariables(SyntaxFactory.SeparatedList(
            visited.Declaration.Variables.Zip(node.Declaration.Variables, (variable, written) => variable.WithInitializer(Made(variable.Initializer, written.Initializer, node.Declaration.Type))),
            visited.Declaration.Variables.GetSeparators())));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        var visited = (AnonymousMethodExpressionSyntax)base.VisitAnonymousMethodExpression(node)!;
        return visited.WithBlock(With(Enter, visited.Block));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        var visited = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
        return visited.Block is { } block
            ? visited.WithBlock(With(EnterOf(node.Modifiers), block))
            : visited.WithBody(Passed(visited.ExpressionBody!, node));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var visited = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return visited.Block is { } block
            ? visited.WithBlock(With(EnterOf(node.Modifiers), block))
            : visited.WithBody(Passed(visited.ExpressionBody!, node));
    }

    private static BlockSyntax With(StatementSyntax poll, StatementSyntax body) =>
        body is BlockSyntax block
            ? block.WithStatements(block.Statements.Insert(0, poll))
            : SyntaxFactory.Block(poll, body);

    private static StatementSyntax EnterOf(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.AsyncKeyword) ? EnterAsync : Enter;

    /// <summary>Puts the question after the leading <c>if (…) return …;</c> that call nothing: where a recursion ends, it need not be asked.</summary>
    private static BlockSyntax Entered(BlockSyntax body, SyntaxTokenList modifiers)
    {
        var ends = body.Statements.TakeWhile(static s => s is IfStatementSyntax { Statement: ReturnStatementSyntax or BlockSyntax { Statements: [ReturnStatementSyntax] }, Else: null } && !Calls(s)).Count();
        return body.WithStatements(body.Statements.Insert(ends, EnterOf(modifiers)));
    }

    /// <summary>
    /// The body of a small recursion that asks and returns, unfolded once, as the runtime unfolds such a one without polls; what is unfolded need not ask again.
    /// Where more is to be looked at, as on any thread but the cells', a copy of the return does it: a call instead, though never made, took fib a tenth of its time, since the runtime keeps registers free for it.
    /// </summary>
    /// <returns>The body; null for a method of another form, or one whose calls of that name may mean another method.</returns>
    private BlockSyntax? Unfolded(BlockSyntax body, TypeSyntax returns, ParameterListSyntax parameters, SyntaxNode written, SyntaxToken name)
    {
        if (body.Statements is not [.., var enter, ReturnStatementSyntax { Expression: { } value } last]
            || !enter.IsEquivalentTo(Enter)
            || returns is RefTypeSyntax
            || parameters.Parameters.Any(static p => p.Type is null || p.Modifiers.Any(static m => !m.IsKind(SyntaxKind.ThisKeyword)))
            || body.Statements.SkipLast(2).SelectMany(static s => s.DescendantNodes()).Any(static n => !CannotFail(n))
            || value.DescendantNodesAndSelf().Any(static n => n is AnonymousFunctionExpressionSyntax or QueryExpressionSyntax)
            || meaning.Value.GetDeclaredSymbol(written) is not IMethodSymbol { IsVirtual: false, IsOverride: false } method
            || (method is { ContainingType.IsValueType: true, IsStatic: false })
            || written.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => Names(call, name)
                && (call.ArgumentList.Arguments.Count != parameters.Parameters.Count || !SymbolEqualityComparer.Default.Equals(meaning.Value.GetSymbolInfo(call).Symbol, method))))
        {
            return null;
        }

        var (below, elsewhere) = (name.Text + Below, name.Text + Elsewhere);
        var names = string.Join(", ", parameters.Parameters.Select(static p => p.Identifier.Text));
        var types = string.Join(", ", parameters.Parameters.Select(static p => $"{InOneLine(p.Type!)} {p.Identifier.Text}"));
        StatementSyntax[] copies = [Copy(elsewhere, Apart, [enter]), Copy(below, Inlined, body.Statements.SkipLast(2))];
        var look = SyntaxFactory.ParseStatement($"if ({Interrupt}IsToLookCloser()) return {elsewhere}({names});").WithLeadingTrivia(last.GetLeadingTrivia());
        var unfolded = last.WithoutLeadingTrivia().WithExpression(value.ReplaceNodes(
            value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(call => Names(call, name)),
            (_, call) => call.WithExpression(SyntaxFactory.IdentifierName(below).WithTriviaFrom(call.Expression))));
        return Array.Exists(copies, static copy => copy.ToFullString().Contains('\n', StringComparison.Ordinal)) ? null
            : body.WithStatements([.. body.Statements.SkipLast(2), look, .. copies, unfolded]);

        LocalFunctionStatementSyntax Copy(string called, AttributeListSyntax attribute, IEnumerable<StatementSyntax> first) =>
            ((LocalFunctionStatementSyntax)SyntaxFactory.ParseStatement($"{InOneLine(returns)} {called}({types}) {{ }}"))
                .WithBody(SyntaxFactory.Block(first.Select(InOneLine).Append(Return(InOneLine(value))))).AddAttributeLists(attribute);
    }

    /// <summary>A copy that stands beside what it was made of: another line would move those beneath it.</summary>
    private static T InOneLine<T>(T node)
        where T : SyntaxNode => node.ReplaceTrivia(node.DescendantTrivia(), static (_, _) => SyntaxFactory.Space);

    /// <summary>Whether part of a condition can neither call nor throw: a copy of it stands at another line.</summary>
    private static bool CannotFail(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => !binary.IsKind(SyntaxKind.DivideExpression) && !binary.IsKind(SyntaxKind.ModuloExpression),
        _ => node is BlockSyntax or ReturnStatementSyntax or ParenthesizedExpressionSyntax or IdentifierNameSyntax or LiteralExpressionSyntax or PrefixUnaryExpressionSyntax
            or IsPatternExpressionSyntax or ConstantPatternSyntax or RelationalPatternSyntax or UnaryPatternSyntax or BinaryPatternSyntax,
    };

    private static bool Names(InvocationExpressionSyntax call, SyntaxToken method) => call.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == method.ValueText;

    /// <summary>A body of statements where an expression stood, with as many line breaks.</summary>
    private static BlockSyntax InPlaceOf(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, StatementSyntax[] statements, SyntaxTokenList modifiers) =>
        Entered(SyntaxFactory.Block(statements), modifiers).WithLeadingTrivia(LineBreaks(arrow.ArrowToken)).WithTrailingTrivia(LineBreaks(semicolon));

    private static SyntaxTriviaList LineBreaks(SyntaxToken token) =>
        [.. Enumerable.Repeat(SyntaxFactory.LineFeed, token.ToFullString().Count('\n'))];

    /// <summary>Whether a small method calls itself. The runtime unfolds such a one once when it has no polls; so it shall with them.</summary>
    private static bool IsSmallRecursion(SyntaxNode method, SyntaxToken name) =>
        method.DescendantNodes().Count() < 60
        && method.DescendantNodes().Any(n => n is InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } && called.Identifier.ValueText == name.ValueText);

    /// <summary>Whether something can call itself: what calls nothing, or <c>Math</c> alone, cannot, and stays as small as it was, so that it is inlined.</summary>
    private static bool Calls(SyntaxNode node) =>
        node.DescendantNodes().Any(static n => (n is InvocationExpressionSyntax call && !IsOfMath(call)) || n is BaseObjectCreationExpressionSyntax or CommonForEachStatementSyntax);

    /// <summary>Whether a method is called where text is put together, with no call to be seen.</summary>
    private static bool IsToString(SyntaxNode node) => node is MethodDeclarationSyntax { Identifier.ValueText: "ToString" };

    /// <summary>Whether a call is of the framework's <c>Math</c>, and so never comes back. A cell's own type of that name calls itself only where it is declared.</summary>
    private static bool IsOfMath(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Math" or "MathF" } }
        && !call.Ancestors().OfType<BaseTypeDeclarationSyntax>().Any(static type => type.Identifier.ValueText is "Math" or "MathF");

    /// <summary>Whether the body of a property may come to the property again: it calls something, indexes something, or bears the name of a property that does more than keep a value.</summary>
    private bool MayComeBack(SyntaxNode body) =>
        Calls(body) || body.DescendantNodes().Any(n => n is ElementAccessExpressionSyntax
            || (n is IdentifierNameSyntax { Identifier.ValueText: var name } && DeclaredIn(body).Properties.Contains(name)));

    private DeclaredNames DeclaredIn(SyntaxNode node) => _declared ??= DeclaredNames.In(node.SyntaxTree.GetRoot());

    /// <summary>An expression body that asks first. A constant keeps its form, which its type may hang on.</summary>
    private static ArrowExpressionClauseSyntax? Guarded(ArrowExpressionClauseSyntax? arrow) =>
        arrow is null or { Expression: LiteralExpressionSyntax or ThrowExpressionSyntax or RefExpressionSyntax or ImplicitObjectCreationExpressionSyntax or CollectionExpressionSyntax } ? arrow : arrow.WithExpression(Guarded(arrow.Expression));

    /// <summary>What makes an object of a type of the cell as another is made: it may make itself again.</summary>
    private EqualsValueClauseSyntax? Made(EqualsValueClauseSyntax? visited, EqualsValueClauseSyntax? written, TypeSyntax declared) =>
        written?.Value switch
        {
            ObjectCreationExpressionSyntax { Type: var type } => type,
            ImplicitObjectCreationExpressionSyntax => declared,
            _ => null,
        } is SimpleNameSyntax { Identifier.ValueText: var name } && DeclaredIn(written!).Types.Contains(name) ? visited!.WithValue(Guarded(visited.Value)) : visited;

    private static ConditionalExpressionSyntax Guarded(ExpressionSyntax expression) =>
        SyntaxFactory.ConditionalExpression(HasEntered, SyntaxFactory.ParenthesizedExpression(expression), NeverThrown);

    private static BlockSyntax AsStatement(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon) =>
        SyntaxFactory.Block(Enter, arrow.Expression is ThrowExpressionSyntax thrown ? SyntaxFactory.ThrowStatement(thrown.ThrowKeyword, thrown.Expression, SyntaxFactory.Token(SyntaxKind.SemicolonToken)) : SyntaxFactory.ExpressionStatement(arrow.Expression))
            .WithLeadingTrivia(LineBreaks(arrow.ArrowToken)).WithTrailingTrivia(LineBreaks(semicolon));

    /// <summary>An expression body as statements without line breaks of their own, or null where it must stay as it is.</summary>
    private static StatementSyntax[]? AsStatements(SyntaxNode node, TypeSyntax returns, SyntaxTokenList modifiers, ArrowExpressionClauseSyntax arrow)
    {
        if (!(Calls(node) || IsToString(node)) || returns is RefTypeSyntax)
        {
            return null;
        }

        if (modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            return arrow.Expression is ThrowExpressionSyntax ? null
                : returns is GenericNameSyntax ? [Return(arrow.Expression)]
                : [SyntaxFactory.ExpressionStatement(arrow.Expression)];
        }

        return arrow.Expression switch
        {
            ThrowExpressionSyntax => null,
            var expression when returns is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } => [SyntaxFactory.ExpressionStatement(expression)],

            // An integer is the same whether it is converted at once or by way of the type that both branches have.
            ConditionalExpressionSyntax { WhenTrue: IdentifierNameSyntax or LiteralExpressionSyntax, WhenFalse: not ThrowExpressionSyntax } choice
                when returns is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword or (int)SyntaxKind.LongKeyword } && !Calls(choice.Condition)
                    && LineBreaks(choice.QuestionToken).Count + LineBreaks(choice.ColonToken).Count == 0 =>
                [SyntaxFactory.IfStatement(choice.Condition, Return(choice.WhenTrue)), Return(choice.WhenFalse)],
            var expression => [Return(expression)],
        };
    }

    private static ReturnStatementSyntax Return(ExpressionSyntax value) => SyntaxFactory.ReturnStatement(
        SyntaxFactory.Token(default, SyntaxKind.ReturnKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)),
        value, SyntaxFactory.Token(SyntaxKind.SemicolonToken));

    /// <summary>The body of an expression lambda as a block that asks first, where it is known whether it returns.</summary>
    private CSharpSyntaxNode Passed(ExpressionSyntax body, LambdaExpressionSyntax written)
    {
        if (!lambdas || body is ThrowExpressionSyntax or RefExpressionSyntax or AnonymousFunctionExpressionSyntax || (MayBeStatement(body) ? Returns(written) : true) is not { } returns)
        {
            return body;
        }

        PolledLambdas = true;
        return SyntaxFactory.Block(
            written.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) ? EnterAsync : Calls(written) ? Enter : Poll,
            returns ? Return(body) : SyntaxFactory.ExpressionStatement(body));
    }

    private static bool MayBeStatement(ExpressionSyntax body) => body is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax
        or BaseObjectCreationExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax
        or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression };

    /// <summary>Whether a lambda returns a value; null where it is no delegate.</summary>
    private bool? Returns(LambdaExpressionSyntax lambda) =>
        (meaning.Value.GetTypeInfo(lambda).ConvertedType as INamedTypeSymbol)?.DelegateInvokeMethod?.ReturnType switch
        {
            null or { TypeKind: TypeKind.Error } => null,
            INamedTypeSymbol { IsGenericType: false } type when lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword) => false,
            var type => type.SpecialType != SpecialType.System_Void,
        };

    /// <inheritdoc/>
    public override SyntaxNode? VisitFromClause(FromClauseSyntax node)
    {
        var visited = (FromClauseSyntax)base.VisitFromClause(node)!;
        return node.Parent is QueryBodySyntax ? visited.WithExpression(Asked(visited.Expression)) : visited;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitWhereClause(WhereClauseSyntax node)
    {
        var visited = (WhereClauseSyntax)base.VisitWhereClause(node)!;
        return visited.WithCondition(Asked(visited.Condition));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitLetClause(LetClauseSyntax node)
    {
        var visited = (LetClauseSyntax)base.VisitLetClause(node)!;
        return visited.WithExpression(Asked(visited.Expression));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitJoinClause(JoinClauseSyntax node)
    {
        var visited = (JoinClauseSyntax)base.VisitJoinClause(node)!;
        return visited.WithLeftExpression(Asked(visited.LeftExpression)).WithRightExpression(Asked(visited.RightExpression));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitOrdering(OrderingSyntax node)
    {
        var visited = (OrderingSyntax)base.VisitOrdering(node)!;
        return visited.WithExpression(Asked(visited.Expression));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitGroupClause(GroupClauseSyntax node)
    {
        var visited = (GroupClauseSyntax)base.VisitGroupClause(node)!;
        return visited.WithByExpression(Asked(visited.ByExpression));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitSelectClause(SelectClauseSyntax node)
    {
        // What only hands on a query's variable is left out by the compiler.
        var visited = (SelectClauseSyntax)base.VisitSelectClause(node)!;
        return node.Expression is IdentifierNameSyntax ? visited : visited.WithExpression(Asked(visited.Expression));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitArgument(ArgumentSyntax node)
    {
        // A method handed to LINQ by its name: it calls nothing, perhaps, and so asks nothing.
        var visited = (ArgumentSyntax)base.VisitArgument(node)!;
        if (!lambdas || node is not { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax, Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } call }
            || !TakesMethods.Contains(called)
            || meaning.Value.GetSymbolInfo(node.Expression).Symbol is not IMethodSymbol method || !(method.IsStatic || node.Expression is IdentifierNameSyntax)
            || meaning.Value.GetSymbolInfo(call).Symbol?.ContainingNamespace.ToDisplayString() != "System.Linq"
            || (meaning.Value.GetTypeInfo(node.Expression).ConvertedType as INamedTypeSymbol)?.DelegateInvokeMethod is not { } taken)
        {
            return visited;
        }

        PolledLambdas = true;
        var names = string.Join(", ", taken.Parameters.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"__a{i}")));
        return visited.WithExpression(SyntaxFactory.ParseExpression($"({names}) => {{ {Interrupt}Enter(); return {node.Expression.WithoutTrivia()}({names}); }}")
            .WithTriviaFrom(node.Expression));
    }

    private ExpressionSyntax Asked(ExpressionSyntax expression)
    {
        if (!lambdas)
        {
            return expression;
        }

        PolledLambdas = true;
        return Guarded(expression);
    }
}
