namespace Isopleth.Formats;

/// <summary>How a file is checked.</summary>
public sealed record ConformanceOptions
{
    /// <summary>The CF version to check against, for example <c>1.8</c>; null for the one that the file's <c>Conventions</c> names, 1.0 where it names none.</summary>
    public string? CfVersion { get; init; }

    /// <summary>A <c>cf-standard-name-table.xml</c> as cfconventions.org publishes it; null for the names that Isopleth ships, which are not all.</summary>
    public string? StandardNameTable { get; init; }

    /// <summary>Throws when an option makes no sense.</summary>
    /// <exception cref="ArgumentException">The version is no version of CF.</exception>
    internal void Validate()
    {
        if (CfVersion is not null && (!Version.TryParse(CfVersion, out var version) || version.Major != 1))
        {
            throw new ArgumentException($"'{CfVersion}' is no version of the CF conventions; give for example 1.8.");
        }
    }
}
