namespace Isopleth.Formats;

/// <summary>What is taken of Argo profiles.</summary>
public sealed record ArgoOptions
{
    /// <summary>The parameters, for example <c>TEMP</c> and <c>DOXY</c>; null for all that the stations name. <c>PRES</c> always comes with them.</summary>
    public IReadOnlyList<string>? Parameters { get; init; }

    /// <summary>The quality flags whose values are kept, as Argo's reference table 2 numbers them; 1 good, 2 probably good, 5 changed and 8 estimated are what the manual finds fit for use. Others are NaN.</summary>
    public string GoodFlags { get; init; } = "1258";

    /// <summary>The data modes that are taken: R real time, A adjusted in real time, D delayed mode; all by default. Profiles of another mode are NaN.</summary>
    public string Modes { get; init; } = "RAD";

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A flag is no digit, or a mode is none of R, A, D.</exception>
    public void Validate()
    {
        if (GoodFlags.Length == 0 || GoodFlags.Any(f => !char.IsAsciiDigit(f)))
        {
            throw new ArgumentException($"GoodFlags is '{GoodFlags}'; expected digits 0 to 9, for example 1258.", nameof(GoodFlags));
        }

        if (Modes.Length == 0 || Modes.Any(m => m is not ('R' or 'A' or 'D')))
        {
            throw new ArgumentException($"Modes is '{Modes}'; expected some of R, A and D.", nameof(Modes));
        }
    }
}
