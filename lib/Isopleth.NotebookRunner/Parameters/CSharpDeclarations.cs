using System.Text.RegularExpressions;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Finds the declarations of a C# <c>parameters</c> cell without a compiler: <c>type name = value; // comment</c>, tolerant of all else.</summary>
internal static partial class CSharpDeclarations
{
    public static IReadOnlyList<ParameterDeclaration> Scan(string source)
    {
        var declarations = new List<ParameterDeclaration>();
        foreach (var (statement, comment) in Statements(source))
        {
            declarations.AddRange(Declared(statement, comment));
        }

        return declarations;
    }

    // Statements that stand at the top, each without its semicolon and with the comment at the end of its last line.
    private static IEnumerable<(string Statement, string? Comment)> Statements(string source)
    {
        var start = 0;
        var depth = 0;
        var assigns = false;
        for (var i = 0; i < source.Length;)
        {
            var c = source[i];
            if (source.AsSpan(start, i - start).IsWhiteSpace() && (c == '#' || source.AsSpan(i).StartsWith("//") || source.AsSpan(i).StartsWith("/*")))
            {
                // A directive, a magic or a comment before a statement is no part of it.
                i = c == '#' ? CSharpText.After(source, '\n', i) : CSharpText.Next(source, i);
                start = i;
                continue;
            }

            depth += CSharpText.Nesting(c);
            assigns |= depth == 0 && c == '=';
            if (depth == 0 && c == ';')
            {
                yield return (source[start..i].Trim(), Comment(source, i + 1));
            }

            // The body of a method or a type ends without a semicolon.
            if (depth == 0 && (c == ';' || (c == '}' && !assigns)))
            {
                start = i + 1;
                assigns = false;
            }

            i = CSharpText.Next(source, i);
        }
    }

    private static string? Comment(string source, int i)
    {
        var end = source.IndexOf('\n', i);
        var rest = (end < 0 ? source[i..] : source[i..end]).Trim();
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            return rest.TrimStart('/').Trim();
        }

        return rest.StartsWith("/*", StringComparison.Ordinal) && rest.EndsWith("*/", StringComparison.Ordinal) ? rest[2..^2].Trim() : null;
    }

    private static IEnumerable<ParameterDeclaration> Declared(string statement, string? comment)
    {
        var equals = FirstAssignment(statement);
        var head = HeadPattern().Match(equals < 0 ? statement : statement[..equals]);
        if (!head.Success || NotATypePattern().IsMatch(head.Groups["type"].Value))
        {
            yield break;
        }

        var type = head.Groups["type"].Value;
        var name = head.Groups["name"].Value;
        var defaults = equals < 0 ? [null] : Declarators(statement[(equals + 1)..]).ToArray();
        foreach (var declarator in defaults)
        {
            var (text, next) = declarator ?? (null, null);
            yield return new ParameterDeclaration(name, type == "var" ? CSharpType.OfDefault(text ?? "")?.Text : type, text, comment) { Modifiers = head.Groups["modifiers"].Value };
            name = next!;
        }
    }

    // 'a' of "1, b = 2" has the default "1", and the next declarator's name is "b".
    private static IEnumerable<(string Default, string? Next)?> Declarators(string text)
    {
        var start = 0;
        var depth = 0;
        for (var i = 0; i < text.Length; i = CSharpText.Next(text, i))
        {
            depth += CSharpText.Nesting(text[i]);
            if (depth == 0 && text[i] == ',' && NextDeclaratorPattern().Match(text, i) is { Success: true } next)
            {
                yield return (text[start..i].Trim(), next.Groups["name"].Value);
                start = i + next.Length;
            }
        }

        yield return (text[start..].Trim(), null);
    }

    private static int FirstAssignment(string statement)
    {
        var depth = 0;
        for (var i = 0; i < statement.Length; i = CSharpText.Next(statement, i))
        {
            depth += CSharpText.Nesting(statement[i]);
            if (depth == 0 && statement[i] == '=')
            {
                return i + 1 < statement.Length && statement[i + 1] is '=' or '>' ? -1 : i;
            }
        }

        return -1;
    }

    [GeneratedRegex(@"^\s*(?<modifiers>((public|private|internal|static|readonly|const)\s+)*)(?<type>[\w.:]+(\s*<[\w\s.,:<>?\[\]()]*>)?\??(\[,*\]\??)*|\([\w\s.,:<>?\[\]()]*\)\??(\[,*\]\??)*)\s+(?<name>@?\w+)\s*$")]
    private static partial Regex HeadPattern();

    [GeneratedRegex(@"^(using|return|await|throw|goto|namespace|new|yield|class|record|struct|enum|interface|delegate|event|else|case)$")]
    private static partial Regex NotATypePattern();

    [GeneratedRegex(@"\G,\s*(?<name>@?\w+)\s*=(?!=)")]
    private static partial Regex NextDeclaratorPattern();
}
