using System.CommandLine;
using System.Diagnostics;

namespace Isopleth.Cli.Commands;

/// <summary>The commands of the multi-user lab. The front door, <c>./isopleth</c>, carries them out; this program knows them for its help, and hands over.</summary>
internal static class LabCommands
{
    private static readonly (string Name, string Description)[] All =
    [
        ("up", "Brings the multi-user lab up: JupyterHub, JupyterLab, this kernel, Slurm."),
        ("down", "Takes the lab down."),
        ("status", "Tells what runs in the lab, and for whom."),
        ("logs", "Shows the lab's log; -f follows it."),
        ("user", "Makes, lists and removes the lab's users: add NAME [--admin], list, password NAME, remove NAME."),
        ("backup", "Writes the lab's people, homes, database and settings into a file."),
        ("restore", "Brings them back from such a file."),
        ("upgrade", "Brings the lab to this version, with a back-up first, and back where that fails."),
        ("image", "Makes an OCI image of the lab's system and the product, with podman."),
        ("shell", "A shell, or one command, inside the lab: [--user NAME] [-- COMMAND…]."),
    ];

    public static IEnumerable<Command> Create() => All.Select(static entry =>
    {
        var rest = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(entry.Name, entry.Description) { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            using var door = Process.Start(Path.Combine(Repository.Current.Root, "isopleth"), parsed.Tokens.Select(static token => token.Value));
            door.WaitForExit();
            return door.ExitCode;
        });
        return command;
    });
}
