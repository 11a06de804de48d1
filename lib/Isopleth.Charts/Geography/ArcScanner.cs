using System.Buffers.Text;
using System.Text.Json;

namespace Isopleth.Charts.Geography;

/// <summary>Reads the arcs of a TopoJSON document: nearly all of it, nothing but numbers and brackets, and so read several times faster than by a general JSON reader.</summary>
internal sealed class ArcScanner
{
    /// <summary>Coordinates in turn, x and y.</summary>
    public List<double> Points { get; } = [];

    /// <summary>For each arc, the number of points before it; one entry more than there are arcs.</summary>
    public List<int> Starts { get; } = [];

    /// <summary>Where the document's arcs begin.</summary>
    /// <exception cref="FormatException">The document has no arcs.</exception>
    public static int Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("arcs"u8);
            _ = reader.Read();
            if (found)
            {
                return (int)reader.TokenStartIndex;
            }

            reader.Skip();
        }

        throw new FormatException("The document has no 'arcs', so it is no TopoJSON topology.");
    }

    /// <summary>Reads arcs from their opening bracket on.</summary>
    /// <returns>Where they end, counted from where they begin.</returns>
    /// <exception cref="FormatException">They end too early, or hold something else.</exception>
    public int Scan(ReadOnlySpan<byte> json)
    {
        var (depth, coordinate) = (0, 0);
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'[':
                    depth++;
                    coordinate = 0;
                    if (depth == 2)
                    {
                        Starts.Add(Points.Count / 2);
                    }

                    break;
                case (byte)']':
                    depth--;
                    if (depth == 0)
                    {
                        Starts.Add(Points.Count / 2);
                        return i + 1;
                    }

                    break;
                case (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    break;
                default:
                    // Dimensions beyond the second are not drawn.
                    var value = Number(json, ref i);
                    if (coordinate++ < 2)
                    {
                        Points.Add(value);
                    }

                    break;
            }
        }

        throw new FormatException("The arcs of the topology end too early; the document is cut off.");
    }

    private static double Number(ReadOnlySpan<byte> json, ref int at)
    {
        if (Utf8Parser.TryParse(json[at..], out int whole, out var length) && at + length < json.Length && json[at + length] is (byte)',' or (byte)']')
        {
            at += length - 1;
            return whole;
        }

        if (Utf8Parser.TryParse(json[at..], out double value, out length))
        {
            at += length - 1;
            return value;
        }

        throw new FormatException($"The arcs of the topology hold '{(char)json[at]}' where a number was expected.");
    }
}
