using System.Globalization;
using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>A value of a coordinate: a number, a point in time, or a text (which may also be an ISO 8601 date where the coordinate is time).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Label
{
    private readonly double _number;
    private readonly DateTime? _time;
    private readonly string? _text;

    private Label(double number, DateTime? time, string? text)
    {
        _number = number;
        _time = time;
        _text = text;
    }

    /// <summary>A number, in the coordinate's units.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator Label(double number) => new(number, null, null);

    /// <summary>A point in time, taken as UTC unless its kind says local.</summary>
    /// <param name="time">The time.</param>
    public static implicit operator Label(DateTime time) => new(double.NaN, time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time, null);

    /// <summary>A text, or an ISO 8601 date (UTC unless it says otherwise) where the coordinate is time.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator Label(string text) => new(double.NaN, null, text);

    /// <inheritdoc/>
    public override string ToString() => _text ?? (_time is { } t ? t.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) : Describe.Number(_number));

    /// <summary>The label as a text, or null when it is none.</summary>
    internal string? Text => _text;

    /// <summary>The label as a number in the coordinate's units; of a date that names more than a moment, its beginning.</summary>
    internal double NumberIn(Variable coordinate) => SpanIn(coordinate).From;

    /// <summary>From where to where the label reaches, in the coordinate's units: a month named <c>2002-07</c> up to its last moment, everything else no farther than itself.</summary>
    internal (double From, double To, DatePrecision Precision) SpanIn(Variable coordinate)
    {
        if (_text is null && _time is null)
        {
            return (_number, _number, DatePrecision.Moment);
        }

        if (coordinate.TimeUnits is not { } units)
        {
            throw new ArgumentException($"Coordinate '{coordinate.Name}' is numeric [{coordinate.Units ?? "no units"}]; '{this}' is not a number.");
        }

        if (_time is { } time)
        {
            var number = units.FromDateTime(time);
            return (number, number, DatePrecision.Moment);
        }

        if (units.Span(_text!) is { } span)
        {
            // Up to, not including, where the next month, day or hour begins.
            return (span.From, span.Precision == DatePrecision.Moment ? span.From : Math.BitDecrement(span.Next), span.Precision);
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var moment = DateTime.TryParse(_text, CultureInfo.InvariantCulture, utc, out var parsed) ? units.FromDateTime(parsed)
            : throw new ArgumentException($"'{_text}' is not a date of the {units.Calendar} calendar; coordinate '{coordinate.Name}' is time, so give a DateTime or a text such as 2018-12-30T11:50, or 2018-12 for a month.");
        return (moment, moment, DatePrecision.Moment);
    }
}
