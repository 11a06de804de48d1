using Isopleth.Charts.Scales;

namespace Isopleth.Charts;

/// <summary>A scale of colours from the lowest value to the highest.</summary>
/// <remarks>All scales here are perceptually uniform: equal steps of the value look equally different, and the lightness alone carries the order.</remarks>
public sealed class ColorScale
{
    private readonly Color[] _stops;

    private ColorScale(string name, Color[] stops)
    {
        Name = name;
        _stops = stops;
    }

    /// <summary>Dark blue over green to yellow: matplotlib's default (public domain, CC0), for any quantity with an order.</summary>
    public static ColorScale Viridis { get; } = FromHex(nameof(Viridis), "#440154 #482878 #3e4989 #31688e #26828e #1f9e89 #35b779 #6ece58 #b5de2b #fde725");

    /// <summary>Black over purple and orange to pale yellow (matplotlib, CC0).</summary>
    public static ColorScale Inferno { get; } = FromHex(nameof(Inferno), "#000004 #1b0c41 #4a0c6b #781c6d #a52c60 #cf4446 #ed6925 #fb9b06 #f7d13d #fcffa4");

    /// <summary>Dark blue over grey to yellow: reads the same to colour-blind readers (matplotlib, CC0).</summary>
    public static ColorScale Cividis { get; } = FromHex(nameof(Cividis), "#00224e #123570 #3b496c #575d6d #707173 #8a8678 #a59c74 #c3b369 #e1cc55 #fee838");

    /// <summary>Near white over yellow and red to dark purple: what rises above an empty background, such as a plume over a light map.</summary>
    public static ColorScale Plume { get; } = FromLab(nameof(Plume), t => OkLab.FromHue(0.985 - (0.735 * t), 0.01 + (0.17 * Math.Sin(Math.PI * Math.Pow(t, 0.8))), 100 - (135 * t)));

    /// <summary>Blue over near white to red, with equal lightness on both sides: anomalies and differences, whose zero lies in the middle.</summary>
    public static ColorScale Diverging { get; } = FromLab(nameof(Diverging), t =>
    {
        var distance = Math.Abs((2 * t) - 1);
        return OkLab.FromHue(0.97 - (0.55 * distance), 0.16 * Math.Sin(distance * 0.6 * Math.PI), t < 0.5 ? 252 : 28);
    });

    /// <summary>Nearly black to white.</summary>
    public static ColorScale Grey { get; } = FromLab(nameof(Grey), t => new OkLab(0.15 + (0.85 * t), 0, 0));

    /// <summary>The scale's name.</summary>
    public string Name { get; }

    /// <summary>The scale with its ends exchanged.</summary>
    /// <returns>A new scale.</returns>
    public ColorScale Reversed() => new(Name + " reversed", [.. _stops.Reverse()]);

    /// <summary>The colour at a position on the scale.</summary>
    /// <param name="position">0 at the lowest value, 1 at the highest; positions outside take the colour of the nearer end.</param>
    /// <returns>The colour, interpolated between the two nearest stops.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is NaN: a missing value has no colour.</exception>
    public Color At(double position)
    {
        if (double.IsNaN(position))
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, "A missing value (NaN) has no colour; leave it out before asking for one.");
        }

        var scaled = Math.Clamp(position, 0, 1) * (_stops.Length - 1);
        var index = Math.Min((int)scaled, _stops.Length - 2);
        var (from, to, weight) = (_stops[index], _stops[index + 1], scaled - index);
        return new(Mix(from.Red, to.Red, weight), Mix(from.Green, to.Green, weight), Mix(from.Blue, to.Blue, weight));
    }

    private static byte Mix(byte from, byte to, double weight) => (byte)Math.Round(from + ((to - from) * weight));

    private static ColorScale FromHex(string name, string colors) => new(name, [.. colors.Split(' ').Select(Color.Parse)]);

    private static ColorScale FromLab(string name, Func<double, OkLab> at) =>
        new(name, [.. Enumerable.Range(0, 33).Select(i => at(i / 32.0).ToColor())]);
}
