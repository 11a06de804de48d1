using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.Arrays;

/// <summary>Time counted from an epoch, as the CF conventions write it: <c>hours since 1900-01-01 00:00:00</c>, with a calendar (CF §4.4).</summary>
/// <remarks>Months and years are those of the calendar, from the epoch's day to the same day (UDUNITS' mean lengths of 30.44 and 365.24 days are hardly ever meant); a fraction is one of that month or year. Times without a zone are UTC. Leap seconds are not counted, in the calendars <c>utc</c> and <c>tai</c> either. Results are rounded to the microsecond.</remarks>
public sealed partial class CfTimeUnits
{
    private const long PerTick = TimeSpan.NanosecondsPerTick;
    private const long PerMicrosecond = 1000;
    private const long PerDay = TimeSpan.TicksPerDay * PerTick;

    private readonly string _text;
    private readonly long _nanosecondsPerUnit;
    private readonly Int128 _epoch;
    private readonly int _months;

    private CfTimeUnits(string text, CfCalendar calendar, long nanosecondsPerUnit, Int128 epoch, int months)
    {
        _months = months;
        _text = text;
        Calendar = calendar;
        _nanosecondsPerUnit = nanosecondsPerUnit;
        _epoch = epoch;
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

        var unit = match.Groups["unit"].Value;
        var months = unit.ToLowerInvariant() switch { "month" or "months" => 1, "year" or "years" => 12, _ => 0 };
        var length = months > 0 ? months * 30 * PerDay : NanosecondsOf(unit)
            ?? throw new DataFormatException($"'{unit}' in '{units}' is no unit of time; expected nanoseconds, microseconds, milliseconds, seconds, minutes, hours, days, weeks, months or years.");
        return new CfTimeUnits(units, kind, length, Epoch(match.Groups["date"].Value, units, kind), kind == CfCalendar.Day360 ? 0 : months);
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
            : throw new DataFormatException($"{Describe.Number(value)} {_text} is {Format(value)} of the {Calendar} calendar, which DateTime cannot hold.", hint: "Read texts with ToTimeTexts(), or the numbers with ToDoubles().");
    }

    /// <summary>The value of a point in time.</summary>
    /// <param name="time">The time, UTC; its year, month and day are taken as the calendar's.</param>
    /// <returns>The count of units since the epoch.</returns>
    public double FromDateTime(DateTime time)
    {
        return FromDays(CfCalendars.ToDays(Calendar, time.Year, time.Month, time.Day), time.TimeOfDay.Ticks);
    }

    /// <summary>The value of a day of the calendar and the ticks since its midnight.</summary>
    internal double FromDays(long days, long ticks) => Count(((Int128)days * PerDay) + ((Int128)ticks * PerTick) - _epoch);

    /// <summary>A value counted in other units of the same calendar, in these.</summary>
    /// <exception cref="ArgumentException">The calendars differ.</exception>
    internal double FromUnits(double value, CfTimeUnits other)
    {
        var (a, b) = (Calendar, other.Calendar);
        if (a != b && !(a is CfCalendar.Standard or CfCalendar.ProlepticGregorian && b is CfCalendar.Standard or CfCalendar.ProlepticGregorian))
        {
            throw new ArgumentException($"Times of the {b} calendar cannot be counted in '{_text}' of the {a} calendar; the dates of one need not exist in the other.");
        }

        return double.IsFinite(value) ? Count(other.Instant(value) - _epoch) : double.NaN;
    }

