using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Language;

/// <summary>Completes what is being typed, from the compiler's own knowledge of the cells so far.</summary>
internal static class Completer
{
    private static readonly Candidate[] Keywords = [.. SyntaxFacts.GetReservedKeywordKinds()
        .Concat([SyntaxKind.VarKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.RecordKeyword, SyntaxKind.WhenKeyword, SyntaxKind.WithKeyword, SyntaxKind.NameOfKeyword, SyntaxKind.YieldKeyword])
        .Select(static kind => new Candidate(SyntaxFacts.GetText(kind), null))];

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
        if (TextCompleter.Complete(query, code, cursor) is { } inText)
        {
            return inText;
        }

        if (typed.Length > 0 && char.IsAsciiDigit(typed[0]))
        {
            return new(cursor, cursor, []);
        }

        var items = Candidates(query, start)
            .Where(candidate => (candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || candidate.Also?.StartsWith(typed, StringComparison.OrdinalIgnoreCase) == true) && !candidate.IsHidden)
            .GroupBy(static candidate => candidate.Text, StringComparer.Ordinal)
            .OrderByDescending(static group => group.First().Also is not null)
            .ThenByDescending(group => group.Key.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(static group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static group => group.First().Item(group.Count() - 1));
        return new(start, cursor, [.. items]);
    }

    private static IEnumerable<Candidate> Candidates(CellQuery query, int start)
    {
        var before = query.TokenBefore(start);
        if (before.IsKind(SyntaxKind.DotToken) && before.Span.End <= start)
        {
            return Members(query, before);
        }

        if (before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken
            && before.Parent is InitializerExpressionSyntax initializer && Initialised(query, initializer) is { } created)
        {
            // Before its first '=' an object initialiser reads as that of a collection.
            var set = initializer.Expressions.Select(static e => ((e as AssignmentExpressionSyntax)?.Left as IdentifierNameSyntax)?.Identifier.ValueText).ToHashSet(StringComparer.Ordinal);
            var settable = Items(query.Model.LookupSymbols(start, created).Where(s => !set.Contains(s.Name)
                && s is IPropertySymbol { SetMethod: not null, IsIndexer: false, IsStatic: false } or IFieldSymbol { IsReadOnly: false, IsStatic: false }));
            return initializer.IsKind(SyntaxKind.CollectionInitializerExpression) ? settable.Concat(Items(query.Model.LookupSymbols(start))) : settable;
        }

        if (before.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { } directive && before != directive.SemicolonToken)
        {
            return Items(query.Model.LookupNamespacesAndTypes(start).Where(s => CanBeUsed(s, directive)));
        }

        if (before.IsKind(SyntaxKind.OverrideKeyword))
        {
            return Overridable(query, before);
        }

        if (before.IsKind(SyntaxKind.NewKeyword) && before.Parent is BaseObjectCreationExpressionSyntax)
        {
            return Created(query, before, start);
        }

        if (before.Kind() is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken && before.Parent is PropertyPatternClauseSyntax { Parent: RecursivePatternSyntax pattern } && ExpectedTypes.Matched(query, pattern) is { } matched)
        {
            return Items(query.Model.LookupSymbols(start, matched).Where(static s => s is IPropertySymbol { IsStatic: false, IsIndexer: false } or IFieldSymbol { IsStatic: false }));
        }

        return NamedArguments(query, before).Concat(EnumMembers(query, before, start)).Concat(Items(query.Model.LookupSymbols(start))).Concat(Keywords);
    }

