using System.CommandLine;
using Isopleth.Arrays;
using Isopleth.Catalogue;
using Isopleth.Cli;
using Isopleth.Cli.Commands;
using Isopleth.Native;

// The runner finds the build's own kernel before any that is installed.
var jupyterPath = Environment.GetEnvironmentVariable("JUPYTER_PATH");
var own = Kernelspec.OwnJupyterPath(Repository.Current);
Environment.SetEnvironmentVariable("JUPYTER_PATH", string.IsNullOrEmpty(jupyterPath) ? own : $"{own}:{jupyterPath}");

var root = new RootCommand("Isopleth: work on the Earth system in C#, in notebooks and headless.")
{
    RunCommand.Create(),
    OpenCommand.Create(),
    CheckCommand.Create(),
    ConvertCommand.Create(),
    CatalogueCommand.Create(),
    ScreenCommand.Create(),
    TestCommand.Create(),
    BenchCommand.Create(),
    KernelCommand.Create(),
    DoctorCommand.Create(),
    PrepareCommand.Create(),
};
foreach (var command in LabCommands.Create())
{
    root.Add(command);
}

// A value such as @me is a value, and what a signal does is each command's affair.
var parsed = root.Parse(RunPairs.Join(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
try
{
    var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? RunExitCode.Usage : code;
}
catch (Exception e) when (e is NativeLibraryMissingException or DataFormatException or CatalogueException or IOException or UnauthorizedAccessException or InvalidOperationException)
{
    // What is wrong with the machine or a file is told in a sentence; anything else is a fault of ours and shows where it is.
    Console.Error.WriteLine($"isopleth: {e.Message}");
    return RunExitCode.Usage;
}
