using System.Globalization;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Writes dates, times, spans and identifiers, which parameters give as text, as C#.</summary>
internal static class CSharpTemporal
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Writes <paramref name="text"/> as the type named; false when the type is none of these or the text is none of it.</summary>
    public static bool TryWrite(string text, string type, out string literal)
    {
        literal = type switch
        {
            "DateTime" when DateTime.TryParse(text, Invariant, DateTimeStyles.AdjustToUniversal, out var moment) => Moment(moment),
            "DateTimeOffset" when DateTimeOffset.TryParse(text, Invariant, DateTimeStyles.AssumeUniversal, out var moment) =>
                $"new DateTimeOffset({Moment(moment.DateTime)}, {Span(moment.Offset)})",
            "DateOnly" when DateOnly.TryParse(text, Invariant, out var day) => $"new DateOnly({day.Year}, {day.Month}, {day.Day})",
            "TimeOnly" when TimeOnly.TryParse(text, Invariant, out var time) => $"TimeOnly.FromTimeSpan({Span(time.ToTimeSpan())})",
            "TimeSpan" when TimeSpan.TryParse(text, Invariant, out var span) => Span(span),
            "Guid" when Guid.TryParse(text, out var id) => $"Guid.Parse(\"{id}\")",
            _ => "",
        };
        return literal.Length > 0;
    }

    /// <summary>What is expected where a type of these is declared.</summary>
    public static string Expected(string type) => type switch
    {
        "DateTime" => "a date or time such as 2018-12-30 or 2018-12-30T11:30:00Z was expected",
        "DateTimeOffset" => "a time such as 2018-12-30T11:30:00+01:00 was expected",
        "DateOnly" => "a date such as 2018-12-30 was expected",
        "TimeOnly" => "a time such as 11:30:00 was expected",
        "TimeSpan" => "a span such as 1.06:30:00 (days.hours:minutes:seconds) was expected",
        _ => "an identifier of 32 hexadecimal digits was expected",
    };

    private static string Moment(DateTime moment)
    {
        var kind = moment.Kind == DateTimeKind.Utc ? ", DateTimeKind.Utc" : "";
        var clock = moment.TimeOfDay == TimeSpan.Zero && kind.Length == 0 ? "" : $", {moment.Hour}, {moment.Minute}, {moment.Second}{kind}";
        return $"new DateTime({moment.Year}, {moment.Month}, {moment.Day}{clock}){Remainder(moment.Ticks)}";
    }

    private static string Span(TimeSpan span) => span.Ticks % TimeSpan.TicksPerSecond == 0
        ? $"new TimeSpan({span.Days}, {span.Hours}, {span.Minutes}, {span.Seconds})"
        : $"TimeSpan.FromTicks({span.Ticks}L)";

    private static string Remainder(long ticks) => ticks % TimeSpan.TicksPerSecond is > 0 and var fraction ? $".AddTicks({fraction}L)" : "";
}