    /// <summary>The members of the enumerations that a value is wanted of.</summary>
    private static IEnumerable<Candidate> EnumMembers(CellQuery query, SyntaxToken before, int start) =>
        ExpectedTypes.At(query, before).Select(static type => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } optional ? optional.TypeArguments[0] : type)
            .Where(static type => type.TypeKind == TypeKind.Enum).Distinct(SymbolEqualityComparer.Default).OfType<ITypeSymbol>()
            .SelectMany(type => type.GetMembers().OfType<IFieldSymbol>().Select(member => new Candidate($"{type.ToMinimalDisplayString(query.Model, start)}.{member.Name}", member, member.Name)));

    /// <summary>What can be made by <c>new</c>, the type that is wanted first.</summary>
    private static IEnumerable<Candidate> Created(CellQuery query, SyntaxToken before, int start) =>
        ExpectedTypes.At(query, query.TokenBefore(before.SpanStart)).Where(static type => type is INamedTypeSymbol { IsAbstract: false, TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None or SpecialType.System_Object })
            .Select(type => type.ToMinimalDisplayString(query.Model, start)).Select(static name => new Candidate(name, null, name))
            .Concat(Items(query.Model.LookupNamespacesAndTypes(start).Where(static s => s is INamespaceSymbol or ITypeParameterSymbol or INamedTypeSymbol { IsStatic: false, TypeKind: not TypeKind.Enum })));

    /// <summary>The inherited members that a type may override and does not yet, with their signature.</summary>
    private static List<Candidate> Overridable(CellQuery query, SyntaxToken before)
    {
        if (before.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || query.Model.GetDeclaredSymbol(declaration) is not { } type)
        {
            return [];
        }

        var done = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var found = new List<Candidate>();
        for (var owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers().Where(static m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol))
            {
                if (!done.Contains(member) && !SymbolEqualityComparer.Default.Equals(owner, type) && member is { IsSealed: false, Name: not "Finalize" } && (member.IsVirtual || member.IsAbstract || member.IsOverride))
                {
                    found.Add(new(member.ToMinimalDisplayString(query.Model, before.SpanStart, SymbolKinds.Declaration), member, member.Name));
                }

                ISymbol? overridden = member;
                while ((overridden = (overridden as IMethodSymbol)?.OverriddenMethod ?? (ISymbol?)(overridden as IPropertySymbol)?.OverriddenProperty) is not null)
                {
                    done.Add(overridden);
                }
            }
        }

        return found;
    }

    /// <summary>What stands behind a dot: the members of a value, of a type, or of a namespace.</summary>
    private static IEnumerable<Candidate> Members(CellQuery query, SyntaxToken dot)
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
                .Where(s => dot.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not { } directive || CanBeUsed(s, directive)));
        }

        return query.Model.GetTypeInfo(owner).Type is { } type && type.TypeKind != TypeKind.Error
            ? Items(query.Model.LookupSymbols(dot.Span.End, type, includeReducedExtensionMethods: true)
                .Where(static s => s is not ITypeSymbol && (!s.IsStatic || s is IMethodSymbol { MethodKind: MethodKind.ReducedExtension })))
            : [];
    }

    /// <summary>Whether a name is a value and a type at once. The compiler is asked only where something bears the name, since it goes through every name in sight to answer.</summary>
    private static bool IsColorColor(CellQuery query, ExpressionSyntax owner) =>
        owner is IdentifierNameSyntax { Identifier: { ValueText: var name } own }
        && (query.Root.DescendantTokens().Any(token => token != own && token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name) || DeclaredBefore(query, name))
        && query.Model.LookupSymbols(owner.SpanStart, name: name).Any(static s => s is ILocalSymbol or IFieldSymbol or IPropertySymbol or IParameterSymbol);

    private static bool DeclaredBefore(CellQuery query, string name)
    {
        for (var cell = query.Model.Compilation.ScriptCompilationInfo!.PreviousScriptCompilation; cell is not null; cell = cell.ScriptCompilationInfo!.PreviousScriptCompilation)
        {
            if (cell.ScriptClass is { } variables && variables.GetMembers(name) is [IFieldSymbol or IPropertySymbol, ..])
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<Candidate> NamedArguments(CellQuery query, SyntaxToken before)
    {
        if (before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken) || before.Parent is not (ArgumentListSyntax or AttributeArgumentListSyntax) || before.Parent.Parent is not { } call)
        {
            return [];
        }

        // Those without a name before the cursor fill the first parameters.
        var arguments = before.Parent.ChildNodes().Select(static a => (a.SpanStart, a.ChildNodes().OfType<NameColonSyntax>().FirstOrDefault()?.Name.Identifier.ValueText)).ToList();
        var filled = arguments.TakeWhile(a => a.ValueText is null && a.SpanStart < before.SpanStart).Count();
        var named = arguments.Select(static a => a.ValueText).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return Overloads(query, call).Where(m => named.IsSubsetOf(m.Parameters.Select(static p => p.Name))).SelectMany(static m => m.Parameters)
            .Where(p => p.Ordinal >= filled && !named.Contains(p.Name))
            .Select(static p => new Candidate(p.Name + ":", p));
    }

    /// <summary>Whether a <c>using</c> can go on with a symbol: types are for <c>using static</c> and for <c>using X = …</c>.</summary>
    private static bool CanBeUsed(ISymbol symbol, UsingDirectiveSyntax directive) =>
        symbol is INamespaceSymbol || (symbol is ITypeSymbol && (directive.Alias is not null || directive.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)));

    /// <summary>The type whose members an initialiser sets, or null.</summary>
    /// <param name="query">The cell.</param>
    /// <param name="initializer">The braces of a <c>new</c>, of a <c>with</c>, or behind a member's name and <c>=</c>.</param>
    public static ITypeSymbol? Initialised(CellQuery query, InitializerExpressionSyntax initializer) => initializer.Parent switch
    {
        BaseObjectCreationExpressionSyntax creation => query.Model.GetTypeInfo(creation).Type,
        WithExpressionSyntax with => query.Model.GetTypeInfo(with.Expression).Type,
        AssignmentExpressionSyntax member => query.Model.GetTypeInfo(member.Left).Type,
        _ => null,
    };

    /// <summary>The methods that a call may mean.</summary>
    /// <param name="query">The cell.</param>
    /// <param name="call">An invocation, an object creation, an attribute, or what calls another constructor.</param>
    public static IEnumerable<IMethodSymbol> Overloads(CellQuery query, SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax invocation => query.Model.GetMemberGroup(invocation.Expression).OfType<IMethodSymbol>(),
        BaseObjectCreationExpressionSyntax creation when query.Model.GetTypeInfo(creation).Type is INamedTypeSymbol type => type.InstanceConstructors,
        AttributeSyntax => query.Model.GetMemberGroup(call).OfType<IMethodSymbol>(),
        ConstructorInitializerSyntax when query.Model.GetDeclaredSymbol(call.Parent!)?.ContainingType is { } type =>
            (call.IsKind(SyntaxKind.ThisConstructorInitializer) ? type : type.BaseType!).InstanceConstructors,
        PrimaryConstructorBaseTypeSyntax derived when query.Model.GetTypeInfo(derived.Type).Type is INamedTypeSymbol type => type.InstanceConstructors,
        _ => [],
    };

    private static IEnumerable<Candidate> Items(IEnumerable<ISymbol> symbols) => symbols
        .Where(static s => s.CanBeReferencedByName && !s.Name.StartsWith('<'))
        .Select(static s => new Candidate(s.Name, s));

    /// <summary>Something that could stand at the cursor. What is dear to tell of it is told only of those that do.</summary>
    /// <param name="Text">What is inserted.</param>
    /// <param name="Symbol">What it stands for; null for a keyword.</param>
    /// <param name="Also">What may be typed for it besides its text. It is wanted here, and stands before the others.</param>
    private readonly record struct Candidate(string Text, ISymbol? Symbol, string? Also = null)
    {
        public bool IsHidden => Symbol?.GetAttributes().Any(static a =>
            a.AttributeClass?.Name == "EditorBrowsableAttribute" && a.ConstructorArguments is [{ Value: 1 }]) == true;

        public CompletionItem Item(int overloads) => Symbol switch
        {
            null => new(Text, Also is null ? "keyword" : "class"),
            IParameterSymbol parameter when Text.EndsWith(':') => new(Text, "parameter", SymbolKinds.Signature(parameter)),
            INamespaceSymbol => new(Text, SymbolKinds.Of(Symbol)),
            _ => new(Text, SymbolKinds.Of(Symbol), SymbolKinds.Signature(Symbol) + (overloads > 0 ? $" (+ {overloads} overloads)" : "")),
        };
    }
}
