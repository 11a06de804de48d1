using Isopleth.Jupyter;

namespace Isopleth.Kernel.Magics;

/// <summary>A magic: a line <c>#!name</c> of a cell that is not C#. Parsing, <c>-h</c>, completion, errors and the reference page all come from this record.</summary>
/// <param name="Name">Its name, without <c>#!</c>.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Example">A cell that shows it, and runs in an empty session.</param>
/// <param name="Run">What it does. A <see cref="MagicException"/> becomes the cell's error.</param>
public sealed record Magic(string Name, string Summary, string Example, Action<MagicCall> Run)
{
    /// <summary>Its arguments and options, arguments first.</summary>
    public IReadOnlyList<MagicParameter> Parameters { get; init; } = [];

    /// <summary>Other names that it goes by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether the lines beneath it, up to the next such magic, are its text and not C#.</summary>
    public bool TakesText { get; init; }

    /// <summary>Completions within its text, whatever they begin with. Null offers none.</summary>
    public Func<MagicTextAt, IEnumerable<CompletionItem>>? CompleteText { get; init; }

    /// <summary>How it is called, for example <c>#!import file</c>.</summary>
    public string Usage => string.Join(' ', ["#!" + Name, .. Parameters.Select(static p => p.IsRequired ? p.Usage : $"[{p.Usage}]")]);

    /// <summary>What <c>-h</c> shows.</summary>
    public string Help => string.Join('\n',
    [
        Summary, "", "Usage: " + Usage,
        .. Parameters.Select(static p => $"  {p.Usage,-24} {p.Summary}{(p.Type == MagicValueType.Text || p.IsFlag ? "" : $" ({p.Type.Name})")}"),
        "", "Example:", .. Example.Split('\n').Select(static line => "  " + line),
    ]);
}

/// <summary>Where in a magic's text something is being typed.</summary>
/// <param name="Line">The magic's line.</param>
/// <param name="Before">Its text up to the word that is being typed.</param>
/// <param name="Word">What was typed of that word.</param>
/// <param name="Text">All of its text.</param>
/// <param name="Variables">The session's variables.</param>
public sealed record MagicTextAt(string Line, string Before, string Word, string Text, IReadOnlyList<(string Name, object? Value)> Variables)
{
    /// <summary>The value of an option in the magic's line, or null.</summary>
    /// <param name="name">The option, with its dashes.</param>
    public string? Option(string name) => MagicLine.OptionIn(Line, name);
}

/// <summary>An argument or an option of a magic.</summary>
/// <param name="Name">Its name; one that begins with <c>--</c> is an option, which is followed by its value unless it is a flag.</param>
/// <param name="Summary">What it means.</param>
/// <param name="IsRequired">Whether it must be given.</param>
public sealed record MagicParameter(string Name, string Summary, bool IsRequired = false)
{
    /// <summary>Whether it is named where it is given.</summary>
    public bool IsOption => Name.StartsWith("--", StringComparison.Ordinal);

    /// <summary>What its value must be, and what completes it.</summary>
    public MagicValueType Type { get; init; } = MagicValueType.Text;

    /// <summary>How it is written.</summary>
    public string Usage => IsFlag || !IsOption ? Name : $"{Name} {(Type.Name.Contains('|', StringComparison.Ordinal) ? Type.Name : Name[2..].ToUpperInvariant())}";

    /// <summary>Whether it takes no value.</summary>
    internal bool IsFlag => Type == MagicValueType.Flag;
}
