using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Packages;

/// <summary>Tells in plain words why NuGet could not restore.</summary>
internal static partial class RestoreErrors
{
    // Of the packages that are missing beneath those asked for.
    private const int Shown = 4;

    /// <summary>One message for all that a restore complains of.</summary>
    /// <param name="output">What <c>dotnet restore</c> wrote.</param>
    /// <param name="requests">What was asked for.</param>
    /// <param name="sources">Where, besides the machine's own sources.</param>
    public static PackageException Of(string output, IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources)
    {
        var errors = Error().Matches(output).Select(static m => (Code: m.Groups[1].Value, Text: m.Groups[2].Value.Trim())).Distinct().ToList();

        // What follows the first line on a source says the same of it in the words of sockets.
        var unreachable = errors.Where(static e => e.Code == "NU1301").ToList();
        errors.RemoveAll(e => e.Code == "NU1301" && e != (unreachable.Find(static u => Address().IsMatch(u.Text)) is { Text: not null } named ? named : unreachable[0]));
        var missing = errors.Where(static e => e.Code == "NU1101").Select(static e => Unknown().Match(e.Text)).Where(m => m.Success && !requests.Any(r => Names(r, m))).ToList();
        errors.RemoveAll(e => missing.Exists(m => m.Value == Unknown().Match(e.Text).Value));
        var beneath = Beneath(errors, requests);
        var told = errors.Select(error => Tell(error.Code, error.Text, requests, sources)).Distinct(StringComparer.Ordinal).OfType<string>().ToList();
        if (missing.Count > 0)
        {
            var names = missing.Select(static m => m.Groups[1].Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            told.Add($"There is no package '{names[0]}' at {missing[0].Groups[2].Value}, on which {string.Join(", ", requests)} {(requests.Count == 1 ? "rests" : "rest")}{(names.Count > 1 ? $", nor {string.Join(", ", names.Skip(1).Take(Shown))}{(names.Count > Shown + 1 ? $" and {names.Count - Shown - 1} more" : "")}" : "")}. Add the source that has it with #i \"nuget:ADDRESS OR FOLDER\", or do without.");
        }

        if (beneath.Count > 0)
        {
            told.Add($"{string.Join(", ", requests)} {(requests.Count == 1 ? "rests" : "rest")} on {string.Join(", ", beneath.Take(Shown))}{(beneath.Count > Shown ? $" and {beneath.Count - Shown} more" : "")}, in versions that no source has. Ask for another version of {string.Join(", ", requests.Select(static r => r.Name))}, or add the source that has them with #i \"nuget:ADDRESS OR FOLDER\".");
        }

        return new(told.Count > 0 ? string.Join('\n', told) : $"The packages {string.Join(", ", requests)} could not be restored: {output.Trim()}")
        {
            Subject = (requests.FirstOrDefault(r => told.Count > 0 && told[0].Contains(r.Name, StringComparison.OrdinalIgnoreCase)) ?? requests[0]).Name,
            Unreachable = unreachable.Count > 0,
        };
    }

    /// <summary>Takes out what is said of versions of packages that nobody asked for.</summary>
    private static List<string> Beneath(List<(string Code, string Text)> errors, IReadOnlyList<PackageRequest> requests)
    {
        var beneath = new List<string>();
        for (var i = errors.Count - 1; i >= 0; i--)
        {
            if (errors[i].Code is not ("NU1102" or "NU1103") || NoVersion().Match(errors[i].Text) is not { Success: true } m || requests.Any(r => Names(r, m)))
            {
                continue;
            }

            // The lines after it name the sources, and the nearest version that each has.
            var lines = errors.Skip(i + 1).TakeWhile(e => e.Code == errors[i].Code && e.Text.StartsWith('-')).Count();
            var nearest = errors.GetRange(i + 1, lines).Select(static e => Found().Match(e.Text).Groups[3]).FirstOrDefault(static g => g.Success)?.Value;
            beneath.Insert(0, $"{m.Groups[1].Value} {m.Groups[2].Value}{(nearest is null ? "" : $" (the nearest is {nearest})")}");
            errors.RemoveRange(i, lines + 1);
        }

        return beneath;
    }

    private static bool Names(PackageRequest request, Match unknown) => string.Equals(request.Name, unknown.Groups[1].Value, StringComparison.OrdinalIgnoreCase);

    private static string? Tell(string code, string text, IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources)
    {
        switch (code)
        {
            case "NU1101" when Unknown().Match(text) is { Success: true } m:
                return $"There is no package '{m.Groups[1].Value}' at {m.Groups[2].Value}. {(NearName.Find(m.Groups[1].Value, Known(sources)) is { } near ? $"Did you mean {AsWritten(near)}? Else c" : "C")}orrect the name, or add the source that has it with #i \"nuget:ADDRESS OR FOLDER\".";
            case "NU1102" or "NU1103" when NoVersion().Match(text) is { Success: true } m:
                var asked = requests.FirstOrDefault(r => string.Equals(r.Name, m.Groups[1].Value, StringComparison.OrdinalIgnoreCase))?.Version ?? m.Groups[2].Value;
                return code == "NU1103"
                    ? $"{m.Groups[1].Value} has no stable version {asked}, only earlier stages. Ask for the newest of all with #r \"nuget:{m.Groups[1].Value}, *-*\"."
                    : $"{m.Groups[1].Value} has no version {asked}. Ask for one that is there, or for the newest with #r \"nuget:{m.Groups[1].Value}\".";
            case "NU1102" or "NU1103" when Found().Match(text) is { Success: true } m:
                return $"There {(m.Groups[1].Value == "1" ? "is 1 version" : $"are {m.Groups[1].Value} versions")} at {m.Groups[2].Value}{(m.Groups[3].Success ? $", the nearest is {m.Groups[3].Value}" : "")}.";
            case "NU1605" when Downgrade().Match(text) is { Success: true } m:
                return $"{m.Groups[1].Value} is asked for in version {m.Groups[3].Value}, but another package needs {m.Groups[2].Value}. Ask for {m.Groups[1].Value} {m.Groups[2].Value} in the cell; where {m.Groups[3].Value} is loaded already, restart the kernel first.";
            case "NU1107" when Conflict().Match(text) is { Success: true } m:
                return $"The packages need {m.Groups[1].Value} in versions that exclude each other. Ask for other versions of them; where one is loaded already, restart the kernel first.";
            case "NU1202" when Incompatible().Match(text) is { Success: true } m:
                return $"{m.Groups[1].Value} has nothing for .NET {Environment.Version.Major}. Ask for a newer version, or for another package.";
            case "NU1301":
                return $"{(Address().Match(text) is { Success: true } source ? $"The package source {source.Groups[1].Value.TrimEnd('.')}" : "A package source")} cannot be reached, and not all of this is on the machine yet: {string.Join(", ", requests)}. Check the network and the address, then run the cell again{(sources.Count > 0 ? "; or leave out the #i that names it, where the source is gone" : "")}.{(Address().IsMatch(text) ? "" : $" ({text.TrimEnd('.')}.)")}";
            default:
                // What follows the first line of a complaint explains it in NuGet's own terms.
                return code is "NU1605" or "NU1107" or "NU1202" || text.StartsWith('-') ? null : $"{code}: {text}";
        }
    }

    /// <summary>The packages in folders that serve as sources, and those that this machine has unpacked: a feed tells no names.</summary>
    private static IEnumerable<string> Known(IReadOnlyList<string> sources)
    {
        var unpacked = Unpacked;
        return sources.Where(Directory.Exists).SelectMany(static folder => Directory.EnumerateFiles(folder, "*.nupkg")).Select(static file => NameOfFile().Match(Path.GetFileName(file)).Groups[1].Value)
            .Concat(Directory.Exists(unpacked) ? Directory.EnumerateDirectories(unpacked).Select(static folder => Path.GetFileName(folder)) : [])
            .Where(static name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase);
    }

    private static string Unpacked => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen ? chosen : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>A package's name as its author writes it; the folders of what is unpacked are in small letters.</summary>
    private static string AsWritten(string name) =>
        Path.Combine(Unpacked, name) is var folder && Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.nuspec", SearchOption.AllDirectories).FirstOrDefault() is { } description
        && Id().Match(File.ReadAllText(description)) is { Success: true } id ? id.Groups[1].Value : name;

    [GeneratedRegex("<id>([^<]+)</id>")]
    private static partial Regex Id();

    [GeneratedRegex(@"^(.+?)\.\d+\.")]
    private static partial Regex NameOfFile();

    [GeneratedRegex(@"for source (\S+)")]
    private static partial Regex Address();

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
