using System.Globalization;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Times and calendars (§4.4).</summary>
internal sealed partial class CfRules
{
    private void TimeAxis(Variable variable)
    {
        if (_bounds.Contains(variable.Name))
        {
            return;
        }

        var isTime = CfTimeUnits.IsTime(variable.Units);
        var isCoordinate = IsAnyCoordinate(variable);
        if (isCoordinate && (isTime || Text(variable, "axis") is "T" or "t" && variable.Units is not null))
        {
            if (!Has(variable, "calendar", "month_lengths"))
            {
                Warning("4.4.1", variable, "A time coordinate has no calendar; the mixed Julian and Gregorian one is assumed.", "Add calendar = \"standard\" (or proleptic_gregorian, noleap, 360_day, …).");
            }

            if (_version >= new Version(1, 9) && Text(variable, "calendar")?.Equals("gregorian", StringComparison.OrdinalIgnoreCase) == true)
            {
                Advice("4.4.1", variable, "The calendar's name gregorian is deprecated from CF-1.9 on.", "Write standard, which means the same.");
            }

            if (isTime)
            {
                Reference(variable);
            }

            if (!isTime)
            {
                Error("4.4", variable, $"A time axis has the units '{variable.Units}', which name no reference time.", "Write for example 'hours since 2000-01-01', or leave axis = \"T\" out.");
            }
        }

        if (Numbers(variable.Attributes.GetValueOrDefault("month_lengths")) is { } months && (months.Length != 12 || Array.Exists(months, m => m != Math.Floor(m))))
        {
            Error("4.4.1", variable, $"month_lengths has {months.Length} values.", "Give the days of each of the 12 months, as integers.");
        }

        if (Has(variable, "leap_month") && Numbers(variable.Attributes["leap_month"]) is not [>= 1 and <= 12])
        {
            Error("4.4.1", variable, "leap_month is no number from 1 to 12.", "Write the number of the month that is longer in leap years.");
        }

        if (Has(variable, "leap_month") && !Has(variable, "leap_year"))
        {
            Warning("4.4.1", variable, "leap_month stands without leap_year.", "Add leap_year, or leave leap_month out.");
        }

        if (Has(variable, "calendar", "month_lengths", "leap_year", "leap_month") && variable.Units is { } unit && Parse(unit) is not null && !isTime)
        {
            Error("4.4.1", variable, $"It has a calendar, but its units are '{unit}'.", "Give a calendar to times alone.");
        }

        if (isTime && Has(variable, "calendar") && Has(variable, "month_lengths", "leap_year", "leap_month"))
        {
            Error("4.4.1", variable, "month_lengths, leap_year or leap_month stand beside calendar.", "Keep the one or the other.");
        }

        if (Text(variable, "standard_name") == "time" && IsCoordinate(variable) && variable.Units is { } units && !isTime)
        {
            Error("4.4", variable, $"A time has the units '{units}', which name no reference time.", "Write for example 'seconds since 1970-01-01'.");
        }
    }

    /// <summary>What is legal and unwise in the units of a time.</summary>
    private void Reference(Variable variable)
    {
        var words = Words(variable.Units!);
        if (words[0].TrimEnd('s') is "month" or "year" or "yr")
        {
            Advice("4.4", variable, $"Times are counted in {words[0]}, each of them as long as the mean one.", "Count days.");
        }

        if (ReferenceDate().Match(variable.Units!) is not { Success: true } date)
        {
            return;
        }

        if (int.Parse(date.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) == 0 && (Text(variable, "calendar")?.ToUpperInvariant() ?? "STANDARD") is "STANDARD" or "GREGORIAN" or "JULIAN")
        {
            Advice("4.4", variable, "Times are counted from the year 0, which this calendar has not.", "Take another reference time.");
        }

        if (double.TryParse(date.Groups["second"].ValueSpan, CultureInfo.InvariantCulture, out var seconds) && seconds >= 60)
        {
            Error("4.4", variable, $"The reference time has {Number(seconds)} seconds.", "Write seconds below 60.");
        }
    }

    [GeneratedRegex(@"since\s+(?<year>[+-]?\d+)-\d+-\d+([T\s]+\d+:\d+(:(?<second>\d+(\.\d*)?))?)?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ReferenceDate();
}
