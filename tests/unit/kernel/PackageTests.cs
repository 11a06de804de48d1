using System.Diagnostics;

namespace Isopleth.Kernel.Tests;

/// <summary>Packages in cells, from a folder made on the spot and from the real feed.</summary>
[Trait("Speed", "Slow")]
public sealed class PackageTests : EngineTest, IDisposable
{
    private readonly PackageFolder _folder = new();
    private readonly string? _cacheBefore = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private readonly string? _unpackedBefore = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
    private readonly string _cache = Directory.CreateTempSubdirectory("isopleth-cache-").FullName;

    /// <summary>A cache and a package folder of its own, and no source but those that a test names.</summary>
    public PackageTests()
        : base(ownSession: true)
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cache);
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", Path.Combine(_cache, "unpacked"));
        File.WriteAllText(Path.Combine(_cache, "NuGet.Config"), "<configuration><packageSources><clear /></packageSources></configuration>");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cacheBefore);
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", _unpackedBefore);
        Directory.Delete(_cache, recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public void Reference_VersionsExactFloatingAndNone_AreFoundInOneCellAndAgainFromTheCache()
    {
        foreach (var name in new[] { "Exact", "Floating", "Newest", "Early" })
        {
            _folder.Add(name, "1.0.0").Add(name, "1.4.0").Add(name, "2.0.0").Add(name, "3.0.0-beta");
        }

        var cell = $"""
            {Source}
            #r "nuget: {_folder.Name("Exact")}, 1.0.0"
            #r "nuget:{_folder.Name("Floating")},1.*"
            #r "nuget:{_folder.Name("Newest")}"
            #r "nuget:{_folder.Name("Early")}, *-*"
            string.Join(' ', {Version("Exact")}, {Version("Floating")}, {Version("Newest")}, {Version("Early")})
            """;
        var outputs = Ok(cell);
        Assert.Equal("1.0.0 1.4.0 2.0.0 3.0.0-beta", (string)Assert.Single(outputs.Results)["text/plain"]!);
        var told = (string)(outputs.Updates.LastOrDefault().Data ?? outputs.Displays[0])["text/plain"]!;
        Assert.StartsWith($"Added {_folder.Name("Exact")} 1.0.0, ", told);
        Assert.EndsWith(" s", told);

        var watch = Stopwatch.StartNew();
        var again = new CSharpEngine().Execute(new(cell, 1, false, new Dictionary<string, string>()), new RecordingOutputs());
        Assert.Null(again.Error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void Reference_WrongNameOrVersion_SaysSoAndLeavesTheSession()
    {
        _folder.Add("Good", "1.0.0").Add("Good", "1.2.0");
        Ok("var kept = 5;");
        var name = Fail($"{Source}\n#r \"nuget:{_folder.Name("Godo")}\"\nkept = 6;");
        Assert.Equal("PackageError", name.Name);
        Assert.Contains($"There is no package '{_folder.Name("Godo")}'", name.Value);
        var version = Fail($"{Source}\n#r \"nuget:{_folder.Name("Good")}, 7.0.0\"");
        Assert.Contains("has no version 7.0.0", version.Value);
        Assert.Contains("the nearest is 1.2.0", version.Value);
        Assert.Contains("names no package", Fail("#r \"nuget:a b c\"").Value);
        Assert.Contains("names no version", Fail("#r \"nuget:Good, abc\"").Value);
        Assert.Contains($"Did you mean {_folder.Name("Good")}?", name.Value);
        Assert.StartsWith($"Cell 2, line 2, column 1: PackageError: There is no package '{_folder.Name("Godo")}'", name.Traceback);
        Assert.EndsWith($"\n    #r \"nuget:{_folder.Name("Godo")}\"\n    {new string('^', _folder.Name("Godo").Length + 11)}", name.Traceback);
        Assert.Contains(", line 3, column 1: ", Fail($"#!csharp\n1\n#r \"nuget:{_folder.Name("Gone")}\"").Traceback);
        Assert.Contains("there is no folder", Fail("#i \"nuget:/nowhere/at/all\"").Value);
        Assert.Equal("5", Value("kept"));
        Assert.Equal("1.0.0", Value($"{Source}\n#r \"nuget:{_folder.Name("Good")}, 1.0.0\"\n{Version("Good")}"));
    }

    [Fact]
    public void Reference_TwoVersions_SaysWhichIsLoadedAndToRestart()
    {
        _folder.Add("Base", "1.0.0").Add("Base", "2.0.0").Add("Upper", "1.0.0", needs: "Base 2.0.0");
        var twice = Fail($"{Source}\n#r \"nuget:{_folder.Name("Base")}, 1.0.0\"\n#r \"nuget:{_folder.Name("Base")}, 2.0.0\"");
        Assert.Contains("in two versions, 1.0.0 and 2.0.0", twice.Value);

        var below = Fail($"{Source}\n#r \"nuget:{_folder.Name("Base")}, 1.0.0\"\n#r \"nuget:{_folder.Name("Upper")}\"");
        Assert.Contains($"{_folder.Name("Base")} is asked for in version 1.0.0, but another package needs 2.0.0", below.Value);

        Assert.Equal("1.0.0", Value($"{Source}\n#r \"nuget:{_folder.Name("Base")}, 1.0.0\"\n{Version("Base")}"));
        var loaded = Fail($"#r \"nuget:{_folder.Name("Base")}, 2.0.0\"");
        Assert.Contains($"{_folder.Name("Base")} 1.0.0 is loaded already", loaded.Value);
        Assert.Contains("restart", loaded.Value);
        Assert.Contains("restart", Fail($"#r \"nuget:{_folder.Name("Upper")}, 1.0.0\"").Value);
        Ok($"#r \"nuget:{_folder.Name("Base")}\"");
        Assert.Equal("1.0.0", Value(Version("Base")));
    }

    [Fact]
    public void Reference_WhatTheKernelHasInAnotherVersion_IsTold()
    {
        _folder.Add("Own", "0.0.1", assembly: "Isopleth.Jupyter");
        var outputs = Ok($"{Source}\n#r \"nuget:{_folder.Name("Own")}, 0.0.1\"\ntypeof(Isopleth.Jupyter.KernelInfo).Assembly.GetName().Version.ToString(2)");
        var version = (string)Assert.Single(outputs.Results)["text/plain"]!;
        Assert.Contains($"is used in the kernel's own version, {version}", (string)(outputs.Updates.LastOrDefault().Data ?? outputs.Displays[0])["text/plain"]!);
    }

    [Fact]
    public void Reference_NativeAssets_AreFoundByDllImport()
    {
        Assert.SkipUnless(File.Exists(NativeMaths), $"{NativeMaths} is not there.");
        _folder.Add("Maths", "1.0.0", native: NativeMaths);
        Ok($"{Source}\n#r \"nuget:{_folder.Name("Maths")}\"");
        Assert.Equal("2", Value($"[System.Runtime.InteropServices.DllImport(\"{_folder.Namespace("Maths")}\")] static extern double sqrt(double x);\nsqrt(4)"));
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("unix")]
    [InlineData("linux-x64")]
    public void Reference_NativeAssetsOfWhatItRestsOn_AreFoundForEveryPlatformThatIsOurs(string platform)
    {
        Assert.SkipUnless(File.Exists(NativeMaths), $"{NativeMaths} is not there.");
        _folder.Add("Maths", "1.0.0", native: NativeMaths, platform: platform).Add("Middle", "1.0.0", needs: "Maths 1.0.0").Add("Upper", "1.0.0", needs: "Middle 1.0.0");
        Ok($"{Source}\n#r \"nuget:{_folder.Name("Upper")}\"");
        Assert.Equal("2", Value($"[System.Runtime.InteropServices.DllImport(\"{_folder.Namespace("Maths")}\")] static extern double sqrt(double x);\nsqrt(4)"));
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("linux-x64")]
    public void Reference_ProjectOnAPackageWithNativeAssets_FindsThem(string platform)
    {
        Assert.SkipUnless(File.Exists(NativeMaths), $"{NativeMaths} is not there.");
        _folder.Add("Maths", "1.0.0", native: NativeMaths, platform: platform);
        var project = Path.Combine(_folder.Path, "Mine.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><RestoreSources>{_folder.Path}</RestoreSources></PropertyGroup>
            <ItemGroup><PackageReference Include="{_folder.Name("Maths")}" Version="1.0.0" /></ItemGroup></Project>
            """);
        File.WriteAllText(Path.Combine(_folder.Path, "Root.cs"), $"namespace Mine; public static class Root {{ [System.Runtime.InteropServices.DllImport(\"{_folder.Namespace("Maths")}\")] public static extern double sqrt(double x); }}");
        Assert.Equal("2", Value($"#r \"{project}\"\nMine.Root.sqrt(4)"));
    }

    [Fact]
    public void Reference_UnreachableSource_IsOneMessageAndTheCacheServesWithoutIt()
    {
        _folder.Add("Cached", "1.0.0");
        var cell = $"{Source}\n#r \"nuget:{_folder.Name("Cached")}, 1.0.0\"\n{Version("Cached")}";
        Ok(cell);
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);
        var again = new RecordingOutputs();
        Assert.Null(new CSharpEngine().Execute(new(cell, 1, false, new Dictionary<string, string>()), again).Error);
        Assert.Equal("1.0.0", (string)Assert.Single(again.Results)["text/plain"]!);
        var error = Fail("#i \"nuget:https://127.0.0.1:9/index.json\"\n#r \"nuget:Nothing.There, 1.0.0\"");
        Assert.Contains("cannot be reached", error.Value);
        Assert.Equal("1.0.0", Value(Version("Cached")));
    }

    [Fact]
    public void Source_OfAnEarlierCellThatCannotBeReached_IsTakenBack()
    {
        _folder.Add("Good", "1.0.0");
        Ok("#i \"nuget:https://127.0.0.1:9/index.json\"");
        var cell = $"{Source}\n#r \"nuget:{_folder.Name("Good")}\"\n{Version("Good")}";
        var error = Fail(cell);
        Assert.Contains("The package source https://127.0.0.1:9/index.json cannot be reached", error.Value);
        Assert.Contains("is taken back", error.Value);
        Assert.Equal(error.Value.IndexOf(_folder.Name("Good"), StringComparison.Ordinal), error.Value.LastIndexOf(_folder.Name("Good"), StringComparison.Ordinal));
        Assert.StartsWith("Cell 2, line 2, column 1: PackageError: ", error.Traceback);
        Assert.Equal("1.0.0", Value(cell));
    }

    [Fact]
    public void Reference_WhatAPackageRestsOnIsMissing_IsToldOnceForAll()
    {
        _folder.Add("Upper", "1.0.0", needs: "Lower 1.0.0").Add("Beside", "1.0.0", needs: "Deeper 1.0.0");
        var error = Fail($"{Source}\n#r \"nuget:{_folder.Name("Upper")}\"\n#r \"nuget:{_folder.Name("Beside")}\"");
        Assert.StartsWith("There is no package '", error.Value);
        Assert.Contains(_folder.Name("Lower"), error.Value);
        Assert.Contains(_folder.Name("Deeper"), error.Value);
        Assert.Contains($", on which {_folder.Name("Upper")}, {_folder.Name("Beside")} rest, nor ", error.Value);
        Assert.DoesNotContain("Did you mean", error.Value);
        Assert.Single(error.Value.Split('\n'));
    }

    [Fact]
    public void Reference_VersionThatIsNotThere_IsTheNextOneAndSaysSoAlsoWhenTheCellRunsAgain()
    {
        _folder.Add("Next", "1.2.0").Add("Next", "1.3.0");
        var cell = $"{Source}\n#r \"nuget:{_folder.Name("Next")}, 1.1.0\"\n{Version("Next")}";
        var first = Ok(cell);
        Assert.Equal("1.2.0", (string?)Assert.Single(first.Results)["text/plain"]);
        Assert.Contains($"{_folder.Name("Next")} 1.2.0 (there is no 1.1.0)", string.Join('\n', first.Updates.Select(static u => (string?)u.Data["text/plain"])));
        Assert.Equal("1.2.0", Value(cell));
        Assert.Contains("is loaded already", Fail($"#r \"nuget:{_folder.Name("Next")}, 1.3.0\"").Value);
    }

    [Fact]
    public void Reference_WhatAPackageRestsOnIsThereInOtherVersionsOnly_IsToldInOneLine()
    {
        _folder.Add("Upper", "1.0.0", needs: "Lower 2.0.0").Add("Lower", "1.5.0");
        var error = Fail($"{Source}\n#r \"nuget:{_folder.Name("Upper")}\"");
        Assert.Equal($"{_folder.Name("Upper")} rests on {_folder.Name("Lower")} >= 2.0.0 (the nearest is 1.5.0), in versions that no source has. Ask for another version of {_folder.Name("Upper")}, or add the source that has them with #i \"nuget:ADDRESS OR FOLDER\".", error.Value);
    }

    [Fact]
    public void Reference_OnlyEarlierStagesAreThere_SaysHowToAskForThem()
    {
        _folder.Add("Early", "0.9.0-beta.2");
        Assert.Contains($"#r \"nuget:{_folder.Name("Early")}, *-*\"", Fail($"{Source}\n#r \"nuget:{_folder.Name("Early")}\"").Value);
        Assert.Equal("0.9.0-beta.2", Value($"{Source}\n#r \"nuget:{_folder.Name("Early")}, *-*\"\n{Version("Early")}"));
    }

    [Theory]
    [InlineData("#i nuget:{0}\n#r nuget:{1}", "2.0.0")]
    [InlineData("#i nuget:{0}/\n#r nuget: {1}, 1.0.0 // the old one", "1.0.0")]
    public void Reference_WithoutQuotationMarks_IsRead(string lines, string version)
    {
        _folder.Add("Bare", "1.0.0").Add("Bare", "2.0.0");
        Assert.Equal(version, Value($"{string.Format(System.Globalization.CultureInfo.InvariantCulture, lines, _folder.Path, _folder.Name("Bare"))}\n{Version("Bare")}"));
    }

    [Fact]
    public void Load_OfAFileThatIsNotThere_IsToldWithItsLine() =>
        Assert.StartsWith("Cell 1, line 2, column 1: LoadError: #load \"nowhere.csx\" finds nothing", Fail("var a = 1;\n#load \"nowhere.csx\"").Traceback);

    [Fact]
    public void Reference_Interrupted_StopsWithinASecondAndLeavesTheSession()
    {
        Ok("var kept = 5;");
        var (error, milliseconds) = Interrupted($"{Source}\n#r \"nuget:{_folder.Name("Slow")}, 1.0.0\"", 300);
        Assert.Equal("Interrupted", error);
        Assert.InRange(milliseconds, 0, 1000);
        Assert.Equal("5", Value("kept"));
        Assert.Empty(Directory.Exists(Path.Combine(_cache, "isopleth", "packages")) ? Directory.GetDirectories(Path.Combine(_cache, "isopleth", "packages")) : []);
    }

    [Fact]
    public void Reference_PackageOfTheFeed_IsUsed()
    {
        File.Delete(Path.Combine(_cache, "NuGet.Config"));
        Ok("#r \"nuget:Newtonsoft.Json, 13.0.3\"");
        Assert.Equal("[1,2]", Value("Newtonsoft.Json.JsonConvert.SerializeObject(new[] { 1, 2 })"));

        // A native library comes from a package three steps down.
        Assert.StartsWith("3.", Value("#r \"nuget:SQLitePCLRaw.bundle_e_sqlite3, 2.0.6\"\nSQLitePCL.Batteries_V2.Init();\nSQLitePCL.raw.sqlite3_libversion().utf8_to_string()"));
        Assert.Equal("3", Value("(int)Newtonsoft.Json.Linq.JObject.Parse(\"{'a': 3}\")[\"a\"]"));
    }

    [Fact]
    public void Reference_Project_IsBuiltAndItsErrorsAreTold()
    {
        var project = Path.Combine(_folder.Path, "Mine.csproj");
        File.WriteAllText(project, "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        var source = Path.Combine(_folder.Path, "Plume.cs");
        File.WriteAllText(source, "namespace Mine; public static class Plume { public static int Height => oops; }");
        Assert.Contains("CS0103", Fail($"#r \"{project}\"").Value);
        File.WriteAllText(source, "namespace Mine; public static class Plume { public static int Height => 40; }");
        Assert.Equal("42", Value($"#r \"{project}\"\nMine.Plume.Height + 2"));
        Assert.Contains("no project", Fail("#r \"nowhere.csproj\"").Value);
    }

    private const string NativeMaths = "/lib/x86_64-linux-gnu/libm.so.6";

    private string Source => $"#i \"nuget:{_folder.Path}\"";

    private string Version(string name) => $"{_folder.Namespace(name)}.Probe.Version()";
}
