using System.Globalization;

namespace Isopleth.Charts.Scales;

/// <summary>Round values of an axis within its range.</summary>
internal static class Ticks
{
    private static readonly double[] DegreeSteps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 45, 60, 90];

    /// <summary>Steps of 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<Tick> Linear(double minimum, double maximum, int count)
    {
        var step = Step((maximum - minimum) / count);
        var magnitude = Exponent(Math.Max(Math.Abs(minimum), Math.Abs(maximum)));
        var power = magnitude is < -4 or > 5 ? magnitude : 0;
        var decimals = Math.Max(0, power - Exponent(step));
        return Multiples(minimum, maximum, step, value => Number(value, power, decimals));
    }

    /// <summary>Powers of ten, with 2 and 5 times each where few powers lie within the range.</summary>
    public static IReadOnlyList<Tick> Logarithmic(double minimum, double maximum, int count)
    {
        var (low, high) = ((int)Math.Floor(Math.Log10(minimum)), (int)Math.Ceiling(Math.Log10(maximum)));
        var stride = Math.Max(1, (int)Math.Ceiling((high - low) / (double)count));
        double[] factors = high - low <= 2 ? [1, 2, 5] : [1];
        var ticks = new List<Tick>();
        for (var power = low; power <= high; power += stride)
        {
            foreach (var factor in factors)
            {
                var value = factor * Math.Pow(10, power);
                if (value >= minimum * (1 - 1e-9) && value <= maximum * (1 + 1e-9))
                {
                    ticks.Add(new(value, Math.Abs(power) < 4 ? value.ToString("0.####", CultureInfo.InvariantCulture) : (factor == 1 ? "" : $"{factor}×") + UnitText.PowerOfTen(power)));
                }
            }
        }

        return ticks.Count >= 2 ? ticks : Linear(minimum, maximum, count);
    }

    /// <summary>Degrees with the letter of their half of the globe; longitudes beyond the date line are brought back.</summary>
    public static IReadOnlyList<Tick> Degrees(double minimum, double maximum, int count, char positive, char negative)
    {
        var wanted = (maximum - minimum) / count;
        var step = DegreeSteps.FirstOrDefault(s => s >= 0.75 * wanted, 90);
        var decimals = Math.Max(0, -Exponent(step));
        return Multiples(minimum, maximum, step, value =>
        {
            var wrapped = positive == 'E' ? Math.Round(value - (360 * Math.Round(value / 360)), 6) : value;
            var half = wrapped == 0 || Math.Abs(wrapped) == 180 ? "" : wrapped > 0 ? positive.ToString() : negative.ToString();
            return Math.Abs(wrapped).ToString("F" + decimals, CultureInfo.InvariantCulture) + "°" + half;
        });
    }

    private static List<Tick> Multiples(double minimum, double maximum, double step, Func<double, string> label)
    {
        var ticks = new List<Tick>();
        var (first, last) = (Math.Ceiling((minimum / step) - 1e-9), Math.Floor((maximum / step) + 1e-9));
        for (var multiple = first; multiple <= last; multiple++)
        {
            var value = multiple == 0 ? 0 : multiple * step;
            ticks.Add(new(value, label(value)));
        }

        return ticks;
    }

    private static double Step(double wanted)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        var factor = wanted / power;
        return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
    }

    private static int Exponent(double value) => value == 0 ? 0 : (int)Math.Floor(Math.Log10(value) + 1e-9);

    private static string Number(double value, int power, int decimals)
    {
        if (power != 0 && value == 0)
        {
            return "0";
        }

        var text = (value / Math.Pow(10, power)).ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '−');
        return power == 0 ? text : $"{text}×{UnitText.PowerOfTen(power)}";
    }
}
