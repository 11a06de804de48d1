using System.CommandLine;
using Isopleth.Chains;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth prepare</c>: what the other commands need besides the build: the build's own kernelspec, and the offline sample.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var command = new Command("prepare", "Writes the build's kernelspec and the offline sample; quick when both are there.");
        command.SetAction(_ =>
        {
            var repository = Repository.Current;
            Kernelspec.Write(repository, Kernelspec.OwnJupyterPath(repository));
            OfflineSample.Generate(OfflineSample.FolderIn(repository.Root));
            return 0;
        });
        return command;
    }
}
