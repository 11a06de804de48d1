using System.Globalization;

namespace Isopleth.Charts.Scales;

/// <summary>Round moments of a time axis (UTC) within its range.</summary>
internal static class TimeTicks
{
    private static readonly (TimeSpan Step, string Format)[] Steps =
    [
        (TimeSpan.FromSeconds(1), "HH:mm:ss"), (TimeSpan.FromSeconds(10), "HH:mm:ss"), (TimeSpan.FromMinutes(1), "HH:mm"), (TimeSpan.FromMinutes(5), "HH:mm"),
        (TimeSpan.FromMinutes(15), "HH:mm"), (TimeSpan.FromHours(1), "HH:mm"), (TimeSpan.FromHours(3), "d MMM HH:mm"), (TimeSpan.FromHours(12), "d MMM HH:mm"),
        (TimeSpan.FromDays(1), "d MMM"), (TimeSpan.FromDays(2), "d MMM"), (TimeSpan.FromDays(7), "d MMM"), (TimeSpan.FromDays(14), "d MMM"),
    ];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

    /// <summary>About <paramref name="count"/> moments between two, both in milliseconds since 1970-01-01 UTC.</summary>
    public static IReadOnlyList<Tick> Between(double minimum, double maximum, int count)
    {
        var (from, to) = (Time.ToDateTime(minimum), Time.ToDateTime(maximum));
        var wanted = (to - from) / count;
        foreach (var (step, format) in Steps)
        {
            if (step >= wanted)
            {
                var first = new DateTime((from.Ticks + step.Ticks - 1) / step.Ticks * step.Ticks, DateTimeKind.Utc);
                return From(first, to, moment => moment + step, format);
            }
        }

        var months = MonthSteps.FirstOrDefault(m => m * TimeSpan.FromDays(30.5) >= wanted, MonthSteps[^1]);
        var before = ((from.Year * 12) + from.Month - 1) / months * months;
        var start = new DateTime(Math.Max(1, before / 12), (before % 12) + 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return From(start < from ? start.AddMonths(months) : start, to, moment => moment.AddMonths(months), months < 12 ? "MMM yyyy" : "yyyy");
    }

    private static List<Tick> From(DateTime first, DateTime last, Func<DateTime, DateTime> next, string format)
    {
        var ticks = new List<Tick>();
        for (var moment = first; moment <= last; moment = next(moment))
        {
            ticks.Add(new(Time.ToMilliseconds(moment), moment.ToString(format, CultureInfo.InvariantCulture)));
        }

        return ticks;
    }
}
