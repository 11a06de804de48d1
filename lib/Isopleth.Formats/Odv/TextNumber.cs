using System.Buffers.Text;
using System.Globalization;

namespace Isopleth.Formats;

/// <summary>Numbers in text, as fast as they are read from memory.</summary>
internal static class TextNumber
{
    private const int ExactDigits = 15;

    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number, correctly rounded.</summary>
    /// <param name="field">Digits with an optional sign, decimal point and exponent; no blanks around.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> field, out double value)
    {
        var at = 0;
        return TryRead(field, 0, ref at, out value) || (Utf8Parser.TryParse(field, out value, out var used) && used == field.Length) || double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a plain number that a separator or the line's end follows.</summary>
    /// <param name="line">The line.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="at">Where the field begins; after it, behind the separator.</param>
    /// <param name="value">The number.</param>
    /// <returns>False, and nothing moved, where it is none of at most 15 digits without exponent.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, byte separator, ref int at, out double value)
    {
        var position = at;
        var isNegative = position < line.Length && line[position] == '-';
        position += isNegative ? 1 : 0;
        var (digits, count, point) = (0L, 0, -1);
        for (; position < line.Length; position++)
        {
            var digit = (uint)(line[position] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
            }
            else if (line[position] == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                break;
            }
        }

        if (count is 0 or > ExactDigits || (position < line.Length && line[position] != separator))
        {
            value = double.NaN;
            return false;
        }

        // Up to 15 digits and a power of ten up to 15 are exact, so that one division rounds correctly (Clinger 1990).
        value = point < 0 ? digits : digits / Powers[count - point];
        value = isNegative ? -value : value;
        at = position + 1;
        return true;
    }
}
