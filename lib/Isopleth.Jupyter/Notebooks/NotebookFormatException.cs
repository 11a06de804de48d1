namespace Isopleth.Jupyter.Notebooks;

/// <summary>A notebook file that cannot be read: missing, not JSON, or not of nbformat 4.</summary>
/// <remarks>The message names the file, the place, what was expected there and what to do.</remarks>
public sealed class NotebookFormatException : Exception
{
    /// <summary>A fault of a notebook file.</summary>
    /// <param name="file">The notebook's path, or the words that stand for it.</param>
    /// <param name="message">What is wrong, without the file's name.</param>
    /// <param name="hint">What to do, as a sentence; null when nothing helps but another file.</param>
    /// <param name="inner">What the parser said.</param>
    public NotebookFormatException(string file, string message, string? hint = null, Exception? inner = null)
        : base($"{file}: {message}{(hint is null ? "" : " " + hint)}", inner)
    {
        File = file;
        Hint = hint;
    }

    /// <summary>The notebook's path, or the words that stand for it.</summary>
    public string File { get; }

    /// <summary>What to do; null when nothing helps but another file.</summary>
    public string? Hint { get; }
}
