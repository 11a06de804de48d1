namespace Isopleth.Charts.Drawing;

/// <summary>About how wide a text is set, without a font at hand: the widths of DejaVu Sans, which is wider than most.</summary>
internal static class TextWidth
{
    public static double Of(string text, double size)
    {
        double em = 0;
        foreach (var character in text)
        {
            em += character switch
            {
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' => 0.31,
                'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '/' => 0.40,
                'm' or 'M' or 'w' or 'W' or '@' or '%' or '−' or '×' or '=' or '+' => 0.87,
                '°' or '⁻' or (>= '⁰' and <= '⁹') or '²' or '³' or '¹' => 0.45,
                >= 'A' and <= 'Z' => 0.70,
                _ => 0.62,
            };
        }

        return em * size;
    }
}
