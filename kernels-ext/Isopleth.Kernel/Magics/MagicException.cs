using Isopleth.Jupyter;
using Isopleth.Kernel.Errors;

namespace Isopleth.Kernel.Magics;

/// <summary>A magic cannot do what it was asked to.</summary>
public sealed class MagicException : Exception
{
    /// <summary>A fault of the whole line.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public MagicException(string message)
        : base(message)
    {
    }

    /// <summary>Faults of the text beneath the magic.</summary>
    /// <param name="faults">The faults, at least one.</param>
    public MagicException(IReadOnlyList<TextFault> faults)
        : base(faults[0].Message) => Faults = faults;

    internal MagicException(string message, int start, int length)
        : base(message) => (Start, Length) = (start, length);

    /// <summary>The column that the fault begins in, from 0.</summary>
    public int Start { get; }

    /// <summary>How many letters are at fault; 0 for the whole line.</summary>
    public int Length { get; }

    /// <summary>The faults of the text beneath the magic; none where its line is at fault.</summary>
    public IReadOnlyList<TextFault> Faults { get; } = [];

    /// <summary>The error as the cell tells it: each line at fault, with what is at fault underlined.</summary>
    internal CellError ToError(string cell, CellPart part) => Faults.Count > 0
        ? new(Faults[0].Name, Message, [.. Faults.SelectMany(fault => Told(cell, part.LineNumber + 1 + fault.Line, fault.Name, fault.Message, part.Text.Split('\n').ElementAtOrDefault(fault.Line - 1) ?? "", fault.Column - 1, fault.Length))])
        : new("MagicError", Message, Told(cell, Math.Max(1, part.LineNumber + 1), "MagicError", Message, part.Line, Start, Length));

    private static string[] Told(string cell, int line, string name, string message, string text, int start, int length) =>
    [
        $"{cell}, line {line}, column {start + 1}: {ErrorText.Red(name)}: {message}",
        "    " + text.Replace('\t', ' '),
        new string(' ', start + 4) + ErrorText.Red(new string('^', length > 0 ? length : Math.Max(1, text.Length - start))),
    ];
}

/// <summary>A fault of the text beneath a magic.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Line">The line of the text, from 1.</param>
/// <param name="Column">The column of the line, from 1.</param>
/// <param name="Length">How many letters are at fault; 0 for the rest of the line.</param>
public sealed record TextFault(string Name, string Message, int Line, int Column, int Length = 0);
