using System.CommandLine;
using Isopleth.Cli.Commands;

var root = new RootCommand("Isopleth: work on the Earth system in C#, in notebooks and headless.")
{
    RunCommand.Create(),
};

// A value such as @me is a value, and what a signal does is each command's affair.
var parsed = root.Parse(RunPairs.Join(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? RunExitCode.Usage : code;
