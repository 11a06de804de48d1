using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.Arrays;

/// <summary>Time counted from an epoch, as the CF conventions write it: <c>hours since 1900-01-01 00:00:00</c>, with a calendar (CF §4.4).</summary>
/// <remarks>Times without a zone are UTC. Leap seconds are not counted. Results are rounded to the microsecond.</remarks>
public sealed partial class CfTimeUnits
{
    private readonly string text;
    private readonly long ticksPerUnit;
    private readonly Int128 epochTicks;

    private CfTimeUnits(string text, CfCalendar calendar, long ticksPerUnit, Int128 epochTicks)
    {
        this.text = text;
        Calendar = calendar;
        this.ticksPerUnit = ticksPerUnit;
        this.epochTicks = epochTicks;
    }

    /// <summary>The calendar the dates are in.</summary>
    public CfCalendar Calendar { get; }

    /// <summary>Whether a <c>units</c> attribute speaks of time since an epoch.</summary>
    /// <param name="units">The attribute's value.</param>
    /// <returns>True when it has the form <c>UNIT since DATE</c>.</returns>
    public static bool IsTime(string? units) => units is not null && Since().IsMatch(units);

    /// <summary>Reads a <c>units</c> and a <c>calendar</c> attribute.</summary>
    /// <param name="units">For example <c>days since 1950-01-01T00:00:00Z</c>.</param>
    /// <param name="calendar">One of the names of CF; standard when null or empty.</param>
    /// <returns>The units.</returns>
    /// <exception cref="DataFormatException">The unit, the epoch or the calendar is not understood; the message says which.</exception>
    public static CfTimeUnits Parse(string units, string? calendar = null)
    {
        var kind = CfCalendar.Standard;
        if (!string.IsNullOrWhiteSpace(calendar) && !CfCalendars.ByName.TryGetValue(calendar.Trim(), out kind))
        {
            throw new DataFormatException($"Calendar '{calendar}' is not known; {Describe.Choices("there are", CfCalendars.ByName.Keys, calendar)}");
        }

        var match = Since().Match(units);
        if (!match.Success)
        {
            throw new DataFormatException($"'{units}' are not units of time since an epoch; expected for example 'hours since 1900-01-01 00:00:00'.");
        }

        var ticks = TicksOf(match.Groups["unit"].Value, kind)
            ?? throw new DataFormatException(
                $"'{match.Groups["unit"].Value}' in '{units}' is no unit of fixed length; expected microseconds, milliseconds, seconds, minutes, hours, days or weeks (months and years only in the 360_day calendar).");
        return new CfTimeUnits(units, kind, ticks, Epoch(match.Groups["date"].Value, units, kind));
    }

    /// <summary>The point in time of a value.</summary>
    /// <param name="value">The count of units since the epoch.</param>
    /// <returns>The date and time, UTC.</returns>
    /// <exception cref="DataFormatException">The date does not exist in <see cref="DateTime"/>: 30 February of the 360-day calendar, or a year outside 1 to 9999.</exception>
    /// <remarks>The date's label is kept: in calendars other than the Gregorian it names the same year, month and day, not the same instant.</remarks>
    public DateTime ToDateTime(double value)
    {
        var (year, month, day, ticks) = Split(value);
        return year is >= 1 and <= 9999 && CfCalendars.IsValid(CfCalendar.ProlepticGregorian, year, month, day)
            ? new DateTime((int)year, month, day, 0, 0, 0, DateTimeKind.Utc).AddTicks(ticks)
            : throw new DataFormatException($"{Describe.Number(value)} {text} is {Format(value)} of the {Calendar} calendar, which DateTime cannot hold.", hint: "Read the numbers with ToDoubles().");
    }

    /// <summary>The value of a point in time.</summary>
    /// <param name="time">The time, UTC; its year, month and day are taken as the calendar's.</param>
    /// <returns>The count of units since the epoch.</returns>
    public double FromDateTime(DateTime time)
    {
        var days = CfCalendars.ToDays(Calendar, time.Year, time.Month, time.Day);
        var ticks = ((Int128)days * TimeSpan.TicksPerDay) + time.TimeOfDay.Ticks - epochTicks;
        return (double)(ticks / ticksPerUnit) + ((double)(ticks % ticksPerUnit) / ticksPerUnit);
    }