    /// <summary>A value as a date and time in ISO 8601, in its own calendar.</summary>
    /// <param name="value">The count of units since the epoch.</param>
    /// <returns>For example <c>2018-12-30T11:49:13</c>; <c>NaT</c> when the value is missing.</returns>
    public string Format(double value)
    {
        if (!IsPoint(value))
        {
            return "NaT";
        }

        var (year, month, day, ticks) = Split(value);
        var time = new TimeSpan(ticks);
        var fraction = ticks % TimeSpan.TicksPerSecond == 0 ? "" : time.ToString("'.'FFFFFF", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}") + (ticks == 0 ? "" : time.ToString("'T'hh':'mm':'ss", CultureInfo.InvariantCulture) + fraction);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <summary>Whether a value is so small that it is a point in time.</summary>
    internal bool IsPoint(double value) => double.IsFinite(value) && Math.Abs(value) * _nanosecondsPerUnit <= 1e25;

    private double Count(Int128 nanoseconds)
    {
        if (_months > 0)
        {
            // The last whole month or year before, and how much of the next has passed.
            var count = (long)Math.Floor((double)nanoseconds / (365.25 / 12 * _months * PerDay)) + 1;
            while (AfterMonths(count) > nanoseconds)
            {
                count--;
            }

            var (start, next) = (AfterMonths(count), AfterMonths(count + 1));
            return count + ((double)(nanoseconds - start) / (double)(next - start));
        }

        return (double)(nanoseconds / _nanosecondsPerUnit) + ((double)(nanoseconds % _nanosecondsPerUnit) / _nanosecondsPerUnit);
    }

    /// <summary>How long some months or years from the epoch on last: to the same day and hour, or the last day of a shorter month.</summary>
    private Int128 AfterMonths(long count)
    {
        var ofDay = ((_epoch % PerDay) + PerDay) % PerDay;
        var (year, month, day) = CfCalendars.FromDays(Calendar, (long)((_epoch - ofDay) / PerDay));
        var months = (year * 12) + month - 1 + (count * _months);
        (year, month) = ((long)Math.Floor(months / 12.0), (int)(((months % 12) + 12) % 12) + 1);
        while (!CfCalendars.IsValid(Calendar, year, month, day))
        {
            day--;
        }

        return ((Int128)CfCalendars.ToDays(Calendar, year, month, day) * PerDay) + ofDay - _epoch;
    }

    /// <summary>The year, month, day, and ticks of the day of a value, in its own calendar.</summary>
    internal (long Year, int Month, int Day, long Ticks) Split(double value)
    {
        var nanoseconds = Instant(value);
        var ofDay = (long)(((nanoseconds % PerDay) + PerDay) % PerDay);
        var (year, month, day) = CfCalendars.FromDays(Calendar, (long)((nanoseconds - ofDay) / PerDay));
        return (year, month, day, ofDay / PerTick);
    }

    /// <summary>Nanoseconds since the calendar's day 0.</summary>
    private Int128 Instant(double value)
    {
        if (!IsPoint(value))
        {
            throw new DataFormatException($"{Describe.Number(value)} {_text} is no point in time.");
        }

        // Whole units are exact; only the fraction is rounded, to the microsecond that a double of this size still tells.
        var whole = Math.Floor(value);
        if (_months > 0)
        {
            var (start, next) = (AfterMonths((long)whole), AfterMonths((long)whole + 1));
            return _epoch + start + ((Int128)Math.Round((value - whole) * (double)(next - start) / PerMicrosecond) * PerMicrosecond);
        }

        var fraction = (long)Math.Round((value - whole) * _nanosecondsPerUnit / PerMicrosecond) * PerMicrosecond;
        return _epoch + ((Int128)whole * _nanosecondsPerUnit) + fraction;
    }

    private static long? NanosecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        "nanosecond" or "nanoseconds" or "nanosec" or "nanosecs" or "ns" => 1,
        "microsecond" or "microseconds" or "microsec" or "microsecs" or "us" => PerMicrosecond,
        "millisecond" or "milliseconds" or "millisec" or "millisecs" or "msec" or "msecs" or "ms" => 1_000_000,
        "second" or "seconds" or "sec" or "secs" or "s" => 1_000_000_000,
        "minute" or "minutes" or "min" or "mins" => 60_000_000_000,
        "hour" or "hours" or "hr" or "hrs" or "h" => 3_600_000_000_000,
        "day" or "days" or "d" => PerDay,
        "week" or "weeks" => 7 * PerDay,
        _ => null,
    };

    private static Int128 Epoch(string date, string units, CfCalendar calendar)
    {
        var match = Date().Match(date);
        if (!match.Success)
        {
            throw new DataFormatException($"'{date}' in '{units}' is no date; expected for example 1950-01-01 or 1950-01-01T00:00:00Z.");
        }

        return Instant(match, calendar) ?? throw new DataFormatException($"'{date}' in '{units}' is no date of the {calendar} calendar.");
    }

