using System.CommandLine;
using Isopleth.Cli.Commands;

var root = new RootCommand("Isopleth: work on the Earth system in C#, in notebooks and headless.")
{
    RunCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
