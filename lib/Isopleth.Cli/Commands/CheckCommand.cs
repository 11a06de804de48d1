using System.CommandLine;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth check FILE</c>: is a file fit to be preserved?</summary>
internal static class CheckCommand
{
    private const int NotConforming = 1;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "NetCDF, HDF5, Zarr (CF), ODV spreadsheets (SeaDataNet), ISO 19115 or DataCite records; packed with gzip too. Of a folder all such files.", Arity = ArgumentArity.OneOrMore };
        var version = new Option<string>("--cf-version") { Description = "The CF version to check against, for example 1.8; the file's own by default." };
        var names = new Option<string>("--standard-names") { Description = "A cf-standard-name-table.xml; the shipped names by default, which are not all." };
        var json = new Option<bool>("--json") { Description = "Writes a JSON array of reports." };
        var html = new Option<bool>("--html") { Description = "Writes HTML." };
        var command = new Command("check", """
            Checks files against the standard of their kind and tells rule, place, severity and remedy.

            Exit codes: 0 no requirement is broken; 1 one is; 2 a file cannot be checked, and the message says why.
            """) { files, version, names, json, html };
        command.SetAction(arguments =>
        {
            var options = new ConformanceOptions { CfVersion = arguments.GetValue(version), StandardNameTable = arguments.GetValue(names) };
            var reports = new List<ConformanceReport>();
            var code = RunExitCode.Success;
            var others = 0;
            foreach (var (file, isAsked) in arguments.GetValue(files)!.SelectMany(Within))
            {
                try
                {
                    if ((isAsked ? Conformance.Check(file, options) : Conformance.TryCheck(file, options)) is { } report)
                    {
                        reports.Add(report);
                    }
                    else
                    {
                        others++;
                    }
                }
                catch (Exception e) when (e is DataFormatException or ArgumentException or UnauthorizedAccessException)
                {
                    Console.Error.WriteLine($"isopleth check: {e.Message}");
                    code = RunExitCode.Usage;
                }
            }

            if (others > 0)
            {
                Console.Error.WriteLine($"isopleth check: {others} file{(others == 1 ? "" : "s")} of kinds that have no standard here {(others == 1 ? "was" : "were")} passed over.");
            }

            if (reports.Count == 0 && !arguments.GetValue(json))
            {
                return code;
            }

            Console.WriteLine(arguments.GetValue(json) ? $"[{string.Join(",\n", reports.Select(r => r.ToJson()))}]"
                : string.Join(Environment.NewLine, reports.Select(r => arguments.GetValue(html) ? r.ToHtml() : r.ToString())));
            return code != RunExitCode.Success ? code : reports.TrueForAll(r => r.Conforms) ? RunExitCode.Success : NotConforming;
        });
        return command;
    }

    /// <summary>A file, or the files and Zarr hierarchies of a folder.</summary>
    private static IEnumerable<(string Path, bool IsAsked)> Within(string path)
    {
        try
        {
            // A folder that links lead to is checked where it stands; one that must not be read is told.
            return !Directory.Exists(path) || Zarr.IsZarr(path) ? [(path, true)]
                : Directory.GetFileSystemEntries(path).Where(e => !(Directory.Exists(e) && new DirectoryInfo(e).LinkTarget is not null)).Order(StringComparer.Ordinal).SelectMany(Within).Select(p => (p.Path, false));
        }
        catch (UnauthorizedAccessException)
        {
            return [(path, true)];
        }
    }
}
