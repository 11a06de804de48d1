using System.Globalization;

namespace Isopleth.Arrays;

/// <summary>Units by name and symbol, with SI prefixes.</summary>
/// <remarks>Definitions: BIPM SI Brochure, 9th edition; names as UDUNITS has them.</remarks>
internal static class UnitTable
{
    private const double Day = 86400;
    private const double Year = 365.242198781 * Day;
    private const double Molecule = 1 / 6.02214076e23;

    private static readonly Dictionary<string, Unit> Symbols = new(StringComparer.Ordinal)
    {
        ["m"] = new(1) { M = 1 }, ["g"] = new(1e-3) { Kg = 1 }, ["s"] = new(1) { S = 1 }, ["A"] = new(1) { A = 1 }, ["K"] = new(1) { K = 1 }, ["mol"] = new(1) { Mol = 1 }, ["cd"] = new(1) { Cd = 1 },
        ["rad"] = new(1), ["sr"] = new(1), ["Hz"] = new(1) { S = -1 }, ["N"] = new(1) { M = 1, Kg = 1, S = -2 }, ["Pa"] = new(1) { M = -1, Kg = 1, S = -2 }, ["J"] = new(1) { M = 2, Kg = 1, S = -2 },
        ["W"] = new(1) { M = 2, Kg = 1, S = -3 }, ["C"] = new(1) { A = 1, S = 1 }, ["V"] = new(1) { M = 2, Kg = 1, S = -3, A = -1 }, ["F"] = new(1) { M = -2, Kg = -1, S = 4, A = 2 },
        ["S"] = new(1) { M = -2, Kg = -1, S = 3, A = 2 }, ["T"] = new(1) { Kg = 1, S = -2, A = -1 }, ["lm"] = new(1) { Cd = 1 }, ["lx"] = new(1) { Cd = 1, M = -2 }, ["Bq"] = new(1) { S = -1 }, ["Sv"] = new(1) { M = 2, S = -2 },
        ["bar"] = new(1e5) { M = -1, Kg = 1, S = -2 }, ["L"] = new(1e-3) { M = 3 }, ["l"] = new(1e-3) { M = 3 }, ["t"] = new(1e3) { Kg = 1 }, ["eV"] = new(1.602176634e-19) { M = 2, Kg = 1, S = -2 },
    };

    private static readonly Dictionary<string, Unit> Names = new(StringComparer.Ordinal)
    {
        ["meter"] = Symbols["m"], ["metre"] = Symbols["m"], ["gram"] = Symbols["g"], ["second"] = Symbols["s"], ["sec"] = Symbols["s"], ["ampere"] = Symbols["A"], ["kelvin"] = Symbols["K"], ["mole"] = Symbols["mol"],
        ["hertz"] = Symbols["Hz"], ["newton"] = Symbols["N"], ["pascal"] = Symbols["Pa"], ["joule"] = Symbols["J"], ["watt"] = Symbols["W"], ["volt"] = Symbols["V"], ["siemens"] = Symbols["S"], ["tesla"] = Symbols["T"],
        ["radian"] = new(1), ["steradian"] = new(1), ["liter"] = Symbols["L"], ["litre"] = Symbols["L"], ["tonne"] = Symbols["t"], ["bar"] = Symbols["bar"], ["becquerel"] = Symbols["Bq"], ["candela"] = Symbols["cd"],
    };

