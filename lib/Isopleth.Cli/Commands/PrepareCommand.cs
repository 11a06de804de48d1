using System.CommandLine;
using Isopleth.Chains;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth prepare</c>: what the other commands need besides the build: the build's own kernelspec, the offline sample, and what the start page shows.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var command = new Command("prepare", "Writes the build's kernelspec, the offline sample and the start page's index; quick when all are there.");
        command.SetAction(_ =>
        {
            var repository = Repository.Current;
            Kernelspec.Write(repository, Kernelspec.OwnJupyterPath(repository));
            OfflineSample.Generate(OfflineSample.FolderIn(repository.Root));
            StartPage.Write(Path.Combine(repository.Root, "notebooks"), StartPage.FolderIn(repository));
            return 0;
        });
        return command;
    }
}
