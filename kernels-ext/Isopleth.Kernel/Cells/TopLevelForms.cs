using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Cells;

/// <summary>What a program takes at its top level and script syntax does not: <c>using var x = …;</c>, <c>await (…)</c> and <c>x with { … }</c>. The tree says it in script syntax, over the same text.</summary>
internal static partial class TopLevelForms
{
    private const string Disposal = "isopleth.disposal";
    private const string Awaited = "await";

    /// <summary>A cell in script syntax.</summary>
    /// <param name="cell">The cell as the parser of scripts took it.</param>
    public static SyntaxTree Apply(SyntaxTree cell)
    {
        var text = cell.GetText().ToString();
        Dictionary<int, ExpressionSyntax> copies = [];
        if (cell.GetCompilationUnitRoot().Members.Any(static m => m is PropertyDeclarationSyntax { Identifier.ValueText: "with" }))
        {
            (text, copies) = WithoutCopies(cell, text);
            cell = SyntaxFactory.ParseSyntaxTree(SourceText.From(text, Encoding.UTF8), CellCompiler.ParseOptions, cell.FilePath);
        }

        var tree = text.Contains("using", StringComparison.Ordinal) && UsingDeclaration().IsMatch(text) ? WithoutUsings(cell, text) : cell;
        if (copies.Count > 0)
        {
            var places = tree.GetRoot().DescendantNodes().OfType<ParenthesizedExpressionSyntax>().Where(e => copies.ContainsKey(e.SpanStart));
            tree = tree.WithRootAndOptions(tree.GetRoot().ReplaceNodes(places, (place, _) => copies[place.SpanStart].WithTriviaFrom(place)), tree.Options);
        }

        return text.Contains(Awaited, StringComparison.Ordinal) && AwaitOfBrackets().IsMatch(text) ? tree.WithRootAndOptions(new Awaits().Visit(tree.GetRoot())!, tree.Options) : tree;
    }

    /// <summary>The variables of a cell that <c>using</c> declares, the last first, and whether their end is awaited.</summary>
    /// <param name="cell">The cell.</param>
    public static IEnumerable<(string Name, bool IsAwaited)> Disposed(SyntaxTree cell) => cell.GetRoot() is { ContainsAnnotations: true } root
        ? root.GetAnnotatedNodes(Disposal).Cast<FieldDeclarationSyntax>().Reverse().SelectMany(static field => field.Declaration.Variables.Reverse()
            .Select(variable => (variable.Identifier.ValueText, field.GetAnnotations(Disposal).First().Data == Awaited)))
        : [];

    /// <summary>The text with a number in brackets, as long as they are, for statements <c>x with { … }</c>, which the parser of scripts takes for properties; and those expressions by their place.</summary>
    private static (string Text, Dictionary<int, ExpressionSyntax> Copies) WithoutCopies(SyntaxTree cell, string text)
    {
        var copies = cell.GetCompilationUnitRoot().Members.Where(static m => m is PropertyDeclarationSyntax { Identifier.ValueText: "with" })
            .ToDictionary(static m => m.SpanStart, m => SyntaxFactory.ParseExpression(text, m.SpanStart, CellCompiler.ParseOptions, consumeFullText: false).WithoutTrivia());
        var shown = new StringBuilder(text);
        foreach (var (start, copy) in copies)
        {
            for (var i = start; i < start + copy.Span.Length; i++)
            {
                shown[i] = text[i] is '\n' or '\r' ? text[i] : ' ';
            }

            (shown[start], shown[start + 1], shown[start + copy.Span.Length - 1]) = ('(', '0', ')');
        }

        return (shown.ToString(), copies);
    }

    /// <summary>The cell with its using declarations as plain ones, which are marked; the words stand before them as if they were comments.</summary>
    private static SyntaxTree WithoutUsings(SyntaxTree cell, string text)
    {
        var program = SyntaxFactory.ParseSyntaxTree(text, CellCompiler.ParseOptions.WithKind(SourceCodeKind.Regular));
        var declarations = program.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Select(static m => m.Statement).OfType<LocalDeclarationStatementSyntax>()
            .Where(static s => s.UsingKeyword.IsKind(SyntaxKind.UsingKeyword)).ToDictionary(static s => s.Declaration.SpanStart);
        if (declarations.Count == 0)
        {
            return cell;
        }

        var blanked = new StringBuilder(text);
        foreach (var keyword in declarations.Values.SelectMany(static s => new[] { s.AwaitKeyword, s.UsingKeyword }))
        {
            for (var i = keyword.SpanStart; i < keyword.Span.End; i++)
            {
                blanked[i] = ' ';
            }
        }

        var plain = SyntaxFactory.ParseSyntaxTree(SourceText.From(blanked.ToString(), Encoding.UTF8), CellCompiler.ParseOptions, cell.FilePath);
        var root = plain.GetRoot();
        var fields = root.ChildNodes().OfType<FieldDeclarationSyntax>().Where(field => declarations.ContainsKey(field.SpanStart)).ToList();
        return plain.WithRootAndOptions(
            root.ReplaceNodes(fields, (field, _) => field
                .WithLeadingTrivia(field.GetLeadingTrivia().Select(trivia => text.Substring(trivia.SpanStart, trivia.Span.Length) is var words && words != trivia.ToString() ? SyntaxFactory.DisabledText(words) : trivia))
                .WithAdditionalAnnotations(new SyntaxAnnotation(Disposal, declarations[field.SpanStart].AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) ? Awaited : null))),
            plain.Options);
    }

    [GeneratedRegex(@"\busing\s+\w[\w.<>,\[\]?: ]*\s+@?\w+\s*=")]
    private static partial Regex UsingDeclaration();

    [GeneratedRegex(@"\bawait\s*\(")]
    private static partial Regex AwaitOfBrackets();

    /// <summary>What the parser of scripts takes for a call of a method of that name.</summary>
    private sealed class Awaits : CSharpSyntaxRewriter
    {
        public override SyntaxNode? Visit(SyntaxNode? node)
        {
            if (node is not ExpressionSyntax expression || Call(expression) is not { ArgumentList.Arguments: [{ NameColon: null, RefKindKeyword.RawKind: 0 } argument] } call)
            {
                // Within a function the parser knows by its "async" what is meant.
                return node is AnonymousFunctionExpressionSyntax or BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax or LocalFunctionStatementSyntax ? node : base.Visit(node);
            }

            var name = ((IdentifierNameSyntax)call.Expression).Identifier;
            var brackets = SyntaxFactory.ParenthesizedExpression(call.ArgumentList.OpenParenToken, (ExpressionSyntax)Visit(argument.Expression)!, call.ArgumentList.CloseParenToken);
            return SyntaxFactory.AwaitExpression(
                SyntaxFactory.Token(name.LeadingTrivia, SyntaxKind.AwaitKeyword, name.TrailingTrivia),
                expression == call ? brackets : expression.ReplaceNode(call, brackets));
        }

        /// <summary>The call of <c>await</c> that an expression begins with: <c>await (x).Y()</c> waits for all of it.</summary>
        private static InvocationExpressionSyntax? Call(ExpressionSyntax? expression) => expression switch
        {
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: Awaited } } call => call,
            InvocationExpressionSyntax call => Call(call.Expression),
            MemberAccessExpressionSyntax member => Call(member.Expression),
            ElementAccessExpressionSyntax element => Call(element.Expression),
            ConditionalAccessExpressionSyntax access => Call(access.Expression),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => Call(sure.Operand),
            _ => null,
        };
    }
}
