using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Display;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Language;

/// <summary>Help on what stands at a position: signatures and documentation, as text and as Markdown.</summary>
internal static class Inspector
{
    private const int MostOverloads = 8;
    private const int MostLines = 12;
    private const int MostCharacters = 1000;

    /// <summary>Help on what stands at a position, or null.</summary>
    /// <param name="session">The cells so far.</param>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    /// <param name="detailLevel">0; 1 adds remarks, exceptions and the source of what a cell declares.</param>
    public static JsonObject? Inspect(Session session, string code, int cursor, int detailLevel)
    {
        var query = CellQuery.Of(session, code);
        var symbols = Symbols(query, cursor);
        if (symbols.Count == 0)
        {
            var word = query.TokenBefore(cursor) is var token && token.Span.End >= cursor ? token.Text : "";
            return Keywords.MeaningOf(word) is { } meaning
                ? new() { [MimeTypes.Markdown] = $"**{word}**: {meaning}", [MimeTypes.Text] = $"{word}: {meaning}" }
                : null;
        }

        symbols = [.. symbols.Select(s => Written(session, s))];
        var value = SymbolKinds.IsVariable(symbols[0]) && session.Variables().FirstOrDefault(v => v.Name == symbols[0].Name) is { Name: not null } variable ? ValueText(variable.Value) : null;
        return new JsonObject
        {
            [MimeTypes.Markdown] = Describe(symbols, detailLevel, markdown: true) + (value is null ? "" : $"\n\n**Value**\n```\n{value}\n```"),
            [MimeTypes.Text] = Describe(symbols, detailLevel, markdown: false) + (value is null ? "" : $"\n\nValue: {value}"),
        };
    }

    /// <summary>A variable's value in a few lines; null where telling it could run for long or have effects, as of a sequence that is yet to be worked out.</summary>
    private static string? ValueText(object? value)
    {
        if (value is System.Collections.IEnumerable and not (string or System.Collections.ICollection) || value is Delegate or Task)
        {
            return null;
        }

        try
        {
            var text = PlainText.Of(value);
            var lines = text.Split('\n');
            text = lines.Length > MostLines ? string.Join('\n', lines.Take(MostLines)) + "\n…" : text;
            return text.Length > MostCharacters ? string.Concat(text.AsSpan(0, MostCharacters), "…") : text;
        }
        catch (Exception)
        {
            return null; // The value's own code fails; what it is has been told.
        }
    }

    /// <summary>The symbol under the cursor; where there is none, the method whose arguments the cursor stands in.</summary>
    private static List<ISymbol> Symbols(CellQuery query, int cursor)
    {
        foreach (var token in new[] { query.TokenBefore(cursor), query.Root.FindToken(Math.Min(cursor, Math.Max(0, query.Root.FullSpan.End - 1))) })
        {
            if (token.Parent is { } node && token.SpanStart <= cursor && cursor <= token.Span.End && Named(query, node, token) is { Count: > 0 } named)
            {
                return named;
            }
        }

        for (var node = query.TokenBefore(cursor).Parent; node is not null; node = node.Parent)
        {
            if (node is BracketedArgumentListSyntax { Parent: ElementAccessExpressionSyntax access } && query.Model.GetIndexerGroup(access.Expression) is { Length: > 0 } indexers)
            {
                return [.. indexers];
            }

            var call = node is ArgumentListSyntax or AttributeArgumentListSyntax ? node.Parent! : node;
            if (node is ArgumentListSyntax or AttributeArgumentListSyntax && Completer.Overloads(query, call).Cast<ISymbol>().ToList() is { Count: > 0 } overloads)
            {
                return Chosen(query, call, overloads);
            }
        }

        return [];
    }

    private static List<ISymbol> Named(CellQuery query, SyntaxNode node, SyntaxToken token)
    {
        if (node is PredefinedTypeSyntax && query.Model.GetTypeInfo(node).Type is { } keyword)
        {
            return [keyword];
        }

        if (node is SimpleNameSyntax name)
        {
            // The constructor is what one asks for at new Type(…), the method group at a call.
            if (node.Parent is ObjectCreationExpressionSyntax creation && creation.Type == node && Completer.Overloads(query, creation).Cast<ISymbol>().ToList() is { Count: > 0 } constructors)
            {
                return Chosen(query, creation, constructors);
            }

            var group = query.Model.GetMemberGroup(name);
            if (group.Length > 0)
            {
                return Chosen(query, name, [.. group]);
            }

            if (name.Parent is InitializerExpressionSyntax initializer && Completer.Initialised(query, initializer) is { } created
                && query.Model.LookupSymbols(name.SpanStart, created, name.Identifier.ValueText).Where(static s => s is IPropertySymbol or IFieldSymbol).ToList() is { Count: > 0 } members)
            {
                // A member that is to be set, its '=' not typed yet.
                return members;
            }

            var info = query.Model.GetSymbolInfo(name);
            return info.Symbol is { } symbol ? [symbol] : [.. info.CandidateSymbols];
        }

        return query.Model.GetDeclaredSymbol(node) is { } declared && declared.Name == token.ValueText ? [declared] : [];
    }

