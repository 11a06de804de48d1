using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Packages;

/// <summary>Tells in plain words why NuGet could not restore.</summary>
internal static partial class RestoreErrors
{
    /// <summary>One message for all that a restore complains of.</summary>
    /// <param name="output">What <c>dotnet restore</c> wrote.</param>
    /// <param name="requests">What was asked for.</param>
    public static PackageException Of(string output, IReadOnlyList<PackageRequest> requests)
    {
        var errors = Error().Matches(output).Select(static m => (Code: m.Groups[1].Value, Text: m.Groups[2].Value.Trim())).Distinct().ToList();
        var told = errors.Select(error => Tell(error.Code, error.Text, requests)).Distinct(StringComparer.Ordinal).OfType<string>().ToList();
        return new(told.Count > 0 ? string.Join('\n', told) : $"The packages {string.Join(", ", requests)} could not be restored: {output.Trim()}")
        {
            Unreachable = errors.Exists(static e => e.Code == "NU1301"),
        };
    }

    private static string? Tell(string code, string text, IReadOnlyList<PackageRequest> requests)
    {
        switch (code)
        {
            case "NU1101" when Unknown().Match(text) is { Success: true } m:
                return $"There is no package '{m.Groups[1].Value}' at {m.Groups[2].Value}. Correct the name, or add the source that has it with #i \"nuget:ADDRESS OR FOLDER\".";
            case "NU1102" or "NU1103" when NoVersion().Match(text) is { Success: true } m:
                var asked = requests.FirstOrDefault(r => string.Equals(r.Name, m.Groups[1].Value, StringComparison.OrdinalIgnoreCase))?.Version ?? m.Groups[2].Value;
                return code == "NU1103"
                    ? $"{m.Groups[1].Value} has no stable version {asked}, only earlier stages. Ask for the newest of all with #r \"nuget:{m.Groups[1].Value}, *-*\"."
                    : $"{m.Groups[1].Value} has no version {asked}. Ask for one that is there, or for the newest with #r \"nuget:{m.Groups[1].Value}\".";
            case "NU1102" or "NU1103" when Found().Match(text) is { Success: true } m:
                return $"There are {m.Groups[1].Value} versions at {m.Groups[2].Value}{(m.Groups[3].Success ? $", the nearest is {m.Groups[3].Value}" : "")}.";
            case "NU1605" when Downgrade().Match(text) is { Success: true } m:
                return $"{m.Groups[1].Value} is asked for in version {m.Groups[3].Value}, but another package needs {m.Groups[2].Value}. Ask for {m.Groups[1].Value} {m.Groups[2].Value} in the cell; where {m.Groups[3].Value} is loaded already, restart the kernel first.";
            case "NU1107" when Conflict().Match(text) is { Success: true } m:
                return $"The packages need {m.Groups[1].Value} in versions that exclude each other. Ask for other versions of them; where one is loaded already, restart the kernel first.";
            case "NU1202" when Incompatible().Match(text) is { Success: true } m:
                return $"{m.Groups[1].Value} has nothing for .NET {Environment.Version.Major}. Ask for a newer version, or for another package.";
            case "NU1301":
                return $"A package source cannot be reached, and these packages are not all on this machine yet: {string.Join(", ", requests)}. Check the network and the address, then run the cell again. ({text.TrimEnd('.')}.)";
            default:
                // What follows the first line of a complaint explains it in NuGet's own terms.
                return code is "NU1605" or "NU1107" or "NU1202" || text.StartsWith('-') ? null : $"{code}: {text}";
        }
    }

    [GeneratedRegex(@"error (\w+\d+): ([^\n]+)")]
    private static partial Regex Error();

    [GeneratedRegex(@"Unable to find package ([\w.\-]+)\. No packages exist with this id in source\(s\): (.+?)\s*$")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"Unable to find a?\s?(?:stable )?package ([\w.\-]+) with version \((.+?)\)\s*$")]
    private static partial Regex NoVersion();

    [GeneratedRegex(@"- Found (\d+) version\(s\) in (\S+)(?: \[ Nearest version: (\S+) \])?")]
    private static partial Regex Found();

    [GeneratedRegex(@"Detected package downgrade: (\S+) from (?:centrally defined )?(\S+) to (?:centrally defined )?(\S+?)\.? ")]
    private static partial Regex Downgrade();

    [GeneratedRegex(@"Version conflict detected for (\S+?)\.(?:\s|$)")]
    private static partial Regex Conflict();

    [GeneratedRegex(@"Package (\S+ \S+) is not compatible with")]
    private static partial Regex Incompatible();
}
