using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Language;

/// <summary>Completes what is being typed, from the compiler's own knowledge of the cells so far.</summary>
internal static class Completer
{
    private static readonly CompletionItem[] Keywords = [.. SyntaxFacts.GetReservedKeywordKinds()
        .Concat([SyntaxKind.VarKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.RecordKeyword, SyntaxKind.WhenKeyword, SyntaxKind.WithKeyword, SyntaxKind.NameOfKeyword, SyntaxKind.YieldKeyword])
        .Select(static kind => new CompletionItem(SyntaxFacts.GetText(kind), "keyword"))];

    /// <summary>Completions at a position.</summary>
    /// <param name="session">The cells so far.</param>
    /// <param name="code">The cell being typed.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    public static CompletionList Complete(Session session, string code, int cursor)
    {
        var query = CellQuery.Of(session, code);
        var start = cursor;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
        {
            start--;
        }

        var typed = code[start..cursor];
        if (IsText(query, cursor) || (typed.Length > 0 && char.IsAsciiDigit(typed[0])))
        {
            return new(cursor, cursor, []);
        }

        var items = Candidates(query, start)
            .Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static item => item.Text, StringComparer.Ordinal)
            .Select(static overloads => Merge([.. overloads]))
            .OrderByDescending(item => item.Text.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(static item => item.Text, StringComparer.OrdinalIgnoreCase);
        return new(start, cursor, [.. items]);
    }

    private static CompletionItem Merge(List<CompletionItem> overloads) =>
        overloads is [var first, _, ..] && first.Signature is { } signature ? first with { Signature = $"{signature} (+ {overloads.Count - 1} overloads)" } : overloads[0];

    /// <summary>Whether a position stands in a comment or in the text of a string, where nothing is to be completed.</summary>
    private static bool IsText(CellQuery query, int cursor)
    {
        if (cursor == 0)
        {
            return false;
        }

        var trivia = query.Root.FindTrivia(cursor - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia)
        {
            return true;
        }

        var token = query.Root.FindToken(cursor - 1);
        var closed = token.Span.End == cursor && token.Text.Length > 1 && (token.Text.EndsWith('"') || token.Text.EndsWith('\''));
        return !closed && token.SpanStart < cursor
            && token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken;
    }

    private static IEnumerable<CompletionItem> Candidates(CellQuery query, int start)
    {
        var before = query.TokenBefore(start);
        if (before.IsKind(SyntaxKind.DotToken) && before.Span.End <= start)
        {
            return Members(query, before);
        }

        if (before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken
            && before.Parent is InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } initializer
            && query.Model.GetTypeInfo(creation).Type is { } created)
        {
            // Before its first '=' an object initialiser reads as that of a collection.
            var settable = Items(query.Model.LookupSymbols(start, created).Where(static s =>
                s is IPropertySymbol { SetMethod: not null, IsIndexer: false, IsStatic: false } or IFieldSymbol { IsReadOnly: false, IsStatic: false }));
            return initializer.IsKind(SyntaxKind.ObjectInitializerExpression) ? settable : settable.Concat(Items(query.Model.LookupSymbols(start)));
        }

        if (before.Parent is UsingDirectiveSyntax or QualifiedNameSyntax { Parent: UsingDirectiveSyntax })
        {
            return Items(query.Model.LookupNamespacesAndTypes(start).OfType<INamespaceSymbol>());
        }

        return NamedArguments(query, before).Concat(Items(query.Model.LookupSymbols(start))).Concat(Keywords);
    }

    /// <summary>What stands behind a dot: the members of a value, of a type, or of a namespace.</summary>
    private static IEnumerable<CompletionItem> Members(CellQuery query, SyntaxToken dot)
    {
        var owner = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax { Parent: var parent } => parent?.AncestorsAndSelf().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => dot.GetPreviousToken().Parent as ExpressionSyntax,
        };
        if (owner is null)
        {
            return [];
        }

        if (query.Model.GetSymbolInfo(owner).Symbol is INamespaceOrTypeSymbol container && !IsColorColor(query, owner))
        {
            return Items(query.Model.LookupSymbols(dot.Span.End, container)
                .Where(static s => s.IsStatic || s is INamespaceOrTypeSymbol)
                .Where(s => dot.Parent?.AncestorsAndSelf().OfType<UsingDirectiveSyntax>().Any() != true || s is INamespaceSymbol));
        }

        return query.Model.GetTypeInfo(owner).Type is { } type && type.TypeKind != TypeKind.Error
            ? Items(query.Model.LookupSymbols(dot.Span.End, type, includeReducedExtensionMethods: true)
                .Where(static s => s is not ITypeSymbol && (!s.IsStatic || s is IMethodSymbol { MethodKind: MethodKind.ReducedExtension })))
            : [];
    }

    /// <summary>Whether a name is a value and a type at once.</summary>
    private static bool IsColorColor(CellQuery query, ExpressionSyntax owner) =>
        owner is IdentifierNameSyntax name && query.Model.LookupSymbols(owner.SpanStart, name: name.Identifier.ValueText).Any(static s => s is ILocalSymbol or IFieldSymbol or IPropertySymbol or IParameterSymbol);

    private static IEnumerable<CompletionItem> NamedArguments(CellQuery query, SyntaxToken before)
    {
        if (before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken) || before.Parent is not ArgumentListSyntax { Parent: { } call } arguments)
        {
            return [];
        }

        var given = arguments.Arguments.Select(static a => a.NameColon?.Name.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
        return Overloads(query, call).SelectMany(static m => m.Parameters)
            .Where(p => !given.Contains(p.Name))
            .Select(static p => new CompletionItem(p.Name + ":", "parameter", SymbolKinds.Signature(p)));
    }

    /// <summary>The methods that a call may mean.</summary>
    /// <param name="query">The cell.</param>
    /// <param name="call">An invocation or an object creation.</param>
    public static IEnumerable<IMethodSymbol> Overloads(CellQuery query, SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => query.Model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>(),
        BaseObjectCreationExpressionSyntax creation when query.Model.GetTypeInfo(creation).Type is INamedTypeSymbol type => type.InstanceConstructors,
        _ => [],
    };

    private static IEnumerable<CompletionItem> Items(IEnumerable<ISymbol> symbols) => symbols
        .Where(static s => s.CanBeReferencedByName && !s.Name.StartsWith('<') && !IsHidden(s))
        .Select(static s => new CompletionItem(s.Name, SymbolKinds.Of(s), s is INamespaceSymbol ? null : SymbolKinds.Signature(s)));

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(static a =>
        a.AttributeClass?.Name == "EditorBrowsableAttribute" && a.ConstructorArguments is [{ Value: 1 }]);
}