    private static readonly Dictionary<string, Unit> Plain = new(StringComparer.Ordinal)
    {
        ["degC"] = new(1) { K = 1, Offset = 273.15 }, ["deg_C"] = new(1) { K = 1, Offset = 273.15 }, ["°C"] = new(1) { K = 1, Offset = 273.15 }, ["celsius"] = new(1) { K = 1, Offset = 273.15 }, ["Celsius"] = new(1) { K = 1, Offset = 273.15 },
        ["degree_Celsius"] = new(1) { K = 1, Offset = 273.15 }, ["degree_C"] = new(1) { K = 1, Offset = 273.15 }, ["degrees_C"] = new(1) { K = 1, Offset = 273.15 }, ["degrees_Celsius"] = new(1) { K = 1, Offset = 273.15 },
        ["degF"] = new(5.0 / 9) { K = 1, Offset = 273.15 - (32 * 5.0 / 9) }, ["fahrenheit"] = new(5.0 / 9) { K = 1, Offset = 273.15 - (32 * 5.0 / 9) }, ["Fahrenheit"] = new(5.0 / 9) { K = 1, Offset = 273.15 - (32 * 5.0 / 9) }, ["degK"] = new(1) { K = 1 }, ["Kelvin"] = new(1) { K = 1 },
        ["min"] = new(60) { S = 1 }, ["minute"] = new(60) { S = 1 }, ["h"] = new(3600) { S = 1 }, ["hr"] = new(3600) { S = 1 }, ["hour"] = new(3600) { S = 1 }, ["d"] = new(Day) { S = 1 }, ["day"] = new(Day) { S = 1 }, ["week"] = new(7 * Day) { S = 1 },
        ["year"] = new(Year) { S = 1 }, ["yr"] = new(Year) { S = 1 }, ["month"] = new(Year / 12) { S = 1 },
        ["degree"] = new(Math.PI / 180), ["°"] = new(Math.PI / 180), ["arcminute"] = new(Math.PI / 10800), ["arcsecond"] = new(Math.PI / 648000),
        ["degree_north"] = new(Math.PI / 180), ["degrees_north"] = new(Math.PI / 180), ["degree_east"] = new(Math.PI / 180), ["degrees_east"] = new(Math.PI / 180), ["degree_N"] = new(Math.PI / 180), ["degrees_N"] = new(Math.PI / 180), ["degreeN"] = new(Math.PI / 180), ["degreesN"] = new(Math.PI / 180), ["degree_E"] = new(Math.PI / 180), ["degrees_E"] = new(Math.PI / 180), ["degreeE"] = new(Math.PI / 180), ["degreesE"] = new(Math.PI / 180), ["degree_true"] = new(Math.PI / 180), ["degrees_true"] = new(Math.PI / 180),
        ["%"] = new(0.01), ["percent"] = new(0.01), ["ppm"] = new(1e-6), ["ppmv"] = new(1e-6), ["ppb"] = new(1e-9), ["ppbv"] = new(1e-9), ["ppt"] = new(1e-12), ["pptv"] = new(1e-12), ["count"] = new(1),
        ["atm"] = new(101325) { M = -1, Kg = 1, S = -2 }, ["atmosphere"] = new(101325) { M = -1, Kg = 1, S = -2 }, ["mb"] = new(100) { M = -1, Kg = 1, S = -2 }, ["millibar"] = new(100) { M = -1, Kg = 1, S = -2 }, ["mmHg"] = new(133.322387415) { M = -1, Kg = 1, S = -2 },
        ["inch"] = new(0.0254) { M = 1 }, ["foot"] = new(0.3048) { M = 1 }, ["feet"] = new(0.3048) { M = 1 }, ["ft"] = new(0.3048) { M = 1 }, ["mile"] = new(1609.344) { M = 1 }, ["nautical_mile"] = new(1852) { M = 1 }, ["micron"] = new(1e-6) { M = 1 },
        ["knot"] = new(1852 / 3600.0) { M = 1, S = -1 }, ["kt"] = new(1852 / 3600.0) { M = 1, S = -1 }, ["hectare"] = new(1e4) { M = 2 }, ["ha"] = new(1e4) { M = 2 }, ["sverdrup"] = new(1e6) { M = 3, S = -1 },
        ["molecule"] = new(Molecule) { Mol = 1 }, ["molec"] = new(Molecule) { Mol = 1 }, ["DU"] = new(2.6867e20 * Molecule) { Mol = 1, M = -2 }, ["dobson"] = new(2.6867e20 * Molecule) { Mol = 1, M = -2 },
    };

