using System.Globalization;

namespace Isopleth.Charts;

/// <summary>An opaque sRGB colour.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>Black.</summary>
    public static Color Black => new(0, 0, 0);

    /// <summary>White.</summary>
    public static Color White => new(255, 255, 255);

    /// <summary>The colours that named series take in turn: Okabe and Ito's, which stay apart for colour-blind readers.</summary>
    public static IReadOnlyList<Color> Series { get; } =
        [Parse("#0072b2"), Parse("#d55e00"), Parse("#009e73"), Parse("#cc79a7"), Parse("#e69f00"), Parse("#56b4e9")];

    /// <summary>Reads a colour written as <c>#rrggbb</c>.</summary>
    /// <param name="text">The six hexadecimal digits after a number sign.</param>
    /// <returns>The colour.</returns>
    /// <exception cref="FormatException"><paramref name="text"/> has another form.</exception>
    public static Color Parse(string text) =>
        text.Length == 7 && text[0] == '#' && uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : throw new FormatException($"'{text}' is not a colour; write it as #rrggbb, for example #d55e00.");

    /// <summary>The colour written as <c>#rrggbb</c>.</summary>
    /// <returns>Seven characters.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}
