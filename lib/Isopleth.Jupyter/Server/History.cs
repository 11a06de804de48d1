using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Text.Json;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>The cells that ran, for <c>history_request</c>.</summary>
/// <remarks>
/// It is kept in memory, for this session alone: cells hold secrets, headless sweeps would fill a file that nobody reads, and all of a user's kernels
/// would have to share it. A console therefore begins with an empty history.
/// </remarks>
internal sealed class History
{
    /// <summary>The number of the running session.</summary>
    private const int Session = 1;

    private readonly Lock _gate = new();
    private readonly List<(int Line, string Code, string? Result)> _cells = [];

    public void Add(int line, string code, string? result)
    {
        lock (_gate)
        {
            _cells.Add((line, code, result));
        }
    }

    /// <summary>Writes the <c>history</c> array that a request asks for.</summary>
    /// <exception cref="FormatException">The request is malformed.</exception>
    public void Write(Utf8JsonWriter json, JsonObject request)
    {
        var output = request.Bool("output", false);
        json.WriteStartArray("history"u8);
        foreach (var (line, code, result) in Select(request))
        {
            json.WriteStartArray();
            json.WriteNumberValue(Session);
            json.WriteNumberValue(line);
            if (output)
            {
                json.WriteStartArray();
                json.WriteStringValue(code);
                json.WriteStringValue(result);
                json.WriteEndArray();
            }
            else
            {
                json.WriteStringValue(code);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private List<(int Line, string Code, string? Result)> Select(JsonObject request)
    {
        lock (_gate)
        {
            return request["hist_access_type"].AsText() switch
            {
                "tail" => Last(_cells, request.Int("n", int.MaxValue)),
                "range" => Range(request.Int("session", 0), request.Int("start", 0), request.Int("stop", int.MaxValue)),
                "search" => Search(request["pattern"].AsText() ?? "*", request.Int("n", int.MaxValue), request.Bool("unique", false)),
                var other => throw new FormatException($"'hist_access_type' is '{other}'; expected 'tail', 'range' or 'search'."),
            };
        }
    }

    // Session 0 is the running one, as in IPython.
    private List<(int Line, string Code, string? Result)> Range(int session, int start, int stop) =>
        session is 0 or Session ? _cells.FindAll(c => c.Line >= start && c.Line < stop) : [];

    private List<(int Line, string Code, string? Result)> Search(string pattern, int n, bool unique)
    {
        var found = _cells.FindAll(c => FileSystemName.MatchesSimpleExpression(pattern, c.Code, ignoreCase: false));
        if (unique)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            found.Reverse();
            found.RemoveAll(c => !seen.Add(c.Code));
            found.Reverse();
        }

        return Last(found, n);
    }

    private static List<(int Line, string Code, string? Result)> Last(List<(int Line, string Code, string? Result)> from, int n) =>
        from.GetRange(Math.Max(0, from.Count - Math.Max(0, n)), Math.Min(from.Count, Math.Max(0, n)));
}
