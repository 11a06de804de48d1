namespace Isopleth.NotebookRunner.Parameters;

/// <summary>A parameter that a notebook cannot take: unknown, of the wrong kind, or written in a way that cannot be read.</summary>
public sealed class ParameterException : Exception
{
    /// <summary>A fault of one parameter, or of the text that holds several.</summary>
    /// <param name="parameter">The parameter's name, or the file or option that was to give parameters.</param>
    /// <param name="message">What is wrong with which value, what was expected, and what to do.</param>
    /// <param name="inner">What a parser said.</param>
    public ParameterException(string parameter, string message, Exception? inner = null)
        : base(message, inner) => Parameter = parameter;

    /// <summary>The parameter's name, or the file or option that was to give parameters.</summary>
    public string Parameter { get; }
}
