using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Magics;

/// <summary>Reads the line of a magic: words, quoted words, options, and what is to be asked for (<c>@input</c>, <c>@password</c>).</summary>
internal static partial class MagicLine
{
    /// <summary>Whether a line asks for help.</summary>
    public static bool AsksHelp(string line) => Words(line).Any(static w => w.Value is "-h" or "--help" or "-?");

    /// <summary>What a line gives for each parameter.</summary>
    /// <param name="magic">The magic.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="MagicException">It does not fit; the word at fault is marked.</exception>
    public static Dictionary<string, string> Parse(Magic magic, string line)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var arguments = new Queue<MagicParameter>(magic.Parameters.Where(static p => !p.IsOption));
        var words = Words(line);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Value.StartsWith("--", StringComparison.Ordinal))
            {
                var options = magic.Parameters.Where(static p => p.IsOption).Select(static p => p.Name).ToList();
                if (!options.Contains(word.Value))
                {
                    var near = NearName.Find(word.Value, options) is { } name ? $"Did you mean {name}?" : options.Count > 0 ? $"It has {string.Join(", ", options)}." : "It has none.";
                    throw At(word, $"#!{magic.Name} has no option {word.Value}. {near}");
                }

                if (i + 1 == words.Count || words[i + 1].Value.StartsWith("--", StringComparison.Ordinal))
                {
                    throw At(word, $"{word.Value} needs a value.");
                }

                values[word.Value] = Value(words[++i].Value);
            }
            else if (arguments.TryDequeue(out var argument))
            {
                values[argument.Name] = Value(word.Value);
            }
            else
            {
                throw At(word, $"'{word.Value}' is one argument too many. Usage: {magic.Usage}");
            }
        }

        return magic.Parameters.FirstOrDefault(p => p.IsRequired && !values.ContainsKey(p.Name)) is { } missing
            ? throw new MagicException($"#!{magic.Name} needs {missing.Usage} ({missing.Summary}). Usage: {magic.Usage}")
            : values;
    }

    private static List<Match> Words(string line) => [.. Word().Matches(line, line.IndexOf("#!", StringComparison.Ordinal)).Skip(1)];

    private static MagicException At(Match word, string message) => new(message, word.Index, word.Length);

    /// <summary>A word's value: what stands in its quotes, or what the person at the front end answers.</summary>
    private static string Value(string word)
    {
        var asked = Asked().Match(word);
        if (!asked.Success)
        {
            return word is ['"', .., '"'] ? word[1..^1] : word;
        }

        var password = asked.Groups[1].Value == "password";
        var about = asked.Groups[2].Value.Trim('"');
        var prompt = about.StartsWith('{') ? (string?)JsonNode.Parse(about)?["prompt"] ?? "" : about;
        return CellOutput.Current!.ReadLine(prompt, password);
    }

    [GeneratedRegex("""@(?:input|password):\{[^}]*\}|@(?:input|password):"[^"]*"|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex("^@(input|password)(?::(.*))?$", RegexOptions.Singleline)]
    private static partial Regex Asked();
}
