using System.Text.RegularExpressions;

namespace Isopleth.Catalogue.Templates;

internal enum TokenKind
{
    Name,
    Text,
    Number,
    Sign,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Text);

/// <summary>Cuts an expression into names, texts, numbers and signs.</summary>
internal static partial class TemplateLexer
{
    public static List<Token> Tokens(string expression)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < expression.Length)
        {
            var match = Pattern().Match(expression, at);
            if (!match.Success)
            {
                throw new TemplateException(
                    $"The template expression '{expression.Trim()}' has an unexpected '{expression[at]}'.",
                    "Use names, quoted text, numbers, filters (|), calls and the operators ~ + - * / // %.");
            }

            at += match.Length;
            if (match.Groups["name"].Success)
            {
                tokens.Add(new(TokenKind.Name, match.Value));
            }
            else if (match.Groups["text"].Success)
            {
                tokens.Add(new(TokenKind.Text, Unescape(match.Value[1..^1])));
            }
            else if (match.Groups["number"].Success)
            {
                tokens.Add(new(TokenKind.Number, match.Value));
            }
            else if (match.Groups["sign"].Success)
            {
                tokens.Add(new(TokenKind.Sign, match.Value));
            }
        }

        tokens.Add(new(TokenKind.End, "the end"));
        return tokens;
    }

    private static string Unescape(string text) => Escape().Replace(text, static m => m.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        var c => c.ToString(),
    });

    [GeneratedRegex(@"\G(?:(?<space>\s+)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<text>'(?:[^'\\]|\\.)*'|""(?:[^""\\]|\\.)*"")|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<sign>//|[|~+\-*/%.,()\[\]=]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\\.", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
