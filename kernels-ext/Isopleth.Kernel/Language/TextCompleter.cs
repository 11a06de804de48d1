using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Language;

/// <summary>Completes where C# is text: paths in strings, the tags of documentation; nothing in other strings and comments.</summary>
internal static partial class TextCompleter
{
    private static readonly string[] Tags = ["summary", "param name=\"", "returns", "remarks", "exception cref=\"", "see cref=\"", "paramref name=\"", "typeparam name=\"", "example", "code", "c", "para", "value", "inheritdoc/"];

    /// <summary>Completions at a position, or null where it stands in code.</summary>
    /// <param name="query">The cell.</param>
    /// <param name="code">Its text.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    public static CompletionList? Complete(CellQuery query, string code, int cursor)
    {
        if (cursor == 0)
        {
            return null;
        }

        var line = code[(code.LastIndexOf('\n', cursor - 1) + 1)..cursor];
        if (Documentation().Match(line) is { Success: true } documentation)
        {
            return OfDocumentation(query, cursor, documentation);
        }

        var trivia = query.Root.FindTrivia(cursor - 1);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia)
        {
            return new(cursor, cursor, []);
        }

        var token = query.Root.FindToken(cursor - 1);
        var closed = token.Span.End == cursor && token.Text.Length > 1 && (token.Text.EndsWith('"') || token.Text.EndsWith('\''));
        return !closed && token.SpanStart < cursor
            && token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken
            ? OfString(query, token, code, cursor)
            : null;
    }

    private static CompletionList OfString(CellQuery query, SyntaxToken token, string code, int cursor)
    {
        var start = code.IndexOf('"', token.SpanStart) + 1;
        if (!token.IsKind(SyntaxKind.StringLiteralToken) || start == 0 || start > cursor)
        {
            return new(cursor, cursor, []);
        }

        var typed = code[start..cursor];
        return typed.Contains('/', StringComparison.Ordinal) || TakesPath(query, token)
            ? new(start, cursor, [.. LineCompleter.Files(typed).Select(static path => new CompletionItem(path, "file"))])
            : new(cursor, cursor, []);
    }

    /// <summary>Whether a string is given for a parameter that is named as a path is.</summary>
    private static bool TakesPath(CellQuery query, SyntaxToken token) =>
        token.Parent?.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: { } call } list } argument
        && list.Arguments.IndexOf(argument) is var index
        && Completer.Overloads(query, call).Any(method =>
            (argument.NameColon is { Name.Identifier.ValueText: var name } ? name : method.Parameters.ElementAtOrDefault(index)?.Name) is { } parameter && Path().IsMatch(parameter));

    private static CompletionList OfDocumentation(CellQuery query, int cursor, Match line)
    {
        var (typed, kind) = line.Groups["tag"] is { Success: true } tag ? (tag.Value, "keyword") : (line.Groups["name"].Value, "parameter");
        var items = kind == "keyword" ? Tags
            : query.Root.FindToken(cursor).Parent?.AncestorsAndSelf().Select(static node => node switch
            {
                BaseMethodDeclarationSyntax method => method.ParameterList,
                LocalFunctionStatementSyntax function => function.ParameterList,
                TypeDeclarationSyntax type => type.ParameterList,
                DelegateDeclarationSyntax type => type.ParameterList,
                _ => null,
            }).FirstOrDefault(static list => list is not null)?.Parameters.Select(static p => p.Identifier.ValueText) ?? [];
        return new(cursor - typed.Length, cursor, [.. items.Where(item => item.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(item => new CompletionItem(item, kind))]);
    }

    [GeneratedRegex("""^\s*///.*(?:<(?<tag>\w*)|<\w+ name="(?<name>\w*))$""")]
    private static partial Regex Documentation();

    [GeneratedRegex("path|file|folder|directory", RegexOptions.IgnoreCase)]
    private static partial Regex Path();
}
