namespace Isopleth.Arrays;

/// <summary>The part of a date by which times are grouped, whatever the year: all Januaries together.</summary>
public enum TimePart
{
    /// <summary>The year.</summary>
    Year,

    /// <summary>The meteorological season: DJF, MAM, JJA or SON.</summary>
    Season,

    /// <summary>The month, 1 to 12.</summary>
    Month,

    /// <summary>The day of the month, from 1.</summary>
    Day,

    /// <summary>The day of the year, from 1.</summary>
    DayOfYear,

    /// <summary>The hour, 0 to 23.</summary>
    Hour,

    /// <summary>The minute, 0 to 59.</summary>
    Minute,

    /// <summary>The quarter of the year, 1 to 4.</summary>
    Quarter,

    /// <summary>The day of the week, 0 for Monday to 6 for Sunday; of model calendars (noleap, 360_day, …) as cftime counts it.</summary>
    DayOfWeek,
}

/// <summary>The spans of time into which <see cref="DataArray.Resample"/> cuts: this January, then this February.</summary>
public enum TimeSpanUnit
{
    /// <summary>Years from 1 January.</summary>
    Year,

    /// <summary>Meteorological seasons, from 1 December, March, June and September.</summary>
    Season,

    /// <summary>Months.</summary>
    Month,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Hours.</summary>
    Hour,

    /// <summary>Minutes.</summary>
    Minute,
}

/// <summary>Times of a coordinate, in its own calendar, by their parts and spans.</summary>
internal static class TimeParts
{
    private static readonly string[] Seasons = ["DJF", "MAM", "JJA", "SON"];

    /// <summary>The group of each time, and the labels of the groups in order.</summary>
    public static (int[] Groups, Variable Labels) By(Variable times, TimePart part)
    {
        var parts = Parts(times, part);
        // Seasons are labelled by name, and names are in alphabetical order as all texts are.
        return part == TimePart.Season ? Distinct.Of(NameOf(part), [.. parts.Select(p => p is { } s ? Seasons[s] : null)]) : Distinct.Of(NameOf(part), parts);
    }

    /// <summary>The part of each time.</summary>
    public static Variable Of(Variable times, TimePart part)
    {
        var parts = Parts(times, part);
        IArraySource source = part == TimePart.Season ? new MemorySource<string>([.. parts.Select(p => p is { } s ? Seasons[s] : "")], times.Shape)
            : parts.Contains(null) ? new MemorySource<double>([.. parts.Select(p => p ?? double.NaN)], times.Shape)
            : new MemorySource<long>([.. parts.Select(p => p!.Value)], times.Shape);
        return new(NameOf(part), times.Dimensions, source);
    }

    private static string NameOf(TimePart part) => part.ToString().ToLowerInvariant();

    private static long?[] Parts(Variable times, TimePart part)
    {
        var units = UnitsOf(times);
        return [.. times.ToDoubles().Select(v => double.IsNaN(v) ? (long?)null : Part(units, v, part))];
    }

    /// <summary>The span of each time, and the beginnings of all spans from the first to the last.</summary>
    public static (int[] Groups, Variable Labels) Spans(Variable times, TimeSpanUnit unit, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var units = UnitsOf(times);
        var keys = times.ToDoubles().Select(v => double.IsNaN(v) ? (long?)null : Key(units, v, unit)).ToArray();
        if (keys.All(k => k is null))
        {
            throw new ArgumentException($"'{times.Name}' has no times to resample.", nameof(times));
        }

        // Spans shorter than a day are counted from the first day's midnight, longer ones from the first.
        var (first, last) = (keys.Min()!.Value, keys.Max()!.Value);
        var perDay = unit switch { TimeSpanUnit.Hour => 24, TimeSpanUnit.Minute => 1440, _ => 1 };
        var midnight = (long)Math.Floor(first / (double)perDay) * perDay;
        first = midnight + ((first - midnight) / count * count);
        var labels = new double[((last - first) / count) + 1];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = Start(units, first + ((long)i * count), unit);
        }

        return ([.. keys.Select(k => k is { } key ? (int)((key - first) / count) : -1)], Labels.With(times, labels));
    }

    private static CfTimeUnits UnitsOf(Variable times) => times.TimeUnits
        ?? throw new ArgumentException($"'{times.Name}' is no time: its units are '{times.Units ?? "none"}', not of the form 'days since 1970-01-01'.", nameof(times));

    private static long Part(CfTimeUnits units, double value, TimePart part)
    {
        var (year, month, day, ticks) = units.Split(value);
        return part switch
        {
            TimePart.Year => year,
            TimePart.Season => month % 12 / 3,
            TimePart.Month => month,
            TimePart.Day => day,
            TimePart.Quarter => ((month - 1) / 3) + 1,
            TimePart.Minute => ticks / TimeSpan.TicksPerMinute % 60,
            TimePart.DayOfWeek => CfCalendars.DayOfWeek(units.Calendar, year, month, day),
            TimePart.DayOfYear => CfCalendars.ToDays(units.Calendar, year, month, day) - CfCalendars.ToDays(units.Calendar, year, 1, 1) + 1,
            _ => ticks / TimeSpan.TicksPerHour,
        };
    }

    /// <summary>A number that grows by one from span to span.</summary>
    private static long Key(CfTimeUnits units, double value, TimeSpanUnit unit)
    {
        var (year, month, day, ticks) = units.Split(value);
        var months = (year * 12) + month - 1;
        return unit switch
        {
            TimeSpanUnit.Year => year,
            TimeSpanUnit.Season => (long)Math.Floor((months + 1) / 3.0),
            TimeSpanUnit.Month => months,
            TimeSpanUnit.Day => CfCalendars.ToDays(units.Calendar, year, month, day),
            TimeSpanUnit.Hour => (CfCalendars.ToDays(units.Calendar, year, month, day) * 24) + (ticks / TimeSpan.TicksPerHour),
            _ => (CfCalendars.ToDays(units.Calendar, year, month, day) * 1440) + (ticks / TimeSpan.TicksPerMinute),
        };
    }

    private static double Start(CfTimeUnits units, long key, TimeSpanUnit unit)
    {
        double Month(long months)
        {
            var year = (long)Math.Floor(months / 12.0);
            return units.FromDays(CfCalendars.ToDays(units.Calendar, year, (int)(months - (year * 12)) + 1, 1), 0);
        }

        double Within(int perDay, long ticks)
        {
            var day = (long)Math.Floor(key / (double)perDay);
            return units.FromDays(day, (key - (day * perDay)) * ticks);
        }

        return unit switch
        {
            TimeSpanUnit.Year => Month(key * 12),
            TimeSpanUnit.Season => Month((key * 3) - 1),
            TimeSpanUnit.Month => Month(key),
            TimeSpanUnit.Day => units.FromDays(key, 0),
            TimeSpanUnit.Hour => Within(24, TimeSpan.TicksPerHour),
            _ => Within(1440, TimeSpan.TicksPerMinute),
        };
    }
}
