using Isopleth.Tests;

namespace Isopleth.Browser.Tests;

/// <summary>The extension's source, apart from any page.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public void Source_AgainstTheTypesOfTheLabsJupyterLab_HasNoError()
    {
        var compiler = Path.Combine(Samples.RepositoryRoot, "artifacts", "npm", "node_modules", "typescript", "bin", "tsc");
        Assert.True(File.Exists(compiler), $"{compiler} is not there; ./isopleth test fetches it.");

        // Playwright brings a node of its own.
        var node = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, ".playwright", "node"), "node", SearchOption.AllDirectories).First();
        var (status, output, error) = ProgramRun.Run(node, [compiler, "--project", Path.Combine(Samples.RepositoryRoot, "kernels-ext", "labextension")]);

        Assert.True(status == 0, output + error);
    }
}
