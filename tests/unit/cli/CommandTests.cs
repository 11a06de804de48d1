using System.Text.Json.Nodes;

namespace Isopleth.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-cli-").FullName;

    [Fact]
    public void Catalogue_SearchedAsJson_GivesTheEntriesBestFirstWithTheCodeThatOpensThem()
    {
        var (status, output, error) = ProgramRun.Isopleth(["catalogue", "--json", "simulated", "volcano"]);

        Assert.True(status == 0, error);
        var found = JsonNode.Parse(output)!;
        var best = found["entries"]![0]!;
        Assert.Equal("simulated.so2.etna", (string?)best["name"]);
        Assert.StartsWith("var data = catalogue[\"simulated.so2.etna\"].Open(", (string?)best["code"], StringComparison.Ordinal);
        Assert.Equal(4, best["metadata"]!["bbox"]!.AsArray().Count);
        Assert.Empty(best["missing"]!.AsArray());
        Assert.Contains("volcano", string.Join(' ', best["reasons"]!.AsArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_AsJson_TellsWhichDataAreNotHereAndWhatToDo()
    {
        var (_, output, _) = ProgramRun.Isopleth(["catalogue", "--json"], ("ISOPLETH_SAMPLES", Path.Combine(_folder, "nothing-here")));

        var entries = JsonNode.Parse(output)!["entries"]!.AsArray().ToDictionary(e => (string)e!["name"]!, e => (string?)e!["unavailable"]);
        Assert.Null(entries["simulated.so2.etna"]);
        Assert.Contains("set ISOPLETH_SAMPLES", entries["tropomi.so2.etna"], StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_InWords_ListsWhatThereIs()
    {
        var (_, all, _) = ProgramRun.Isopleth(["catalogue"]);
        var (_, none, _) = ProgramRun.Isopleth(["catalogue", "qwertz"]);

        Assert.Contains("simulated.so2.etna", all, StringComparison.Ordinal);
        Assert.Equal("Nothing fits 'qwertz'.", none.Trim());
    }

    [Fact]
    public void Open_FileOfManyGroups_ShowsThoseThatHoldData()
    {
        var file = Path.Combine(_folder, "groups.zarr");
        void Group(string name)
        {
            Directory.CreateDirectory(Path.Combine(file, name));
            File.WriteAllText(Path.Combine(file, name, ".zgroup"), """{"zarr_format":2}""");
        }

        void Values(string name)
        {
            Directory.CreateDirectory(Path.Combine(file, name));
            File.WriteAllText(Path.Combine(file, name, ".zarray"), """{"zarr_format":2,"shape":[2],"chunks":[2],"dtype":"<f8","fill_value":1.5,"order":"C","compressor":null,"filters":null}""");
            File.WriteAllText(Path.Combine(file, name, ".zattrs"), """{"_ARRAY_DIMENSIONS":["x"],"units":"K"}""");
        }

        Group("");
        Values("above");
        for (var i = 0; i < 14; i++)
        {
            Group($"metadata{i}");
        }

        Group("retrieval");
        Values("retrieval/moisture");

        var (status, output, error) = ProgramRun.Isopleth(["open", file]);

        Assert.True(status == 0, error);
        Assert.Contains("above  (x)  double", output, StringComparison.Ordinal);
        Assert.Contains("moisture  (x)  double", output, StringComparison.Ordinal);
        Assert.DoesNotContain("/metadata/part3:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SpreadsheetWithFaults_TellsThemAndExitsWithOne()
    {
        var file = Path.Combine(_folder, "odv.txt");
        File.WriteAllText(file, "//SDN_parameter_mapping\nCruise\tStation\tType\tyyyy-mm-ddThh:mm:ss.sss\tLongitude [degrees_east]\tLatitude [degrees_north]\tLOCAL_CDI_ID\tEDMO_code\tBot. Depth [m]\tT [degC]\tQV:SEADATANET\n"
            + "C\tS\tB\t2018-01-01\t8\t154\tid\t43\t100\t12\t1\n");

        var (status, output, error) = ProgramRun.Isopleth(["check", "--json", file]);

        Assert.True(status == 1, error);
        var report = JsonNode.Parse(output)![0]!;
        Assert.Equal((false, 2), ((bool)report["conforms"]!, (int)report["errors"]!));
        Assert.Contains(report["findings"]!.AsArray(), f => (string?)f!["place"] == "Latitude" && (int)f["line"]! == 3);
        Assert.Equal(2, ProgramRun.Isopleth(["check", Path.Combine(_folder, "nothing.nc")]).Status);
    }

    [Fact]
    public void Check_Folder_ChecksWhatHasAStandardAndPassesOverTheRest()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "archive", "inner")).Parent!.FullName;
        File.WriteAllText(Path.Combine(folder, "notes.csv"), "a,b\n1,2\n");
        File.WriteAllText(Path.Combine(folder, "inner", "record.json"), """{"creators": [{"name": "A"}], "titles": [{"title": "T"}], "publicationYear": 2026}""");

        var (status, output, error) = ProgramRun.Isopleth(["check", folder]);

        Assert.Equal(1, status);
        Assert.Contains("record.json: checked against DataCite 4: 3 errors, 0 warnings", output, StringComparison.Ordinal);
        Assert.Contains("DataCite 4", output, StringComparison.Ordinal);
        Assert.Contains("1 file of kinds that have no standard here was passed over", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnyNotebook_LeavesAJournalOfHowFarItCame()
    {
        var notebook = Path.Combine(_folder, "in.ipynb");
        File.WriteAllText(notebook, """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#"}},
             "cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": null},
                       {"cell_type": "code", "id": "b", "metadata": {}, "source": "throw new Exception(\"no wind\");", "outputs": [], "execution_count": null}]}
            """);

        var (status, _, error) = ProgramRun.Isopleth(["run", notebook, Path.Combine(_folder, "out.ipynb")], ("XDG_STATE_HOME", _folder));

        Assert.True(status == 1, error);
        var journal = JsonNode.Parse(File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "isopleth", "runs")))))!;
        Assert.Equal("failed", (string?)journal["status"]);
        Assert.Equal((2, 2), ((int)journal["cell"]!, (int)journal["cells"]!));
        Assert.Contains("no wind", (string?)journal["title"], StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder, "out.ipynb"), (string?)journal["output"]);
    }

    [Fact]
    public void Run_WhereNoJournalCanBeWritten_RunsAllTheSame()
    {
        var (status, _, error) = ProgramRun.Isopleth(["run", "notebooks/TEMPLATE.ipynb", Path.Combine(_folder, "out.ipynb")], ("XDG_STATE_HOME", "/proc/no-such-place"));

        Assert.True(status == 0, error);
    }

    [Fact]
    public void KernelInstall_IntoAPrefix_WritesAKernelspecWhoseProgramIsThere_AndUninstallRemovesIt()
    {
        var installed = ProgramRun.Isopleth(["kernel", "install", "--prefix", _folder]);

        var folder = Path.Combine(_folder, "share", "jupyter", "kernels", ".net-csharp");
        Assert.Equal(0, installed.Status);
        Assert.Contains(folder, installed.Output, StringComparison.Ordinal);
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.Equal(".NET (C#)", (string?)spec["display_name"]);
        Assert.Equal("C#", (string?)spec["language"]);
        Assert.Equal("message", (string?)spec["interrupt_mode"]);
        var argv = spec["argv"]!.AsArray().Select(a => (string)a!).ToArray();
        Assert.True(File.Exists(argv[0]), $"{argv[0]} is not there");
        Assert.All(argv.Skip(1).Where(a => a.EndsWith(".dll", StringComparison.Ordinal)), a => Assert.True(File.Exists(a), $"{a} is not there"));
        Assert.Contains("{connection_file}", argv);

        var removed = ProgramRun.Isopleth(["kernel", "uninstall", "--prefix", _folder]);

        Assert.Equal(0, removed.Status);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void KernelUninstall_WhereThereIsNone_SaysSo()
    {
        var (status, output, _) = ProgramRun.Isopleth(["kernel", "uninstall", "--prefix", _folder]);

        Assert.Equal(1, status);
        Assert.Contains("There is no kernel '.net-csharp' below " + _folder, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_UnknownSuite_ListsThoseThereAre()
    {
        var (status, _, error) = ProgramRun.Isopleth(["test", "atmosfere"]);

        Assert.Equal(2, status);
        Assert.Contains("'atmosfere'", error, StringComparison.Ordinal);
        Assert.Contains("atmosphere", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_UnknownName_ListsThoseThereAre()
    {
        var (status, _, error) = ProgramRun.Isopleth(["bench", "nothing"]);

        Assert.Equal(2, status);
        Assert.Contains("The benchmarks are: arrays, formats, kernel, pca, hub.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_NativeLibraryMissing_NamesItAndTheCommandThatInstallsIt()
    {
        var (status, output, _) = ProgramRun.Isopleth(["doctor"], ("ISOPLETH_LIB_NETCDF", "/no/such/libnetcdf.so"));

        Assert.Equal(1, status);
        Assert.Contains("libnetcdf", output, StringComparison.Ordinal);
        Assert.Contains("apt-get install libnetcdf", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OnThisMachine_FindsEveryNativeLibrary()
    {
        var (status, output, _) = ProgramRun.Isopleth(["doctor"]);

        Assert.True(status == 0, output);
        Assert.All(["libzmq", "libnetcdf", "libcairo", "C# kernel"], name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.DoesNotContain("missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NativeLibraryMissing_IsOneClearErrorOfTheCell()
    {
        var (status, _, error) = ProgramRun.Isopleth(
            ["run", "notebooks/atmosphere/plume-detection.ipynb", Path.Combine(_folder, "out.ipynb")], ("ISOPLETH_LIB_NETCDF", "/no/such/libnetcdf.so"));

        Assert.Equal(1, status);
        Assert.Contains("libnetcdf", error, StringComparison.Ordinal);
        Assert.Contains("apt-get install libnetcdf", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
