using System.Text;
using System.Text.RegularExpressions;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Finds the assignments of a Python <c>parameters</c> cell: <c>name[: type] = value  # comment</c>, tolerant of all else.</summary>
internal static partial class PythonDeclarations
{
    public static IReadOnlyList<ParameterDeclaration> Scan(string source)
    {
        var declarations = new List<ParameterDeclaration>();
        foreach (var (statement, comment) in Statements(source))
        {
            if (AssignmentPattern().Match(statement) is { Success: true } match)
            {
                var text = match.Groups["default"].Value.Trim();
                var type = match.Groups["type"] is { Success: true } declared ? declared.Value.Trim() : TypeOf(text);
                declarations.Add(new ParameterDeclaration(match.Groups["name"].Value, type, text, comment));
            }
        }

        return declarations;
    }

    /// <summary>Whether a parameter takes any scalar as text.</summary>
    public static bool IsText(ParameterDeclaration declaration) => TextTypePattern().IsMatch(declaration.TypeName ?? "");

    private static string? TypeOf(string text) => text switch
    {
        "True" or "False" => "bool",
        _ when QuotePattern().IsMatch(text) => "str",
        _ when IntegerPattern().IsMatch(text) => "int",
        _ when RealPattern().IsMatch(text) => "float",
        ['[', ..] => "list",
        ['{', ..] => "dict",
        _ => null,
    };

    // Logical lines: a bracket or a quoted text may go on over several.
    private static IEnumerable<(string Statement, string? Comment)> Statements(string source)
    {
        var statement = new StringBuilder();
        string? comment = null;
        var depth = 0;
        for (var i = 0; i < source.Length;)
        {
            var c = source[i];
            var next = c is '"' or '\'' ? AfterQuoted(source, i) : i + 1;
            if (c == '#')
            {
                var end = CSharpText.After(source, '\n', i);
                comment = source[(i + 1)..end].Trim();
                i = source[end - 1] == '\n' ? end - 1 : end;
                continue;
            }

            depth += CSharpText.Nesting(c);
            if ((c == '\n' || c == ';') && depth <= 0)
            {
                yield return (statement.ToString(), comment);
                statement.Clear();
                (comment, depth) = (null, 0);
            }
            else
            {
                statement.Append(source, i, next - i);
            }

            i = next;
        }

        yield return (statement.ToString(), comment);
    }

    private static int AfterQuoted(string source, int start)
    {
        var quote = source[start];
        var triple = source.AsSpan(start).StartsWith(new string(quote, 3));
        for (var i = start + (triple ? 3 : 1); i < source.Length; i++)
        {
            if (source[i] == '\\')
            {
                i++;
            }
            else if (triple ? source.AsSpan(i).StartsWith(new string(quote, 3)) : source[i] == quote || source[i] == '\n')
            {
                return Math.Min(source.Length, i + (triple ? 3 : 1));
            }
        }

        return source.Length;
    }

    [GeneratedRegex(@"^(?<name>[^\W\d]\w*)\s*(:\s*(?<type>[^=]+?))?\s*=(?!=)(?<default>.*)$", RegexOptions.Singleline)]
    private static partial Regex AssignmentPattern();

    [GeneratedRegex(@"^[rRbBuUfF]{0,2}[""']")]
    private static partial Regex QuotePattern();

    [GeneratedRegex(@"^[+-]?\d[\d_]*$")]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^[+-]?(\d[\d_]*\.?\d*|\.\d+)([eE][+-]?\d+)?$")]
    private static partial Regex RealPattern();

    [GeneratedRegex(@"^(str|(typing\.)?Optional\[\s*str\s*\]|str\s*\|\s*None|None\s*\|\s*str)$")]
    private static partial Regex TextTypePattern();
}
