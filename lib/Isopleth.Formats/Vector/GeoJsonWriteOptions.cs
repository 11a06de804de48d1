namespace Isopleth.Formats;

/// <summary>How GeoJSON is written.</summary>
public sealed record GeoJsonWriteOptions
{
    /// <summary>Decimals of the coordinates [degree]: 7, about a centimetre, is what RFC 7946 §11.2 finds enough; null, the default, writes them exactly.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether the collection says its box (RFC 7946 §5); true, since readers then need not look at every geometry.</summary>
    public bool WithBox { get; init; } = true;

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">The decimals are less than 0 or more than 15.</exception>
    public void Validate()
    {
        if (Decimals is < 0 or > 15)
        {
            throw new ArgumentException($"Decimals is {Decimals}; expected 0 to 15, or null for exact coordinates.", nameof(Decimals));
        }
    }
}
