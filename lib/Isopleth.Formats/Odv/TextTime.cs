using System.Globalization;
using System.Text;

namespace Isopleth.Formats;

/// <summary>Times in text.</summary>
internal static class TextTime
{
    /// <summary>Reads a time in ISO 8601, or as the invariant culture writes it; UTC where it names no zone.</summary>
    /// <param name="field">For example <c>2009-10-23T16:56:00.000</c>.</param>
    /// <param name="seconds">Seconds since 1970.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> field, out double seconds)
    {
        seconds = double.NaN;
        if (field.Length >= 16 && field[4] == '-' && field[7] == '-' && field[10] is (byte)'T' or (byte)' ' && field[13] == ':'
            && Number(field[..4]) is var year and >= 1 && Number(field[5..7]) is var month and >= 1 and <= 12 && Number(field[8..10]) is var day && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && Number(field[11..13]) is var hour and >= 0 and <= 23 && Number(field[14..16]) is var minute and >= 0 and <= 59)
        {
            var second = 0.0;
            if (field.Length == 16 || (field[16] == ':' && field.Length >= 19 && field[17] is >= (byte)'0' and <= (byte)'5' && TextNumber.TryParse(field[17..], out second)))
            {
                seconds = (new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds + second;
                return true;
            }
        }

        var isTime = DateTime.TryParse(Encoding.UTF8.GetString(field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        seconds = isTime ? (time - DateTime.UnixEpoch).TotalSeconds : double.NaN;
        return isTime;
    }

    /// <summary>Reads a time of day.</summary>
    /// <param name="field">For example <c>16:56</c>.</param>
    /// <param name="seconds">Seconds since midnight.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryParseClock(ReadOnlySpan<byte> field, out double seconds)
    {
        var isTime = TimeOnly.TryParse(Encoding.UTF8.GetString(field), CultureInfo.InvariantCulture, out var time);
        seconds = isTime ? time.ToTimeSpan().TotalSeconds : double.NaN;
        return isTime;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
