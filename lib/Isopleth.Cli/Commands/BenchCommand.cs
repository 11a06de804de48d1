using System.CommandLine;
using System.Diagnostics;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth bench NAME</c>: the one door to all benchmarks.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The benchmark, for example kernel." };
        var json = new Option<bool>("--json") { Description = "Write one JSON object per row." };
        var command = new Command("bench", "Measures us beside the peer, in one run: medians of alternating repetitions.") { name, json };
        command.SetAction(parsed =>
        {
            var start = new ProcessStartInfo(Repository.Current.Program("Isopleth.Benchmarks")) { WorkingDirectory = Repository.Current.Root };
            start.ArgumentList.Add(parsed.GetValue(name)!);
            if (parsed.GetValue(json))
            {
                start.ArgumentList.Add("--json");
            }

            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        });
        return command;
    }
}
