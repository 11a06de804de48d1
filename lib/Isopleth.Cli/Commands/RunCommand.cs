using System.CommandLine;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth run IN OUT</c>: executes a notebook headless, with parameters.</summary>
internal static class RunCommand
{
    public static Command Create() => new("run", "Executes a notebook headless, with parameters.");
}