    /// <summary>All overloads, the one that the call resolves to first, then those of few parameters.</summary>
    private static List<ISymbol> Chosen(CellQuery query, SyntaxNode call, List<ISymbol> overloads)
    {
        var resolved = query.Model.GetSymbolInfo(call).Symbol;
        return [.. overloads.OrderByDescending(o => SymbolEqualityComparer.Default.Equals(o.OriginalDefinition, resolved?.OriginalDefinition)).ThenBy(static o => o is IMethodSymbol method ? method.Parameters.Length : 0)];
    }

    private static string Describe(List<ISymbol> symbols, int detailLevel, bool markdown)
    {
        var text = new StringBuilder();
        text.Append(markdown ? "```csharp\n" : "");
        foreach (var symbol in symbols.Take(detailLevel > 0 ? int.MaxValue : MostOverloads))
        {
            text.Append(SymbolKinds.Signature(symbol)).Append('\n');
        }

        text.Append(markdown ? "```\n" : "");
        if (detailLevel == 0 && symbols.Count > MostOverloads)
        {
            text.Append(CultureInfo.InvariantCulture, $"… and {symbols.Count - MostOverloads} more overloads\n");
        }

        if (XmlDocumentation.Parse(symbols.Select(static s => Documentation(s)).FirstOrDefault(static d => !string.IsNullOrEmpty(d))) is { } documentation)
        {
            Append(text, documentation, detailLevel, markdown);
        }

        if (detailLevel > 0 && symbols[0].DeclaringSyntaxReferences.FirstOrDefault() is { } declaration)
        {
            var source = declaration.SyntaxTree.GetText().ToString(declaration.Span);
            text.Append(markdown ? $"\n**Source**, {declaration.SyntaxTree.FilePath}\n```csharp\n{source}\n```\n" : $"\nSource ({declaration.SyntaxTree.FilePath}):\n{source}\n");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A symbol of a library of cells as its cell wrote it; any other as it is.</summary>
    private static ISymbol Written(Session session, ISymbol symbol) =>
        session.Library(symbol.ContainingAssembly?.Name) is { } library && symbol.OriginalDefinition.GetDocumentationCommentId() is { } id && library.Find(id) is { } written ? written : symbol;

    private static string? Documentation(ISymbol symbol)
    {
        var documented = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol;
        var own = documented.OriginalDefinition.GetDocumentationCommentXml();
        return string.IsNullOrEmpty(own) && documented is IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: var type }
            ? type.OriginalDefinition.GetDocumentationCommentXml()
            : own;
    }

    private static void Append(StringBuilder text, XmlDocumentation documentation, int detailLevel, bool markdown)
    {
        text.Append('\n').Append(Words(documentation.Summary)).Append('\n');
        List("Parameters", documentation.Parameters);
        Section("Returns", documentation.Returns);
        if (detailLevel > 0)
        {
            List("Throws", documentation.Exceptions);
            Section("Remarks", documentation.Remarks);
        }

        void Section(string title, string content)
        {
            if (content.Length > 0)
            {
                text.Append(markdown ? $"\n**{title}** " : $"\n{title}: ").Append(Words(content)).Append('\n');
            }
        }

        void List(string title, IReadOnlyList<(string Name, string Text)> entries)
        {
            if (entries.Count == 0)
            {
                return;
            }

            text.Append(markdown ? $"\n**{title}**\n" : $"\n{title}:\n");
            foreach (var (name, entry) in entries)
            {
                text.Append(markdown ? $"- `{name}`: " : $"  {name}: ").Append(Words(entry)).Append('\n');
            }
        }

        string Words(string content) => markdown ? content : content.Replace("`", "", StringComparison.Ordinal);
    }
}
