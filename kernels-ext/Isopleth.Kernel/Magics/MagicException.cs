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

    internal MagicException(string message, int start, int length)
        : base(message) => (Start, Length) = (start, length);

    /// <summary>The column that the fault begins in, from 0.</summary>
    public int Start { get; }

    /// <summary>How many letters are at fault; 0 for the whole line.</summary>
    public int Length { get; }

    /// <summary>The error as the cell tells it: the line, with what is at fault underlined.</summary>
    internal CellError ToError(string cell, int line, string text) => new("MagicError", Message,
    [
        $"{cell}, line {line + 1}, column {Start + 1}: {ErrorText.Red("MagicError")}: {Message}",
        "    " + text.Replace('\t', ' '),
        new string(' ', Start + 4) + ErrorText.Red(new string('^', Length > 0 ? Length : Math.Max(1, text.Length - Start))),
    ]);
}
