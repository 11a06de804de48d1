using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Formats;

/// <summary>DuckDB refuses a statement or cannot finish it; the message is DuckDB's own, with the place in the SQL text where it knows one.</summary>
public sealed class DuckDbException : Exception
{
    /// <summary>States what went wrong.</summary>
    /// <param name="message">What is wrong.</param>
    public DuckDbException(string message)
        : base(message)
    {
    }

    private DuckDbException(string message, int? line, int? column)
        : base(message) => (Line, Column) = (line, column);

    /// <summary>The line of the SQL text at fault, from 1; null when DuckDB names none.</summary>
    public int? Line { get; }

    /// <summary>The column of that line, from 1; null when DuckDB names none.</summary>
    public int? Column { get; }

    /// <summary>What DuckDB says, as the JSON that connections here ask it for; its position counts bytes of the whole text.</summary>
    internal static DuckDbException From(string told, string sql)
    {
        if (Parse(told) is not { } error)
        {
            return new DuckDbException(told);
        }

        var message = $"{error["exception_type"]} Error: {error["exception_message"]}";
        var bytes = Encoding.UTF8.GetBytes(sql);
        if (!int.TryParse((string?)error["position"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position > bytes.Length)
        {
            return new DuckDbException(message);
        }

        var before = Encoding.UTF8.GetString(bytes, 0, position).Split('\n');
        var line = sql.Split('\n')[before.Length - 1].TrimEnd('\r');
        // A long line is shown around the place.
        var column = before[^1].Length;
        var from = Math.Max(0, column - 60);
        var shown = line[from..Math.Min(line.Length, from + 120)];
        var head = $"LINE {before.Length}: ";
        return new DuckDbException($"{message}\n\n{head}{shown}\n{new string(' ', head.Length + column - from)}^", before.Length, column + 1);
    }

    private static JsonObject? Parse(string told)
    {
        try
        {
            return told.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start ? JsonNode.Parse(told[start..]) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