    /// <summary>Nanoseconds since the calendar's day 0 of a matched date, or null when the calendar has no such date.</summary>
    private static Int128? Instant(Match match, CfCalendar calendar)
    {
        int Part(string name, int missing) => match.Groups[name] is { Success: true } group ? int.Parse(group.Value, CultureInfo.InvariantCulture) : missing;
        var (year, month, day) = ((long)Part("year", 0), Part("month", 1), Part("day", 1));

        // Calendars that people have lived by have no year 0: -4713 is 4713 BC, astronomical year -4712.
        year = calendar is CfCalendar.Standard or CfCalendar.Julian && year < 0 ? year + 1 : year;
        if (!CfCalendars.IsValid(calendar, year, month, day))
        {
            return null;
        }

        var seconds = match.Groups["second"] is { Success: true } s ? double.Parse(s.Value, CultureInfo.InvariantCulture) : 0;
        var zone = (Part("zoneHour", 0) * 60) + Part("zoneMinute", 0);
        zone = match.Groups["zoneSign"].Value == "-" ? -zone : zone;
        return ((Int128)CfCalendars.ToDays(calendar, year, month, day) * PerDay)
            + ((((Part("hour", 0) * 60L) + Part("minute", 0) - zone) * 60_000_000_000) + (long)Math.Round(seconds * 1e9));
    }

    /// <summary>From where to where a date in ISO 8601 reaches in this calendar: <c>2002-07</c> to the beginning of August; null when it is none.</summary>
    internal (double From, double Next, DatePrecision Precision)? Span(string date)
    {
        var match = Date().Match(date.Trim());
        if (!match.Success || match.Groups["year"].Length is not 4 || Instant(match, Calendar) is not { } from)
        {
            return null;
        }

        var precision = match.Groups["second"].Success ? match.Groups["second"].Value.Contains('.', StringComparison.Ordinal) ? DatePrecision.Moment : DatePrecision.Second
            : match.Groups["minute"].Success ? DatePrecision.Minute : match.Groups["hour"].Success ? DatePrecision.Hour
            : match.Groups["day"].Success ? DatePrecision.Day : match.Groups["month"].Success ? DatePrecision.Month : DatePrecision.Year;
        var year = int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture);
        var month = match.Groups["month"].Success ? int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture) : 12;
        var next = precision switch
        {
            DatePrecision.Year or DatePrecision.Month => (Int128)CfCalendars.ToDays(Calendar, month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) * PerDay,
            DatePrecision.Day => from + PerDay,
            DatePrecision.Hour => from + 3_600_000_000_000,
            DatePrecision.Minute => from + 60_000_000_000,
            DatePrecision.Second => from + 1_000_000_000,
            _ => from,
        };
        return (Count(from - _epoch), Count(next - _epoch), precision);
    }

    /// <summary>How finely values must be told to name their times: as days at least.</summary>
    internal DatePrecision PrecisionOf(ReadOnlySpan<double> values)
    {
        var finest = DatePrecision.Day;
        foreach (var value in values)
        {
            var ticks = double.IsFinite(value) ? Split(value).Ticks : 0;
            var own = ticks == 0 ? DatePrecision.Day : ticks % TimeSpan.TicksPerHour == 0 ? DatePrecision.Hour
                : ticks % TimeSpan.TicksPerMinute == 0 ? DatePrecision.Minute : ticks % TimeSpan.TicksPerSecond == 0 ? DatePrecision.Second : DatePrecision.Moment;
            finest = own > finest ? own : finest;
        }

        return finest;
    }

    [GeneratedRegex(@"^\s*(?<unit>[A-Za-z]+)\s+(?:since|after|from)\s+(?<date>.+?)\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Since();

    [GeneratedRegex(
        @"^(?<year>[+-]?\d{1,6})(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:(?:\s+|[Tt])(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2}(?:\.\d*)?))?)?)?\s*(?:Z|z|UTC|utc|GMT|(?<zoneSign>[+-])(?<zoneHour>\d{1,2})(?::?(?<zoneMinute>\d{2}))?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();
}