    private static readonly (string Symbol, string Name, double Factor)[] Prefixes =
    [
        ("da", "deca", 1e1), ("h", "hecto", 1e2), ("k", "kilo", 1e3), ("M", "mega", 1e6), ("G", "giga", 1e9), ("T", "tera", 1e12), ("P", "peta", 1e15), ("E", "exa", 1e18),
        ("d", "deci", 1e-1), ("c", "centi", 1e-2), ("m", "milli", 1e-3), ("u", "micro", 1e-6), ("µ", "micro", 1e-6), ("n", "nano", 1e-9), ("p", "pico", 1e-12), ("f", "femto", 1e-15),
    ];

    /// <summary>A unit by any of its names, also with a prefix or in the plural; null when there is none.</summary>
    /// <remarks>A name that UDUNITS has as it stands is that one, and no prefix before a shorter one: <c>nt</c> is a nit.</remarks>
    public static Unit? Find(string name) => Exact(name) ?? Others.Value.GetValueOrDefault(name) ?? Prefixed(name) ?? (name.EndsWith('s') && name.Length > 3 ? Exact(name[..^1]) ?? Prefixed(name[..^1]) : null)
        ?? (name.Length > 3 && AnyCase.Value.GetValueOrDefault(name) is { } spelled ? Exact(spelled) ?? Others.Value.GetValueOrDefault(spelled) : null);

    /// <summary>The rest of UDUNITS's names, as <c>udunits.py</c> wrote them: name, factor and SI base units.</summary>
    private static readonly Lazy<Dictionary<string, Unit>> Others = new(static () =>
    {
        using var reader = new StreamReader(typeof(UnitTable).Assembly.GetManifestResourceStream("udunits.tsv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToDictionary(f => f[0], f => Defined(f[1].Split(' ')), StringComparer.Ordinal);
    });

    /// <summary>Names as they are spelled, by their spelling in any case: UDUNITS minds it in symbols alone.</summary>
    private static readonly Lazy<Dictionary<string, string>> AnyCase = new(static () =>
    {
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Plain.Keys.Concat(Names.Keys).Concat(Others.Value.Keys).Where(n => n.Length > 3))
        {
            spellings.TryAdd(name, name);
        }

        return spellings;
    });

    private static Unit Defined(string[] parts)
    {
        var scale = double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) ? factor : 1;
        int Power(string symbol) => parts.Where(p => p.StartsWith(symbol, StringComparison.Ordinal)).Select(p => p[symbol.Length..]).Sum(p => p.Length == 0 ? 1 : int.TryParse(p, CultureInfo.InvariantCulture, out var power) ? power : 0);
        return new(scale) { M = Power("m"), Kg = Power("kg"), S = Power("s"), A = Power("A"), K = Power("K"), Mol = Power("mol"), Cd = Power("cd") };
    }

    private static Unit? Exact(string name) => Plain.TryGetValue(name, out var unit) || Symbols.TryGetValue(name, out unit) || Names.TryGetValue(name, out unit) ? unit : null;

    private static Unit? Prefixed(string name)
    {
        foreach (var (symbol, prefix, factor) in Prefixes)
        {
            if ((name.StartsWith(symbol, StringComparison.Ordinal) && Symbols.TryGetValue(name[symbol.Length..], out var unit))
                || (name.StartsWith(prefix, StringComparison.Ordinal) && (Names.TryGetValue(name[prefix.Length..], out unit) || Symbols.TryGetValue(name[prefix.Length..], out unit))))
            {
                return unit with { Scale = unit.Scale * factor };
            }
        }

        return null;
    }

    /// <summary>How many SI units it is, and the powers of the SI base units.</summary>
    internal sealed record Unit(double Scale)
    {
        public double Offset { get; init; }

        public int M { get; init; }

        public int Kg { get; init; }

        public int S { get; init; }

        public int A { get; init; }

        public int K { get; init; }

        public int Mol { get; init; }

        public int Cd { get; init; }
    }
}
