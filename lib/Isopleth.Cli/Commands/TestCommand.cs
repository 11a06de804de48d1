using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth test [SUITE…]</c>: runs the suites, one program each, and adds up what they counted.</summary>
/// <remarks>A suite is a folder below <c>tests/</c> that holds a project; naming a folder above it (<c>unit</c>) names all suites in it.</remarks>
internal static class TestCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FullLimit = TimeSpan.FromMinutes(60);

    public static Command Create()
    {
        var suites = new Argument<string[]>("suite") { Arity = ArgumentArity.ZeroOrMore, Description = "Suites to run, by folder name below tests/; all of them when none is named." };
        var quick = new Option<bool>("--quick") { Description = "Leave out the tests marked slow." };
        var full = new Option<bool>("--full") { Description = "Run the long suites whole, not their seeded tenth." };
        var command = new Command("test", "Runs the tests; the last line is 'N passed, M failed, K skipped'.") { suites, quick, full };
        command.SetAction(parsed => Run(parsed.GetValue(suites)!, parsed.GetValue(quick), parsed.GetValue(full)));
        return command;
    }

    private static int Run(string[] names, bool quick, bool full)
    {
        var all = Suite.All(Repository.Current);
        var unknown = names.Where(n => !all.Any(s => s.Is(n))).ToArray();
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"There is no test suite '{unknown[0]}'. The suites are: {string.Join(", ", all.Select(s => s.Name))}.");
            return 2;
        }

        var total = new Counts(0, 0, 0);
        foreach (var suite in all.Where(s => names.Length == 0 || names.Any(s.Is)))
        {
            Console.WriteLine($"== {suite.Name}");
            var clock = Stopwatch.StartNew();
            var counts = suite.Run(Repository.Current, quick, full);
            total += counts;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {suite.Name}: {counts} in {clock.Elapsed.TotalSeconds:F1} s"));
        }

        Console.WriteLine(total);
        return total.Failed == 0 && total.Passed > 0 ? 0 : 1;
    }

    private sealed record Counts(int Passed, int Failed, int Skipped)
    {
        public static Counts operator +(Counts a, Counts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

        public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
    }

    private sealed record Suite(string Name, string Project, string[] Folders)
    {
        public static IReadOnlyList<Suite> All(Repository repository)
        {
            var tests = Path.Combine(repository.Root, "tests");
            return [.. Directory.EnumerateFiles(tests, "*.Tests.csproj", SearchOption.AllDirectories)
                .Select(p => (Project: Path.GetFileNameWithoutExtension(p), Folders: Path.GetRelativePath(tests, Path.GetDirectoryName(p)!).Split('/')))
                .Select(p => new Suite(p.Folders[^1], p.Project, p.Folders))
                .OrderBy(s => s.Folders[0] == "unit" ? 0 : 1).ThenBy(s => s.Name, StringComparer.Ordinal)];
        }

        public bool Is(string name) => Folders.Contains(name, StringComparer.OrdinalIgnoreCase);

        public Counts Run(Repository repository, bool quick, bool full)
        {
            var results = Path.Combine(repository.Artifacts, "test-results", Name + ".xml");
            Directory.CreateDirectory(Path.GetDirectoryName(results)!);
            File.Delete(results);
            var start = new ProcessStartInfo(repository.Program(Project)) { WorkingDirectory = repository.Root };
            foreach (var argument in (string[])["-noLogo", "-noColor", "-xml", results, .. quick ? (string[])["-trait-", "Speed=Slow"] : []])
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["ISOPLETH_TEST_FULL"] = full ? "1" : "0";
            using var process = Process.Start(start)!;
            var limit = full ? FullLimit : Limit;
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                Console.WriteLine($"   {Name} hung: it was stopped after {limit.TotalMinutes:F0} minutes and is counted as a failure.");
                return new(0, 1, 0);
            }

            if (!File.Exists(results))
            {
                Console.WriteLine($"   {Name} ended with status {process.ExitCode} before it reported; counted as a failure.");
                return new(0, 1, 0);
            }

            var assemblies = XDocument.Load(results).Descendants("assembly").ToArray();
            int Sum(string attribute) => assemblies.Sum(a => (int?)a.Attribute(attribute) ?? 0);
            var counts = new Counts(Sum("passed"), Sum("failed") + Sum("errors"), Sum("skipped"));
            return process.ExitCode != 0 && counts.Failed == 0 ? counts with { Failed = 1 } : counts;
        }
    }
}
