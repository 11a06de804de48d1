using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Packages;

/// <summary>A package that a cell asks for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Exact (<c>13.0.3</c>), floating (<c>1.*</c>, <c>*</c> the newest stable, <c>*-*</c> the newest of all), or a range.</param>
internal sealed partial record PackageRequest(string Name, string Version)
{
    // The calls that notebooks make of these are the kernel's own (Interactive/).
    private static readonly HashSet<string> BuiltIn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.DotNet.Interactive.CSharp", "Microsoft.AspNetCore.Html.Abstractions",
    };

    /// <summary>Whether the kernel has what the package would bring.</summary>
    public bool IsBuiltIn => BuiltIn.Contains(Name);

    /// <summary>Whether what it stands for changes with time.</summary>
    public bool Floats => Version.Contains('*', StringComparison.Ordinal);

    private bool IsRange => Version[0] is '[' or '(';

    /// <summary>Reads the text behind <c>nuget:</c>.</summary>
    /// <param name="text">As <c>Name</c> or <c>Name, version</c>.</param>
    /// <exception cref="PackageException">It is neither.</exception>
    public static PackageRequest Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        var version = parts is [_, { Length: > 0 } given] ? given : "*";
        return NameForm().IsMatch(parts[0]) && VersionForm().IsMatch(version)
            ? new(parts[0], version)
            : throw new PackageException($"#r \"nuget:{text}\" names no {(NameForm().IsMatch(parts[0]) ? "version" : "package")}. Write #r \"nuget:Name\", #r \"nuget:Name, 1.2.3\" or #r \"nuget:Name, 1.*\".") { Subject = text };
    }

    /// <summary>Whether a version that the session has already will do. A range is left to the restore.</summary>
    /// <param name="version">The version.</param>
    public bool IsMetBy(string version) =>
        Version is "*" or "*-*" || (Floats ? version.StartsWith(Version[..Version.IndexOf('*', StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase)
            : IsRange || string.Equals(Normal(Version), Normal(version), StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override string ToString() => Version == "*" ? Name : $"{Name} {Version}";

    /// <summary>1.0, 1.0.0 and 1.0.0.0 are one version.</summary>
    private static string Normal(string version)
    {
        var parts = version.Split('+')[0].Split('-', 2);
        var numbers = parts[0].Split('.').Select(static n => n.TrimStart('0') is { Length: > 0 } number ? number : "0").ToList();
        while (numbers.Count > 1 && numbers[^1] == "0")
        {
            numbers.RemoveAt(numbers.Count - 1);
        }

        return string.Join('.', numbers) + (parts is [_, var label] ? "-" + label : "");
    }

    [GeneratedRegex(@"^\w[\w.\-]*$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^(?:[\d*][\w.*+\-]*|[\[(][\w.*+\-, ]+[\])])$")]
    private static partial Regex VersionForm();
}
