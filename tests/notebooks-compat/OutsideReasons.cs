using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Isopleth.Tests.Compat;

/// <summary>Why a notebook cannot run whole here, read from what it asks for: packages, other languages, files beside it, addresses, a person's answers.</summary>
/// <param name="Told">The reason, in words.</param>
/// <param name="Error">The name of the error that it explains, as a pattern.</param>
/// <param name="Message">The error's message, as a pattern.</param>
internal sealed record OutsideReason(string Told, string Error, string Message)
{
    public bool Explains(string error, string message) => Regex.IsMatch(error, $"^(?:{Error})$") && Regex.IsMatch(message, Message, RegexOptions.Singleline);
}

/// <summary>The reasons that a notebook names.</summary>
internal static partial class OutsideReasons
{
    // Namespaces of libraries that the kernels of their time held, or that packages bring; none of the framework's nor of the kernel's own.
    private const string FrameworkOrOwn = @"^(?:System(?!\.(?:Reactive|CommandLine))|Microsoft\.DotNet\.Interactive(?:$|\.Formatting|\.Commands|\.Events|\.CSharp)|Microsoft\.AspNetCore\.Html|Microsoft\.CSharp)(?:$|\.)";
    private static readonly string[] Languages = ["pwsh", "powershell", "kql", "http", "httpRequest", "wpf", "python", "r"];

    /// <summary>The reasons of one notebook.</summary>
    public static IReadOnlyList<OutsideReason> Of(string path, JsonNode notebook)
    {
        var cells = notebook["cells"]!.AsArray().Where(static c => (string?)c!["cell_type"] == "code").ToArray();
        var code = string.Join('\n', cells.Select(static c => c!["source"] is JsonArray lines ? string.Concat(lines.Select(static l => (string)l!)) : (string)c["source"]!));
        var reasons = new List<OutsideReason>();
        foreach (var package in Package().Matches(code).Select(static m => m.Groups[1].Value.Trim()).Distinct())
        {
            // The feed names the package, or one that it rests on.
            reasons.Add(new($"package {package}", "PackageError", $"There is no package '(?:{Regex.Escape(package)}|[\\w.]+)' at|{Regex.Escape(package)}.* has no version|cannot be reached.*{Regex.Escape(package)}"));
            reasons.Add(new($"magics of package {package}", "MagicError", "^There is no magic"));
        }

        reasons.AddRange(Source().Matches(code).Select(static m => m.Groups[1].Value).Where(static s => !s.Contains("://", StringComparison.Ordinal))
            .Select(static source => new OutsideReason($"package source {source}", "PackageError|CS1024", "names no package source|Preprocessor directive")));
        reasons.AddRange(Connection().Matches(code).Select(static m => m.Groups[1].Value).Select(static name => new OutsideReason($"connection {name}", "MagicError", Regex.Escape(name))));
        reasons.AddRange(Languages.Concat(["connect", "dispatcher"])
            .Where(language => Regex.IsMatch(code, $@"^#!{language}\b", RegexOptions.Multiline) || cells.Any(c => (string?)c!["metadata"]?["polyglot_notebook"]?["kernelName"] == language || (string?)c["metadata"]?["dotnet_interactive"]?["language"] == language))
            .Select(static language => new OutsideReason($"language or connection {language}", "MagicError", $"does not run #!{language}\\b")));
        reasons.AddRange(Import().Matches(code).Select(static m => m.Groups[1].Value.Trim('"', ' ')).Where(file => !File.Exists(Path.Combine(Path.GetDirectoryName(path)!, file)))
            .Select(static file => new OutsideReason($"file {file}", "MagicError|LoadError|CS0006", Regex.Escape(file))));
        reasons.AddRange(Using().Matches(code).Select(static m => m.Groups[1].Value).Where(static name => !Regex.IsMatch(name, FrameworkOrOwn)).Select(static name => name.Split('.')[0] == "Microsoft" || name.StartsWith("System.", StringComparison.Ordinal) ? name.Split('.')[1] : name.Split('.')[0])
            .Distinct().Select(static name => new OutsideReason($"library {name}", "CS0246|CS0234|CS0103", $"'{Regex.Escape(name)}'")));
        if (Regex.IsMatch(code, "@input|@password|GetInputAsync|GetPasswordAsync"))
        {
            reasons.Add(new("a person's answer", ".*", "asks for input"));
        }

        if (code.Contains("http", StringComparison.Ordinal))
        {
            reasons.Add(new("the network", "HttpRequestException|SocketException|WebException|TaskCanceledException", ""));
        }

        return reasons;
    }

    [GeneratedRegex("""#r\s+"nuget:\s*([^",]+)""")]
    private static partial Regex Package();

    [GeneratedRegex(@"^#!connect\b.*--kernel-name\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Connection();

    [GeneratedRegex("""^\s*#i\s+"?(?:nuget:)?([^"\n]+)""", RegexOptions.Multiline)]
    private static partial Regex Source();

    [GeneratedRegex("""^\s*#(?:!import\s+|load\s+|r\s+)("[^"\n]*"|[^\s"]+)""", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^\s*(?:using|open)\s+(?:static\s+)?(?:\w+\s*=\s*)?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
