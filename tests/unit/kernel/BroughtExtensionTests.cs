using System.IO.Compression;

namespace Isopleth.Kernel.Tests;

/// <summary>Extensions that a cell brings: in a package of a folder feed, in a DLL, in a project, and those that fail.</summary>
[Trait("Speed", "Slow")]
public sealed class BroughtExtensionTests() : EngineTest(ownSession: true), IDisposable
{
    // NuGet keeps what it has once unpacked: names of its own for every run.
    private readonly string _name = "Probe" + Guid.NewGuid().ToString("N")[..8];
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-extension-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Package_WithAnExtension_AddsMagicsFormattersCompletionsAndUsings()
    {
        var feed = Path.Combine(_folder, "feed");
        Pack("""
            using Isopleth.Jupyter;
            using Isopleth.Kernel.Display;
            using Isopleth.Kernel.Extensions;
            using Microsoft.DotNet.Interactive.Formatting;
            [assembly: KernelExtension(typeof(NAME.Extension))]
            namespace NAME
            {
                public sealed record Plume(double Mass);
                public sealed class Extension : IKernelExtension
                {
                    public void Load(IKernelExtensionContext context)
                    {
                        System.Console.WriteLine("NAME is here");
                        Formatter.Register<Plume>(static plume => $"<b>{plume.Mass} kt</b>", "text/html");
                        context.AddUsing("NAME.Words");
                        context.AddCompletions(static (code, cursor) => code.EndsWith("plume[\"") ? new(cursor, cursor, [new("Etna", "plume", "a plume")]) : null);
                        context.AddMagic(new("NAME", "Shows a plume.", "#!NAME", static call => call.Show(new Plume(1.5))));
                    }
                }
                public static class Words { public static Plume EtnaPlume => new(2.5); }
            }
            """, "-o", feed);

        var outputs = Ok($"#i \"nuget:{feed}\"\n#r \"nuget:{_name}\"\nEtnaPlume");

        Assert.Contains($"{_name} is here", outputs.Stdout);
        Assert.Equal("<b>2.5 kt</b>", (string?)Assert.Single(outputs.Results)["text/html"]);
        Assert.Equal("<b>1.5 kt</b>", (string?)Assert.Single(Ok($"#!{_name}").Displays)["text/html"]);
        Assert.Equal("Etna", Assert.Single(Engine.Complete("plume[\"", 7).Items).Text);
        Assert.DoesNotContain("is here", Ok($"#r \"nuget:{_name}\"\nEtnaPlume").Stdout);
    }

    [Fact]
    public void Assembly_WhoseExtensionFails_IsToldOfOnce_AndTheSessionLives()
    {
        Pack("""
            namespace NAME { public sealed class Extension : Isopleth.Kernel.Extensions.IKernelExtension {
                public void Load(Isopleth.Kernel.Extensions.IKernelExtensionContext context) => throw new System.IO.IOException("the plume is gone"); } }
            """);
        var dll = Directory.GetFiles(_folder, $"{_name}.dll", SearchOption.AllDirectories).First(static f => f.Contains("/bin/", StringComparison.Ordinal));

        var outputs = Ok($"#r \"{dll}\"\n1 + 1");

        Assert.Equal($"The extension in {_name}.dll was not loaded, and adds nothing to the cells: IOException: the plume is gone\n", outputs.Stderr);
        Assert.Equal("2", (string?)Assert.Single(outputs.Results)["text/plain"]);
        Assert.Empty(Ok($"#r \"{dll}\"\n1 + 1").Stderr);
        Assert.Equal("Extension", Value($"nameof({_name}.Extension)"));
    }

    [Fact]
    public void Package_OfNetInteractive_RunsItsScriptAndItsExtension()
    {
        var feed = Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName;
        using (var package = ZipFile.Open(Path.Combine(feed, $"{_name}.1.0.0.nupkg"), ZipArchiveMode.Create))
        {
            Write(package, $"{_name}.nuspec", $"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
                <id>{_name}</id><version>1.0.0</version><authors>test</authors><description>test</description></metadata></package>
                """);
            Write(package, "interactive-extensions/dotnet/extension.dib", "#!markdown\n\n# not run\n\n#!csharp\n\nvar fromScript = 41;\n\n#!html\n\n<b>loaded</b>\n");
        }

        var outputs = Ok($"#i \"nuget:{feed}\"\n#r \"nuget:{_name}\"");

        Assert.Contains(outputs.Displays, static d => (string?)d["text/html"] == "<b>loaded</b>\n" || (string?)d["text/html"] == "<b>loaded</b>");
        Assert.Equal("42", Value("fromScript + 1"));
    }

    private static void Write(ZipArchive package, string name, string text)
    {
        using var writer = new StreamWriter(package.CreateEntry(name).Open());
        writer.Write(text);
    }

    /// <summary>Builds an assembly that refers to the kernel, and packs it.</summary>
    private void Pack(string source, params string[] options)
    {
        File.WriteAllText(Path.Combine(_folder, "Extension.cs"), source.Replace("NAME", _name, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, _name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(CSharpEngine).Assembly.Location}" Private="false" />
                <Reference Include="{typeof(Isopleth.Jupyter.CompletionList).Assembly.Location}" Private="false" />
              </ItemGroup>
            </Project>
            """);
        var (status, output, error) = Isopleth.Tests.ProgramRun.Run("dotnet", ["pack", _folder, "-c", "Release", "-nologo", "-v:q", .. options]);
        Assert.True(status == 0, output + error);
    }
}
