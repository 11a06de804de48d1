namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Walks C# text so that brackets and semicolons in comments and quoted texts are not mistaken for code.</summary>
internal static class CSharpText
{
    /// <summary>The position after the comment or quoted text that begins at <paramref name="i"/>, or after the one character that stands there.</summary>
    public static int Next(string text, int i)
    {
        var rest = text.AsSpan(i);
        if (rest.StartsWith("//"))
        {
            return After(text, '\n', i);
        }

        if (rest.StartsWith("/*"))
        {
            var end = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
            return end < 0 ? text.Length : end + 2;
        }

        if (rest[0] == '\'')
        {
            return Escaped(text, i);
        }

        var prefix = rest.IndexOfAnyExcept('$', '@');
        if (prefix < 0 || rest[prefix] != '"')
        {
            return i + 1;
        }

        var quote = i + prefix;
        var quotes = text.AsSpan(quote).IndexOfAnyExcept('"') is var run && run < 0 ? text.Length - quote : run;
        if (quotes >= 3)
        {
            var end = text.IndexOf(new string('"', quotes), quote + quotes, StringComparison.Ordinal);
            return end < 0 ? text.Length : end + quotes;
        }

        return rest[..prefix].Contains('@') ? Verbatim(text, quote) : Escaped(text, quote);
    }

    /// <summary>The position after the next <paramref name="end"/>, or the text's end.</summary>
    public static int After(string text, char end, int i)
    {
        var found = text.IndexOf(end, i);
        return found < 0 ? text.Length : found + 1;
    }

    /// <summary>By how much a character changes the depth in brackets; angle brackets, which are operators too, do not count.</summary>
    public static int Nesting(char c) => c switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };

    private static int Escaped(string text, int quote)
    {
        for (var i = quote + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[quote] || text[i] == '\n')
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    private static int Verbatim(string text, int quote)
    {
        for (var i = quote + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                continue;
            }

            if (i + 1 == text.Length || text[i + 1] != '"')
            {
                return i + 1;
            }

            i++;
        }

        return text.Length;
    }
}
