using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Magics;

/// <summary>A value that the person at the front end is asked for: <c>@input</c>, <c>@input:prompt</c>, <c>@password:{"prompt": "API key", "saveAs": "key", "type": "text"}</c>.</summary>
internal static partial class MagicInput
{
    private const int Attempts = 3;

    /// <summary>Whether a word asks.</summary>
    public static bool Asks(string word) => Form().IsMatch(word);

    /// <summary>The answer: what was kept under its name, or what the person says, checked.</summary>
    /// <param name="word">The word.</param>
    /// <param name="parameter">The parameter that it is for.</param>
    /// <param name="variables">The session's variables.</param>
    /// <exception cref="FormatException">The word is malformed, or no answer would do.</exception>
    public static string Ask(string word, MagicParameter parameter, Func<IReadOnlyList<string>> variables)
    {
        var form = Form().Match(word);
        var about = About(form.Groups[2].Value.Trim('"'));
        var prompt = Text(about, "prompt") ?? parameter.Summary;
        var types = new[] { TypeNamed(Text(about, "type")), parameter.Type };
        var output = CellOutput.Current!;
        var name = Text(about, "saveAs");
        if (name is not null && KeptAnswers.Find(name) is { } kept && FaultOf(kept) is null)
        {
            output.Write("stdout", $"Took the answer kept as '{name}'; remove it from {KeptAnswers.File} to be asked anew.\n");
            return kept;
        }

        for (var (attempt, trouble) = (1, ""); ; attempt++)
        {
            var answer = output.ReadLine(trouble + prompt, form.Groups[1].Value == "password");
            if (FaultOf(answer) is { } fault)
            {
                trouble = attempt < Attempts ? fault + " " : throw new FormatException(fault);
                continue;
            }

            if (name is not null)
            {
                KeptAnswers.Keep(name, answer);
            }

            return answer;
        }

        string? FaultOf(string answer) => types.Select(type => type.Fault(answer, variables)).FirstOrDefault(static fault => fault is not null);
    }

    private static JsonObject About(string text)
    {
        if (!text.StartsWith('{'))
        {
            return text.Length == 0 ? [] : new() { ["prompt"] = text };
        }

        try
        {
            return (JsonObject)JsonNode.Parse(text)!;
        }
        catch (JsonException e)
        {
            throw new FormatException("What stands in braces is no JSON; write it as {\"prompt\": \"API key\", \"saveAs\": \"key\", \"type\": \"text\"}.", e);
        }
    }

    private static MagicValueType TypeNamed(string? name) => name switch
    {
        null or "password" => MagicValueType.Text,
        "datetime-local" => MagicValueType.DateTime,
        "directory" => MagicValueType.Folder,
        _ => MagicValueType.OfInput.FirstOrDefault(type => type.Name == name)
            ?? throw new FormatException($"'{name}' is no type to ask for; there are {string.Join(", ", MagicValueType.OfInput.Select(static t => t.Name))}."),
    };

    private static string? Text(JsonObject about, string name) => about[name] is JsonValue value ? value.ToString() : null;

    [GeneratedRegex("^@(input|password)(?::(.*))?$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
