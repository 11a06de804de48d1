using System.Globalization;

namespace Isopleth.Kernel.Magics;

/// <summary>What is given for a parameter of a magic: the check of it, and its completions.</summary>
/// <param name="Name">What it is, in a word.</param>
public sealed record MagicValueType(string Name)
{
    /// <summary>Any text.</summary>
    public static readonly MagicValueType Text = new("text");

    /// <summary>A number, true or false where it is written so and without quotation marks; else a text.</summary>
    public static readonly MagicValueType Literal = new("value");

    /// <summary>An option that is given or not, and takes no value.</summary>
    public static readonly MagicValueType Flag = new("flag");

    /// <summary>A number, with a point as decimal sign.</summary>
    public static readonly MagicValueType Number = Parsed<double>("number", "3.5");

    /// <summary>A day.</summary>
    public static readonly MagicValueType Date = Parsed<DateOnly>("date", "2018-12-28");

    /// <summary>A time of day.</summary>
    public static readonly MagicValueType Time = Parsed<TimeOnly>("time", "11:49");

    /// <summary>A day and a time.</summary>
    public static readonly MagicValueType DateTime = Parsed<DateTimeOffset>("datetime", "2018-12-28T11:49");

    /// <summary>An address.</summary>
    public static readonly MagicValueType Url = new("url") { Fault = static (text, _) => Uri.TryCreate(text, UriKind.Absolute, out var _) ? null : $"'{text}' is no address, as https://example.org is." };

    /// <summary>A folder that is there.</summary>
    public static readonly MagicValueType Folder = new("folder")
    {
        Fault = static (text, _) => Directory.Exists(text) ? null : $"There is no folder {text} (looked for from {Environment.CurrentDirectory}).",
        Completions = static (typed, _) => Paths(typed, []),
    };

    /// <summary>A variable that is there.</summary>
    public static readonly MagicValueType Variable = new("variable")
    {
        Fault = static (text, variables) => variables().Contains(text) ? null : $"There is no variable '{text}'. " + (NearName.Find(text, variables()) is { } near ? $"Did you mean {near}?" : "#!who names those that there are."),
        Completions = static (_, variables) => variables(),
    };

    /// <summary>The name of a variable that is to be made or set.</summary>
    public static readonly MagicValueType NewVariable = new("variable")
    {
        Fault = static (text, _) => SharedValues.IsName(text) ? null : $"'{text}' cannot name a variable; take letters, digits and underscores, a letter first.",
        Completions = static (_, variables) => variables(),
    };

    /// <summary>What <c>type</c> of <c>@input:{…}</c> may be, besides a text.</summary>
    internal static readonly IReadOnlyList<MagicValueType> OfInput = [Text, Number, Date, Time, DateTime, Url, File(), Folder];

    /// <summary>Why a text is no such value, in a sentence; null where it is one. It is given the text and the session's variables.</summary>
    public Func<string, Func<IReadOnlyList<string>>, string?> Fault { get; init; } = static (_, _) => null;

    /// <summary>Values to offer, whatever they begin with. It is given what was typed so far and the session's variables.</summary>
    public Func<string, Func<IReadOnlyList<string>>, IEnumerable<string>> Completions { get; init; } = static (_, _) => [];

    /// <summary>A file that is there.</summary>
    /// <param name="extensions">The endings that it may have, with their dots; any where none is named.</param>
    /// <returns>The type.</returns>
    public static MagicValueType File(params IReadOnlyList<string> extensions) => new("file")
    {
        Fault = (text, _) =>
            extensions.Count > 0 && !extensions.Contains(Path.GetExtension(text), StringComparer.OrdinalIgnoreCase) ? $"{text} is not of the kinds {string.Join(", ", extensions)}."
            : System.IO.File.Exists(text) ? null : $"There is no file {text} (looked for from {Environment.CurrentDirectory}).",
        Completions = (typed, _) => Paths(typed, extensions, files: true),
    };

    /// <summary>One of a few words.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The type.</returns>
    public static MagicValueType Choice(params IReadOnlyList<string> words) => new(string.Join('|', words))
    {
        Fault = (text, _) => words.Contains(text) ? null : $"'{text}' is none of {string.Join(", ", words)}." + (NearName.Find(text, words) is { } near ? $" Did you mean {near}?" : ""),
        Completions = (_, _) => words,
    };

    private static MagicValueType Parsed<T>(string name, string example)
        where T : IParsable<T> =>
        new(name) { Fault = (text, _) => T.TryParse(text, CultureInfo.InvariantCulture, out var _) ? null : $"'{text}' is no {name}, as {example} is." };

    private static IEnumerable<string> Paths(string typed, IReadOnlyList<string> extensions, bool files = false)
    {
        var folder = typed[..(typed.LastIndexOf('/') + 1)];
        if (!Directory.Exists(folder.Length == 0 ? "." : folder))
        {
            return [];
        }

        return new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos()
            .Where(entry => entry is DirectoryInfo || (files && (extensions.Count == 0 || extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))))
            .Where(entry => !entry.Name.StartsWith('.') || typed.EndsWith('.'))
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => folder + entry.Name + (entry is DirectoryInfo ? "/" : ""));
    }
}
