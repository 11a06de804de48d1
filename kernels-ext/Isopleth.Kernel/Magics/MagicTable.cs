using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Magics;

/// <summary>All magics of a kernel: its own, and those that extensions add.</summary>
/// <param name="loadExtensions">Loads the extensions, when a name is not among its own.</param>
internal sealed class MagicTable(Action loadExtensions)
{
    private readonly Lazy<List<Magic>> _magics = new(static () => [.. CoreMagics.All], LazyThreadSafetyMode.PublicationOnly); // the first cell need not wait for it

    /// <summary>The languages besides C#.</summary>
    public CellLanguages Languages { get; } = new();

    /// <summary>The magics, by name.</summary>
    public IReadOnlyList<Magic> Magics
    {
        get
        {
            loadExtensions();
            lock (_magics)
            {
                return [.. _magics.Value.OrderBy(static m => m.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds a magic, in place of any of the same name.</summary>
    public void Add(Magic magic)
    {
        lock (_magics)
        {
            _magics.Value.RemoveAll(m => m.Name == magic.Name);
            _magics.Value.Add(magic);
        }
    }

    /// <summary>The magic of a name, or null.</summary>
    public Magic? Find(string name) => Among(CoreMagics.All, name) ?? Among(Magics, name);

    /// <summary>Whether the lines beneath a magic are its text.</summary>
    public bool TakesText(string name) => IsForeign(name) || Find(name)?.TakesText == true;

    /// <summary>Whether a magic ends the text of the one before it.</summary>
    public bool EndsText(string name) => TakesText(name) || Find(name)?.Name == "csharp";

    /// <summary>The error for a name that is no magic.</summary>
    public MagicException Unknown(CellPart part)
    {
        var start = part.Line.IndexOf("#!", StringComparison.Ordinal);
        var near = NearName.Find(part.Name, Magics.Select(static m => m.Name));
        return new(
            CoreMagics.Foreign.TryGetValue(part.Name, out var instead) ? $"This kernel does not run #!{part.Name}. {instead}"
            : $"There is no magic #!{part.Name}. " + (near is null ? "#!lsmagic lists those that there are." : $"Did you mean #!{near}?"),
            start, part.Name.Length + 2);
    }

    /// <summary>Completions of a magic's name, of its options, of their values or of its text, or null where C# is being typed.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    /// <param name="variables">The session's variables.</param>
    public CompletionList? Complete(string code, int cursor, Func<IReadOnlyList<(string Name, object? Value)>> variables)
    {
        var begin = cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1;
        var line = code[begin..cursor];
        var mark = line.IndexOf("#!", StringComparison.Ordinal);
        if (mark < 0 || !string.IsNullOrWhiteSpace(line[..mark]))
        {
            return code.Contains("#!", StringComparison.Ordinal) && MagicBefore(code, cursor) is { } part && TakesText(part.Name) && Find(part.Name)?.Name != "fsharp" ? CompleteText(part, code, cursor, variables) : null;
        }

        var quoted = line.Count(static c => c == '"') % 2 == 1;
        var start = (quoted ? line.LastIndexOf('"') : line.LastIndexOfAny([' ', '\t'])) + 1;
        var (before, typed) = (line[..start], line[start..]);
        var items = start <= mark ? Magics.Select(static m => new CompletionItem("#!" + m.Name, "magic", m.Summary))
            : Find(line[(mark + 2)..].Split([' ', '\t'], 2)[0]) is { } magic ? Words(magic, quoted ? before[..^1] : before, typed, Names)
            : [];
        return new(begin + start, cursor, [.. items.Where(i => i.Text.StartsWith(typed, StringComparison.Ordinal))]);

        // The variables are those of the language that the whole line takes them from.
        IReadOnlyList<string> Names() =>
            [.. (MagicLine.OptionIn(code[begin..].Split('\n', 2)[0], "--from") == "fsharp" ? Languages.FSharp.Variables : variables()).Select(static v => v.Name)];
    }

    /// <summary>Help on the magic, the option or the argument at a position, or null where C# stands.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    public JsonObject? Inspect(string code, int cursor)
    {
        var begin = cursor == 0 ? 0 : code.LastIndexOf('\n', Math.Min(cursor, code.Length) - 1) + 1;
        var line = code[begin..].Split('\n', 2)[0];
        if (CellPart.NameIn(line) is not { } name || Find(name) is not { } magic)
        {
            return null;
        }

        var word = MagicLine.WordAt(line, cursor - begin);
        var parameter = magic.Parameters.FirstOrDefault(p => p.IsOption && p.Name == word)
            ?? (word is null || word.StartsWith("#!", StringComparison.Ordinal) ? null : MagicLine.ParameterAt(magic, line[..Math.Max(0, line.IndexOf(word, StringComparison.Ordinal))]));
        return parameter is null
            ? new() { [MimeTypes.Markdown] = $"**#!{magic.Name}**\n```\n{magic.Help}\n```", [MimeTypes.Text] = $"#!{magic.Name}\n{magic.Help}" }
            : new() { [MimeTypes.Markdown] = $"`{parameter.Usage}` of `#!{magic.Name}`: {parameter.Summary}", [MimeTypes.Text] = $"{parameter.Usage} of #!{magic.Name}: {parameter.Summary}" };
    }

    /// <summary>The cell with blanks where it is not C#, so that every position stays.</summary>
    /// <param name="code">The cell.</param>
    public string CSharpOf(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
        {
            return code;
        }

        var lines = code.Split('\n');
        foreach (var part in CellPart.Of(code, this).Where(static part => !part.IsCSharp))
        {
            for (var i = part.LineNumber; i <= part.LastLine; i++)
            {
                lines[i] = new(' ', lines[i].Length);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>The magic whose text, or behind whose line, a position stands.</summary>
    private CellPart? MagicBefore(string code, int cursor)
    {
        var line = code.AsSpan(0, cursor).Count('\n');
        return CellPart.Of(code, this).FindLast(part => !part.IsCSharp && part.LineNumber < line);
    }

    private CompletionList CompleteText(CellPart part, string code, int cursor, Func<IReadOnlyList<(string Name, object? Value)>> variables)
    {
        var start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] is '_' or '$'))
        {
            start--;
        }

        var first = code.Split('\n').Take(part.LineNumber + 1).Sum(static line => line.Length + 1);
        var typed = code[start..cursor];
        var items = Find(part.Name)?.CompleteText?.Invoke(new(part.Line, code[first..start], typed, part.Text, variables())) ?? [];
        return new(start, cursor, [.. items.Where(i => i.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).DistinctBy(static i => i.Text)]);
    }

    private static IEnumerable<CompletionItem> Words(Magic magic, string before, string typed, Func<IReadOnlyList<string>> variables)
    {
        var parameter = MagicLine.ParameterAt(magic, before);
        var values = parameter is null ? []
            : parameter.Type.Completions(typed, variables).Concat(typed.StartsWith('@') ? Asking(variables) : []).Select(value => new CompletionItem(value, parameter.Type.Name, parameter.Summary));
        return parameter is { IsOption: true }
            ? values
            : values.Concat(magic.Parameters.Where(p => p.IsOption && !before.Contains(p.Name + " ", StringComparison.Ordinal)).Select(static p => new CompletionItem(p.Name, "parameter", p.Summary)));
    }

    /// <summary>What asks for a value, and what takes a variable's.</summary>
    private static IEnumerable<string> Asking(Func<IReadOnlyList<string>> variables) => ["@input:", "@password:", .. variables().Select(static name => "@csharp:" + name)];

    private static bool IsForeign(string name) => CoreMagics.Foreign.ContainsKey(name);

    private static Magic? Among(IReadOnlyList<Magic> magics, string name) => magics.FirstOrDefault(m => m.Name == name || m.Aliases.Contains(name));
}
