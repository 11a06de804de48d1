using Isopleth.Kernel.Packages;

namespace Isopleth.Kernel.Tests;

public sealed class ImportTests() : EngineTest(ownSession: true)
{
    [Fact]
    public void Load_File_RunsBeforeTheCellAndKeepsItsLineNumbers()
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-load-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "inner"));
            File.WriteAllText(Path.Combine(folder, "inner", "deep.csx"), "var deep = 40;");
            File.WriteAllText(Path.Combine(folder, "good.csx"), "#load \"inner/deep.csx\"\nint Twice(int n) => 2 * n;\n\"not shown\"");
            Assert.Equal("84", Value($"#load \"{folder}/good.csx\"\nTwice(deep + 2)"));

            File.WriteAllText(Path.Combine(folder, "bad.cs"), "var a = 1;\nvar b = oops;");
            Assert.Contains("bad.cs, line 2, column 9", Fail($"#load \"{folder}/bad.cs\"").Traceback);
            File.WriteAllText(Path.Combine(folder, "throws.csx"), "\nthrow new Exception(\"from a file\");");
            Assert.Contains("throws.csx, line 2", Fail($"#load \"{folder}/throws.csx\"").Traceback);

            File.WriteAllText(Path.Combine(folder, "loop.csx"), "#load \"loop.csx\"");
            var loop = Fail($"#load \"{folder}/loop.csx\"");
            Assert.Equal("LoadError", loop.Name);
            Assert.Contains("loop.csx → loop.csx", loop.Value);
            Assert.Contains("there is no file", Fail("#load \"nowhere.csx\"").Value);
            Assert.Equal("40", Value("deep"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("*", "3.1.0", true)]
    [InlineData("1.*", "1.4.0", true)]
    [InlineData("1.*", "2.0.0", false)]
    [InlineData("1.0", "1.0.0", true)]
    [InlineData("1.0.0-RC", "1.0.0-rc", true)]
    [InlineData("1.0.1", "1.0.10", false)]
    public void IsMetBy_Versions_AreComparedAsNuGetDoes(string asked, string there, bool met) =>
        Assert.Equal(met, new PackageRequest("A", asked).IsMetBy(there));
}
