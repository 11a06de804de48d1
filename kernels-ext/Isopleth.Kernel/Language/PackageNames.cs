using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Language;

/// <summary>The packages that this machine has already, which need no network.</summary>
internal static partial class PackageNames
{
    private static string Folder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The packages whose names begin so.</summary>
    /// <param name="typed">What was typed.</param>
    public static IEnumerable<string> Like(string typed) =>
        typed.Contains('/', StringComparison.Ordinal) || !Directory.Exists(Folder) ? []
        : Directory.EnumerateDirectories(Folder).Select(static folder => Path.GetFileName(folder))
            .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).Select(Written);

    /// <summary>The versions of a package, the newest first.</summary>
    /// <param name="name">The package.</param>
    public static IEnumerable<string> Versions(string name) =>
        Path.Combine(Folder, name.ToLowerInvariant()) is var folder && name.Length > 0 && Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(static version => Path.GetFileName(version))
                .OrderByDescending(static version => Version.TryParse(version.Split('-', '+')[0], out var number) ? number : new Version())
                .ThenBy(static version => version.Contains('-', StringComparison.Ordinal)).ThenByDescending(static version => version, StringComparer.Ordinal)
            : [];

    /// <summary>A package's name as its author writes it; its folder has it in small letters.</summary>
    private static string Written(string name)
    {
        var description = Versions(name).Select(version => Path.Combine(Folder, name, version, name + ".nuspec")).FirstOrDefault(File.Exists);
        return description is not null && Id().Match(File.ReadAllText(description)) is { Success: true } id ? id.Groups[1].Value : name;
    }

    [GeneratedRegex(@"<id>\s*([^<\s]+)\s*</id>")]
    private static partial Regex Id();
}
