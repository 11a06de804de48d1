namespace Isopleth.Arrays;

/// <summary>The data's own mistake: a file or a variable that is missing, damaged, or not what it says it is.</summary>
/// <remarks>The message is complete on its own (what was wrong, where, and what to do); the properties repeat its parts for programs.</remarks>
public sealed class DataFormatException : FormatException
{
    /// <summary>States what is wrong with data.</summary>
    /// <param name="message">What is wrong, without the source's name.</param>
    /// <param name="source">The file or store, or null when there is none.</param>
    /// <param name="variable">The variable, or null.</param>
    /// <param name="hint">What to do about it, or null.</param>
    /// <param name="innerException">The cause, or null.</param>
    public DataFormatException(string message, string? source = null, string? variable = null, string? hint = null, Exception? innerException = null)
        : base(Compose(message, source, variable, hint), innerException)
    {
        Source = source;
        Variable = variable;
        Hint = hint;
    }

    /// <summary>The file or store that was being read or written, or null.</summary>
    public override string? Source { get; set; }

    /// <summary>The variable that was being read or written, or null.</summary>
    public string? Variable { get; }

    /// <summary>What to do about it, or null.</summary>
    public string? Hint { get; }

    private static string Compose(string message, string? source, string? variable, string? hint)
    {
        var place = (source, variable) switch
        {
            (null, null) => "",
            (null, _) => $"{variable}: ",
            (_, null) => $"{source}: ",
            _ => $"{source}, variable '{variable}': ",
        };
        return hint is null ? place + message : $"{place}{message} {hint}";
    }
}
