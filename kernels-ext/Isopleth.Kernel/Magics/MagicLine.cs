using System.Text.Json;
using System.Text.RegularExpressions;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Magics;

/// <summary>Reads the line of a magic: words, quoted words, options, variables (<c>@csharp:name</c>), and what is to be asked for (<c>@input</c>, <c>@password</c>).</summary>
internal static partial class MagicLine
{
    /// <summary>Whether a line asks for help.</summary>
    public static bool AsksHelp(string line) => Words(line).Any(static w => w.Value is "-h" or "--help" or "-?");

    /// <summary>What a line gives for each parameter.</summary>
    /// <param name="magic">The magic.</param>
    /// <param name="line">The line.</param>
    /// <param name="variables">The variables of a language.</param>
    /// <exception cref="MagicException">It does not fit; the word at fault is marked.</exception>
    public static Dictionary<string, MagicArgument> Parse(Magic magic, string line, Func<string, IReadOnlyList<(string Name, object? Value)>> variables)
    {
        var given = new Dictionary<string, MagicArgument>(StringComparer.Ordinal);
        var arguments = new Queue<MagicParameter>(magic.Parameters.Where(static p => !p.IsOption));
        var words = Words(line);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.Value.StartsWith("--", StringComparison.Ordinal))
            {
                var option = magic.Parameters.FirstOrDefault(p => p.Name == word.Value) ?? throw At(word, NoOption(magic, word.Value));
                if (option.IsFlag)
                {
                    given[option.Name] = new("", word.Index, word.Length);
                    continue;
                }

                if (i + 1 == words.Count || words[i + 1].Value.StartsWith("--", StringComparison.Ordinal))
                {
                    throw At(word, $"{word.Value} needs a value.");
                }

                given[option.Name] = Argument(words[++i], option, variables);
            }
            else if (arguments.TryDequeue(out var argument))
            {
                given[argument.Name] = Argument(word, argument, variables);
            }
            else
            {
                throw At(word, $"'{word.Value}' is one argument too many. Usage: {magic.Usage}");
            }
        }

        return magic.Parameters.FirstOrDefault(p => p.IsRequired && !given.ContainsKey(p.Name)) is { } missing
            ? throw new MagicException($"#!{magic.Name} needs {missing.Usage} ({missing.Summary}). Usage: {magic.Usage}")
            : given;
    }

    /// <summary>The parameter that the word at the end of a line is a value of, or null where it is none.</summary>
    /// <param name="magic">The magic.</param>
    /// <param name="line">The line up to the word.</param>
    public static MagicParameter? ParameterAt(Magic magic, string line)
    {
        var arguments = new Queue<MagicParameter>(magic.Parameters.Where(static p => !p.IsOption));
        MagicParameter? option = null;
        foreach (var word in Words(line).Select(static w => w.Value))
        {
            if (option is not null)
            {
                option = null;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                option = magic.Parameters.FirstOrDefault(p => p.Name == word && !p.IsFlag);
            }
            else
            {
                arguments.TryDequeue(out _);
            }
        }

        return option ?? arguments.FirstOrDefault();
    }

    /// <summary>The value that a line gives for an option, or null.</summary>
    /// <param name="line">The line.</param>
    /// <param name="name">The option, with its dashes.</param>
    public static string? OptionIn(string line, string name)
    {
        var words = Words(line);
        var at = words.FindIndex(word => word.Value == name);
        return at >= 0 && at + 1 < words.Count ? words[at + 1].Value.Trim('"') : null;
    }

    /// <summary>The word of a line that a column touches, and where it stands; null where there is none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">The column, from 0.</param>
    public static string? WordAt(string line, int column) =>
        Word().Matches(line, Math.Max(0, line.IndexOf("#!", StringComparison.Ordinal))).FirstOrDefault(word => word.Index <= column && column <= word.Index + word.Length)?.Value;

    private static string NoOption(Magic magic, string name)
    {
        var options = magic.Parameters.Where(static p => p.IsOption).Select(static p => p.Name).ToList();
        var near = NearName.Find(name, options) is { } other ? $"Did you mean {other}?" : options.Count > 0 ? $"It has {string.Join(", ", options)}." : "It has none.";
        return $"#!{magic.Name} has no option {name}. {near}";
    }

    private static List<Match> Words(string line) => [.. Word().Matches(line, line.IndexOf("#!", StringComparison.Ordinal)).Skip(1)];

    private static MagicException At(Match word, string message) => new(message, word.Index, word.Length);

    private static MagicArgument Argument(Match word, MagicParameter parameter, Func<string, IReadOnlyList<(string Name, object? Value)>> variables)
    {
        IReadOnlyList<string> Names() => NamesOf("csharp");
        IReadOnlyList<string> NamesOf(string language) => [.. variables(language).Select(static v => v.Name)];
        if (MagicInput.Asks(word.Value))
        {
            try
            {
                return new(MagicInput.Ask(word.Value, parameter, Names), word.Index, word.Length);
            }
            catch (FormatException e)
            {
                throw At(word, e.Message);
            }
        }

        if (OfVariable().Match(word.Value) is { Success: true } named)
        {
            var (language, name) = (named.Groups[1].Value, named.Groups[2].Value);
            var found = variables(language).FirstOrDefault(v => v.Name == name);
            return found.Name is null
                ? throw At(word, MagicValueType.Variable.Fault(name, () => NamesOf(language))!)
                : Checked(new(found.Value as string ?? Formatter.Format(found.Value, MimeTypes.Text), word.Index, word.Length) { Value = found.Value });
        }

        return word.Value is ['"', .., '"'] ? Checked(new(word.Value[1..^1], word.Index, word.Length))
            : Checked(new(word.Value, word.Index, word.Length) { Value = parameter.Type == MagicValueType.Literal ? Literal(word.Value) : word.Value });

        MagicArgument Checked(MagicArgument argument) => parameter.Type.Fault(argument.Text, Names) is { } fault ? throw At(word, fault) : argument;
    }

    /// <summary>What a word means as JSON, where that is a number, true or false; else the word.</summary>
    private static object Literal(string word)
    {
        try
        {
            using var json = JsonDocument.Parse(word);
            return json.RootElement switch
            {
                { ValueKind: JsonValueKind.Number } number => number.TryGetInt32(out var small) ? small : number.TryGetInt64(out var large) ? large : (object)number.GetDouble(),
                { ValueKind: JsonValueKind.True or JsonValueKind.False } truth => truth.GetBoolean(),
                _ => word,
            };
        }
        catch (JsonException)
        {
            return word;
        }
    }

    [GeneratedRegex("""@(?:input|password):\{[^}]*\}|@(?:input|password):"[^"]*"|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"^@(csharp|fsharp):(\w+)$")]
    private static partial Regex OfVariable();
}
