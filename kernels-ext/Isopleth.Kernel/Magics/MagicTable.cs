using Isopleth.Jupyter;

namespace Isopleth.Kernel.Magics;

/// <summary>All magics of a kernel: its own, and those that extensions add.</summary>
/// <param name="loadExtensions">Loads the extensions, when a name is not among its own.</param>
internal sealed class MagicTable(Action loadExtensions)
{
    private readonly List<Magic> _magics = [.. CoreMagics.All];

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
                return [.. _magics.OrderBy(static m => m.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Adds a magic, in place of any of the same name.</summary>
    public void Add(Magic magic)
    {
        lock (_magics)
        {
            _magics.RemoveAll(m => m.Name == magic.Name);
            _magics.Add(magic);
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

    /// <summary>Completions of a magic's name, of its options or of their values, or null where no magic is being typed.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    /// <param name="variables">The session's variables.</param>
    public CompletionList? Complete(string code, int cursor, Func<IReadOnlyList<string>> variables)
    {
        var begin = cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1;
        var line = code[begin..cursor];
        var mark = line.IndexOf("#!", StringComparison.Ordinal);
        if (mark < 0 || !string.IsNullOrWhiteSpace(line[..mark]))
        {
            return null;
        }

        var quoted = line.Count(static c => c == '"') % 2 == 1;
        var start = (quoted ? line.LastIndexOf('"') : line.LastIndexOfAny([' ', '\t'])) + 1;
        var (before, typed) = (line[..start], line[start..]);
        var items = start <= mark ? Magics.Select(static m => new CompletionItem("#!" + m.Name, "magic", m.Summary))
            : Find(line[(mark + 2)..].Split([' ', '\t'], 2)[0]) is { } magic ? Words(magic, quoted ? before[..^1] : before, typed, variables)
            : [];
        return new(begin + start, cursor, [.. items.Where(i => i.Text.StartsWith(typed, StringComparison.Ordinal))]);
    }

    private static IEnumerable<CompletionItem> Words(Magic magic, string before, string typed, Func<IReadOnlyList<string>> variables)
    {
        var parameter = MagicLine.ParameterAt(magic, before);
        var values = parameter is null ? [] : parameter.Type.Completions(typed, variables).Select(value => new CompletionItem(value, parameter.Type.Name, parameter.Summary));
        return parameter is { IsOption: true }
            ? values
            : values.Concat(magic.Parameters.Where(p => p.IsOption && !before.Contains(p.Name + " ", StringComparison.Ordinal)).Select(static p => new CompletionItem(p.Name, "parameter", p.Summary)));
    }

    private static bool IsForeign(string name) => CoreMagics.Foreign.ContainsKey(name);

    private static Magic? Among(IReadOnlyList<Magic> magics, string name) => magics.FirstOrDefault(m => m.Name == name || m.Aliases.Contains(name));
}
