using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Isopleth.Catalogue.Intake;

/// <summary>Reads a YAML document into nodes that know their line and column.</summary>
internal sealed class YamlReader
{
    private const string QuoteTemplates = "Quote the value that begins with a template: \"{{ … }}\".";

    private readonly string _file;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);

    private YamlReader(string file, string text)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the first document of <paramref name="text"/>; null when there is none.</summary>
    /// <exception cref="CatalogueException">The text is not YAML.</exception>
    public static YamlNode? Read(string file, string text)
    {
        var reader = new YamlReader(file, text);
        try
        {
            reader._parser.Consume<StreamStart>();
            if (!reader._parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            return reader.ReadNode();
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // The scanner throws more than its own exception at odd characters; then the last event says where it had come to.
            var at = e is YamlException { Start: var start } ? start : reader._parser.Current?.End ?? Mark.Empty;
            var line = (int)at.Line;
            var (place, hint) = Advise(text, line);
            var reason = e is YamlException ? Sentence(e.InnerException?.Message ?? e.Message) : "it stops making sense here.";
            throw new CatalogueException(new(file, place, place == line ? (int)at.Column : 1, "", $"This is not valid YAML: {reason}", hint), e);
        }
    }

    private YamlNode ReadNode()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var known)
                ? known
                : throw Fault(alias.Start, alias.Value.Value, $"The alias *{alias.Value} refers to no anchor above it.", $"Define it with &{alias.Value} first.");
        }

        if (!_parser.Accept<NodeEvent>(out var start))
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a value was expected here");
        }

        YamlNode node = start switch
        {
            MappingStart => ReadMap(),
            SequenceStart => ReadList(),
            _ => ReadScalar(),
        };
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private YamlScalar ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new(scalar.Value, scalar.Style is ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);
    }

    private YamlList ReadList()
    {
        var start = _parser.Consume<SequenceStart>().Start;
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        return new(items, (int)start.Line, (int)start.Column);
    }

    private YamlMap ReadMap()
    {
        var start = _parser.Consume<MappingStart>().Start;
        var pairs = new List<YamlPair>();
        var merged = new List<YamlPair>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Accept<MappingStart>(out var braces))
            {
                throw Fault(braces.Start, "", "A mapping stands where a key was expected.", QuoteTemplates);
            }

            if (!_parser.Accept<Scalar>(out _))
            {
                throw Fault(_parser.Current!.Start, "", "A key must be a word.", "Write it as text, quoted if need be.");
            }

            var key = ReadScalar();
            var value = ReadNode();
            if (key is { Plain: true, Text: "<<" })
            {
                merged.AddRange(value switch
                {
                    YamlMap map => map.Pairs,
                    YamlList list => list.Items.OfType<YamlMap>().SelectMany(m => m.Pairs),
                    _ => [],
                });
            }
            else
            {
                pairs.Add(new(key, value));
            }
        }

        foreach (var pair in merged.Where(m => pairs.All(p => p.Key.Text != m.Key.Text)).DistinctBy(m => m.Key.Text).ToList())
        {
            pairs.Add(pair);
        }

        return new(pairs, (int)start.Line, (int)start.Column);
    }

    private CatalogueException Fault(Mark at, string key, string reason, string hint) =>
        new(new(_file, (int)at.Line, (int)at.Column, key, reason, hint));

    // The parser stops a line or two around the cause; the usual causes are looked for there.
    private static (int Line, string Hint) Advise(string text, int line)
    {
        var lines = text.Split('\n');
        for (var i = Math.Min(line + 1, lines.Length); i >= Math.Max(1, line - 2); i--)
        {
            var content = lines[i - 1];
            var indent = content[..^content.TrimStart().Length];
            if (indent.Contains('\t', StringComparison.Ordinal))
            {
                return (i, "The line is indented with a tab; YAML allows spaces only.");
            }

            if (content.Split(": ", 2) is [_, var value] && value.TrimStart().StartsWith("{{", StringComparison.Ordinal))
            {
                return (i, QuoteTemplates);
            }
        }

        return (line, "Check the indentation, the colons and the quotes at and just above this line.");
    }

    private static string Sentence(string message)
    {
        var trimmed = message.Trim().TrimEnd('.');
        return trimmed.Length == 0 ? "unreadable." : char.ToLowerInvariant(trimmed[0]) + trimmed[1..] + ".";
    }
}
