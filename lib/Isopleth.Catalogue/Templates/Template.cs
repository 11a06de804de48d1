using System.Text;

namespace Isopleth.Catalogue.Templates;

/// <summary>A text with <c>{{ expressions }}</c> in the jinja forms that catalogue entries use.</summary>
/// <remarks>
/// Expressions: names, text, numbers, <c>true</c>, <c>false</c>, <c>none</c>; <c>env(NAME)</c> and <c>env(NAME, default)</c>; the operators <c>~ + - * / // %</c>;
/// attributes and methods of dates and texts (<c>time.year</c>, <c>time.strftime('%Y%m%d')</c>, <c>'{:02d}'.format(month)</c>); filters (<c>x | default('a')</c>).
/// Block tags (<c>{% … %}</c>) and <c>shell()</c> are refused: an entry runs no programs.
/// </remarks>
internal sealed class Template
{
    private readonly List<(string Literal, TemplateExpression? Expression)> _parts = [];

    private Template()
    {
    }

    /// <summary>The variables it reads, without those read from the environment.</summary>
    public IEnumerable<string> Names => _parts.SelectMany(p => p.Expression?.Names ?? []).Distinct(StringComparer.Ordinal);

    /// <summary>The environment variables it reads.</summary>
    public IEnumerable<string> EnvironmentNames => _parts.SelectMany(p => p.Expression?.EnvironmentNames ?? []).Distinct(StringComparer.Ordinal);

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It is not one.</exception>
    public static Template Parse(string text)
    {
        var template = new Template();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            while (open >= 0 && (open + 1 >= text.Length || text[open + 1] is not ('{' or '%' or '#')))
            {
                open = text.IndexOf('{', open + 1);
            }

            if (open < 0)
            {
                template._parts.Add((text[at..], null));
                break;
            }

            if (open > at)
            {
                template._parts.Add((text[at..open], null));
            }

            at = template.ReadTag(text, open);
        }

        return template;
    }

    /// <summary>The text with every expression replaced by its value.</summary>
    /// <exception cref="TemplateException">An expression has no value, or a value of the wrong kind.</exception>
    public string Render(TemplateScope scope)
    {
        var text = new StringBuilder();
        foreach (var (literal, expression) in _parts)
        {
            text.Append(expression is null ? literal : PythonText.Of(expression.Evaluate(scope)));
        }

        return text.ToString();
    }

    private int ReadTag(string text, int open)
    {
        var close = text[open + 1] switch { '{' => "}}", '%' => "%}", _ => "#}" };
        var end = EndOfTag(text, open + 2, close);
        if (close == "%}")
        {
            throw new TemplateException($"The block tag '{text[open..(end + 2)]}' is not supported.", "Write it with parameters and {{ expressions }}.");
        }

        if (close == "}}")
        {
            _parts.Add(("", TemplateExpression.Parse(text[(open + 2)..end].Trim('-'))));
        }

        return end + 2;
    }

    private static int EndOfTag(string text, int at, string close)
    {
        char? quote = null;
        for (; at + 1 < text.Length; at++)
        {
            if (quote is null && text[at] == close[0] && text[at + 1] == close[1])
            {
                return at;
            }

            if (quote is not null && text[at] == '\\')
            {
                at++;
            }
            else if (close != "#}" && text[at] is '\'' or '"')
            {
                quote = quote is null ? text[at] : quote == text[at] ? null : quote;
            }
        }

        throw new TemplateException($"The template '{text}' has no closing '{close}'.", $"Close it with '{close}'.");
    }
}
