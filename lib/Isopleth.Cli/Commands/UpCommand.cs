using System.CommandLine;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth up</c>: the lab's place among the commands; it says what to do until the lab is there.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var command = new Command("up", "Not there yet: the multi-user lab.");
        command.SetAction(_ =>
        {
            Console.Error.WriteLine("isopleth: the multi-user lab is not part of this version. ./isopleth kernel install makes the C# kernel known to your own Jupyter; ./isopleth run executes a notebook without one.");
            return RunExitCode.Usage;
        });
        return command;
    }
}
