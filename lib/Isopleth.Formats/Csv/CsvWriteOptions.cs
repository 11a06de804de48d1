namespace Isopleth.Formats;

/// <summary>How a table of text is written.</summary>
public sealed record CsvWriteOptions
{
    /// <summary>What stands between two fields; a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>What stands for a missing value; nothing.</summary>
    public string Missing { get; init; } = "";

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">The separator would be taken for a part of a value.</exception>
    public void Validate()
    {
        if (char.IsLetterOrDigit(Separator) || Separator is '"' or '.' or '-' or '\n' or '\r')
        {
            throw new ArgumentException($"Separator is '{Separator}', which values have in them; expected a comma, semicolon, tab or bar.", nameof(Separator));
        }
    }
}
