using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.Arrays;

/// <summary>Units as the CF conventions write them (§3.1), and the conversion between those of one kind: <c>hPa</c> to <c>Pa</c>, <c>degC</c> to <c>K</c>, <c>kg m-2 s-1</c> to <c>mm/day</c> not.</summary>
/// <remarks>The grammar and names of UDUNITS that Earth science uses: products, quotients, powers, parentheses, factors, SI prefixes. A year is the mean tropical one, a month its twelfth, as there.</remarks>
public sealed partial class CfUnits
{
    private readonly string _text;
    private readonly double _scale;
    private readonly double _offset;
    private readonly Powers _powers;

    private CfUnits(string text, double scale, double offset, Powers powers)
    {
        _text = text;
        _scale = scale;
        _offset = offset;
        _powers = powers;
    }

    /// <summary>Reads units.</summary>
    /// <param name="units">For example <c>mol m-2</c>, <c>m/s</c>, <c>1e-9</c>, <c>kg/(m2 s)</c>; empty means dimensionless.</param>
    /// <returns>The units.</returns>
    /// <exception cref="DataFormatException">They are not understood; the message says what of them.</exception>
    public static CfUnits Parse(string units)
    {
        var parser = new Parser(units);
        var (scale, offset, powers) = parser.All();
        return new(units, scale, offset, powers);
    }

    /// <summary>Whether values can be converted to other units.</summary>
    /// <param name="other">The other units.</param>
    /// <returns>True when both measure the same kind of quantity.</returns>
    public bool ConvertsTo(CfUnits other) => _powers == other._powers;

    /// <summary>What a value is multiplied by, and what is then added, to be in other units.</summary>
    /// <param name="other">The other units.</param>
    /// <returns>The factor and the offset, the latter in the other units.</returns>
    /// <exception cref="ArgumentException">The units measure different kinds of quantity.</exception>
    public (double Factor, double Offset) To(CfUnits other) => ConvertsTo(other)
        ? (_scale / other._scale, (_offset - other._offset) / other._scale)
        : throw new ArgumentException($"'{_text}' cannot be converted to '{other._text}': in SI base units the one is [{_powers}], the other [{other._powers}].", nameof(other));

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>The powers of the SI base units.</summary>
    private readonly record struct Powers(int M = 0, int Kg = 0, int S = 0, int A = 0, int K = 0, int Mol = 0, int Cd = 0)
    {
        public Powers Plus(Powers other, int times) => new(
            M + (other.M * times), Kg + (other.Kg * times), S + (other.S * times), A + (other.A * times), K + (other.K * times), Mol + (other.Mol * times), Cd + (other.Cd * times));

        public override string ToString()
        {
            var powers = new[] { ("m", M), ("kg", Kg), ("s", S), ("A", A), ("K", K), ("mol", Mol), ("cd", Cd) }.Where(p => p.Item2 != 0).Select(p => p.Item1 + (p.Item2 == 1 ? "" : p.Item2.ToString(CultureInfo.InvariantCulture)));
            return string.Join(' ', powers.DefaultIfEmpty("1"));
        }
    }

    /// <summary>A product of powers, read from left to right.</summary>
    private sealed partial class Parser(string text)
    {
        private readonly List<string> _tokens = [.. Token().Matches(text.Trim()).Select(m => m.Value.Trim())];
        private int _at;

        public (double Scale, double Offset, Powers Powers) All()
        {
            if (_tokens.Sum(t => t.Length) != text.Count(c => !char.IsWhiteSpace(c)))
            {
                throw Unknown(text);
            }

            if (_tokens.Count == 0)
            {
                return (1, 0, default);
            }

            // Degrees of temperature have their zero elsewhere only when they stand alone.
            if (_tokens.Count == 1 && UnitTable.Find(_tokens[0]) is { } alone)
            {
                return (alone.Scale, alone.Offset, PowersOf(alone));
            }

            var (scale, powers) = Product();
            return _at == _tokens.Count ? (scale, 0, powers) : throw Unknown(_tokens[_at]);
        }

        private (double Scale, Powers Powers) Product()
        {
            var (scale, powers) = (1.0, default(Powers));
            var sign = 1;
            while (_at < _tokens.Count && _tokens[_at] != ")")
            {
                if (_tokens[_at] is "/" or "per" or "*" or "." or "·")
                {
                    sign = _tokens[_at++] is "/" or "per" ? -1 : 1;
                    continue;
                }

                var (factor, of) = Power();
                scale *= Math.Pow(factor, sign);
                powers = powers.Plus(of, sign);
                sign = 1;
            }

            return (scale, powers);
        }

        private (double Scale, Powers Powers) Power()
        {
            var token = _tokens[_at++];
            var (scale, powers) = token == "(" ? Parenthesis() : Single(token);
            var isNumber = char.IsAsciiDigit(token[0]);
            if (_at < _tokens.Count && (_tokens[_at] is "^" or "**"))
            {
                _at++;
            }
            else if (isNumber || _at == _tokens.Count || !Exponent().IsMatch(_tokens[_at]))
            {
                return (scale, powers);
            }

            if (_at == _tokens.Count || !int.TryParse(_tokens[_at++], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            {
                throw Unknown(token);
            }

            return (Math.Pow(scale, exponent), default(Powers).Plus(powers, exponent));
        }

        private (double Scale, Powers Powers) Parenthesis()
        {
            var inner = Product();
            return _at < _tokens.Count && _tokens[_at++] == ")" ? inner : throw Unknown("(");
        }

        private (double Scale, Powers Powers) Single(string token) =>
            double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (number, default)
            : UnitTable.Find(token) is { } unit ? (unit.Scale, PowersOf(unit))
            : throw Unknown(token);

        private static Powers PowersOf(UnitTable.Unit unit) => new(unit.M, unit.Kg, unit.S, unit.A, unit.K, unit.Mol, unit.Cd);

        private DataFormatException Unknown(string token) => new($"'{token}' in the units '{text}' is not understood.", hint: "Expected for example mol m-2, m/s or hPa.");

        [GeneratedRegex(@"\G\s*(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z])|\*\*|[*/().^·]|[+-]?\d+|[A-Za-z_%°µΩ]+|\.\d+)", RegexOptions.CultureInvariant, 1000)]
        private static partial Regex Token();

        [GeneratedRegex(@"^[+-]?\d+$", RegexOptions.CultureInvariant, 1000)]
        private static partial Regex Exponent();
    }
}