    /// <summary>A value as a date and time in ISO 8601, in its own calendar.</summary>
    /// <param name="value">The count of units since the epoch.</param>
    /// <returns>For example <c>2018-12-30T11:49:13</c>; <c>NaT</c> when the value is missing.</returns>
    public string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return "NaT";
        }

        var (year, month, day, ticks) = Split(value);
        var time = new TimeSpan(ticks);
        var fraction = ticks % TimeSpan.TicksPerSecond == 0 ? "" : time.ToString("'.'FFFFFF", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}") + (ticks == 0 ? "" : time.ToString("'T'hh':'mm':'ss", CultureInfo.InvariantCulture) + fraction);
    }

    /// <inheritdoc/>
    public override string ToString() => text;

    private (long Year, int Month, int Day, long Ticks) Split(double value)
    {
        if (!double.IsFinite(value) || Math.Abs(value) * ticksPerUnit > 1e25)
        {
            throw new DataFormatException($"{Describe.Number(value)} {text} is no point in time.");
        }

        // Whole units are exact; only the fraction is rounded, to the microsecond that a double of this size still tells.
        var whole = Math.Floor(value);
        var fraction = Math.Round((value - whole) * ticksPerUnit / TimeSpan.TicksPerMicrosecond) * TimeSpan.TicksPerMicrosecond;
        var ticks = epochTicks + ((Int128)whole * ticksPerUnit) + (long)fraction;
        var ofDay = (long)(((ticks % TimeSpan.TicksPerDay) + TimeSpan.TicksPerDay) % TimeSpan.TicksPerDay);
        var (year, month, day) = CfCalendars.FromDays(Calendar, (long)((ticks - ofDay) / TimeSpan.TicksPerDay));
        return (year, month, day, ofDay);
    }

    private static long? TicksOf(string unit, CfCalendar calendar) => unit.ToLowerInvariant() switch
    {
        "microsecond" or "microseconds" or "microsec" or "microsecs" or "us" => TimeSpan.TicksPerMicrosecond,
        "millisecond" or "milliseconds" or "millisec" or "millisecs" or "msec" or "msecs" or "ms" => TimeSpan.TicksPerMillisecond,
        "second" or "seconds" or "sec" or "secs" or "s" => TimeSpan.TicksPerSecond,
        "minute" or "minutes" or "min" or "mins" => TimeSpan.TicksPerMinute,
        "hour" or "hours" or "hr" or "hrs" or "h" => TimeSpan.TicksPerHour,
        "day" or "days" or "d" => TimeSpan.TicksPerDay,
        "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        "month" or "months" when calendar == CfCalendar.Day360 => 30 * TimeSpan.TicksPerDay,
        "year" or "years" when calendar == CfCalendar.Day360 => 360 * TimeSpan.TicksPerDay,
        _ => null,
    };

    private static Int128 Epoch(string date, string units, CfCalendar calendar)
    {
        var match = Date().Match(date);
        if (!match.Success)
        {
            throw new DataFormatException($"'{date}' in '{units}' is no date; expected for example 1950-01-01 or 1950-01-01T00:00:00Z.");
        }

        int Part(string name, int missing) => match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : missing;
        var (year, month, day) = ((long)Part("year", 0), Part("month", 1), Part("day", 1));

        // Calendars that people have lived by have no year 0: -4713 is 4713 BC, astronomical year -4712.
        year = calendar is CfCalendar.Standard or CfCalendar.Julian && year < 0 ? year + 1 : year;
        if (!CfCalendars.IsValid(calendar, year, month, day))
        {
            throw new DataFormatException($"'{date}' in '{units}' is no date of the {calendar} calendar.");
        }

        var seconds = match.Groups["second"] is { Success: true } s ? double.Parse(s.Value, CultureInfo.InvariantCulture) : 0;
        var zone = (Part("zoneHour", 0) * 60) + Part("zoneMinute", 0);
        zone = match.Groups["zoneSign"].Value == "-" ? -zone : zone;
        return ((Int128)CfCalendars.ToDays(calendar, year, month, day) * TimeSpan.TicksPerDay)
            + (Part("hour", 0) * TimeSpan.TicksPerHour) + ((Part("minute", 0) - zone) * TimeSpan.TicksPerMinute) + (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
    }

    [GeneratedRegex(@"^\s*(?<unit>[A-Za-z]+)\s+(?:since|after|from)\s+(?<date>.+?)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Since();

    [GeneratedRegex(
        @"^(?<year>[+-]?\d{1,6})(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:(?:\s+|[Tt])(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2}(?:\.\d*)?))?)?)?\s*(?:Z|z|UTC|utc|GMT|(?<zoneSign>[+-])(?<zoneHour>\d{1,2})(?::?(?<zoneMinute>\d{2}))?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();
}
