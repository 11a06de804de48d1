namespace Isopleth.Jupyter.Wire;

/// <summary>Positions in text: the protocol counts code points, .NET counts UTF-16 code units.</summary>
internal static class CodePoints
{
    /// <summary>The position in UTF-16 code units of a position in code points; one outside the text is moved to its nearer end.</summary>
    public static int ToUtf16(string text, int codePoints)
    {
        var index = 0;
        for (var seen = 0; seen < codePoints && index < text.Length; seen++)
        {
            index += IsPair(text, index) ? 2 : 1;
        }

        return index;
    }

    /// <summary>The position in code points of a position in UTF-16 code units; one outside the text is moved to its nearer end.</summary>
    public static int FromUtf16(string text, int utf16)
    {
        var seen = 0;
        for (var index = 0; index < utf16 && index < text.Length; seen++)
        {
            index += IsPair(text, index) ? 2 : 1;
        }

        return seen;
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
