namespace Isopleth.Formats;

/// <summary>How an ODV spreadsheet is written.</summary>
public sealed record OdvWriteOptions
{
    /// <summary>Whether every value has a flag of SeaDataNet's scheme L20 after it; null, the default, writes flags where the data set has flags or terms of the vocabulary P01.</summary>
    public bool? Flags { get; init; }

    /// <summary>Lines for the reader at the head of the file, written behind <c>//</c>; none by default.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];
}
