using System.Diagnostics;
using System.Text.Json.Nodes;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.Tests.Runner;

/// <summary>The command line, from argument to exit code.</summary>
public sealed class RunCommandTests : IDisposable
{
    private const string Record = """
        from IPython.display import display
        display({'application/vnd.isopleth.record+json': {'name': 'seen', 'value': [granule, threshold, n]}, 'text/plain': ''}, raw=True)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-cli-").FullName;

    public RunCommandTests()
    {
        var notebook = Notebook.Create("python3", "Python 3 (ipykernel)", "python");
        notebook.Add(Cell.Code("granule = '20181230'  # the orbit's date\nthreshold = 3.0  # z-score [1]\nn = [1]", "parameters"));
        notebook.Add(Cell.Markdown("## Record the parameters"));
        notebook.Add(Cell.Code(Record));
        notebook.Add(Cell.Code("print('Québec')"));
        notebook.Save(Path.Combine(_folder, "in.ipynb"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_ParametersOfEveryKind_ReachTheCells()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "p.yaml"), "threshold: 1\nn: [2, {a: .nan}]\n", TestContext.Current.CancellationToken);
        var (code, _, errors) = await RunAsync("-f", "p.yaml", "-r", "granule", "@in --values", "in.ipynb", "out.ipynb", "-p", "threshold", "-5e-1", "--values", "v.json", "--report", "r.json");
        Assert.True(code == 0, errors);
        Assert.Equal("""["@in --values",-0.5,[2,{"a":"nan"}]]""", Json("v.json")["seen"]!.ToJsonString());
        Assert.Contains("[3/4] Record the parameters", errors, StringComparison.Ordinal);
        var report = Json("r.json");
        Assert.Equal("completed", report["status"]!.GetValue<string>());
        Assert.Equal(["0", "1", "3", "4"], report["cells"]!.AsArray().Select(cell => cell!["index"]!.ToJsonString()));
        Assert.Equal("""{"cells":4,"pending":0,"running":0,"completed":4,"failed":0,"skipped":0}""", report["totals"]!.ToJsonString());
        Assert.Equal("""{"threshold":-0.5,"n":[2,{"a":"NaN"}],"granule":"@in --values"}""", report["parameters"]!.ToJsonString());
    }

    [Fact]
    public async Task Run_AFailingCell_Exits1AndStillWritesValuesAndReport()
    {
        var notebook = Notebook.Load(Path.Combine(_folder, "in.ipynb"));
        notebook.Add(Cell.Code("# Divide\n1/0"));
        notebook.Save(Path.Combine(_folder, "in.ipynb"));
        var (code, _, errors) = await RunAsync("in.ipynb", "out.ipynb", "-p", "threshold", "7", "--values", "v.json", "--report", "r.json");
        Assert.Equal(1, code);
        Assert.Contains("isopleth run: cell 5 (Divide): ZeroDivisionError: division by zero", errors, StringComparison.Ordinal);
        Assert.Contains("out.ipynb holds what came out", errors, StringComparison.Ordinal);
        Assert.Equal("""["20181230",7,[1]]""", Json("v.json")["seen"]!.ToJsonString());
        Assert.Equal("failed", Json("r.json")["cells"]![4]!["status"]!.GetValue<string>());
        Assert.Equal("division by zero", Json("r.json")["cells"]![4]!["error"]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("has no parameter granul. Did you mean granule?", "in.ipynb", "out.ipynb", "-p", "granul", "1")]
    [InlineData("there is no such notebook", "nowhere.ipynb", "out.ipynb")]
    [InlineData("OUT is missing", "in.ipynb")]
    [InlineData("OUT is /tmp, a folder", "in.ipynb", "/tmp")]
    [InlineData("Cannot write /proc/out.ipynb: ", "in.ipynb", "/proc/out.ipynb")]
    [InlineData("there is no option --alow-errors", "in.ipynb", "--alow-errors")]
    [InlineData("-p takes a name and a value", "in.ipynb", "out.ipynb", "-p", "n")]
    [InlineData("-y is not YAML", "in.ipynb", "out.ipynb", "-y", "n: [")]
    [InlineData("execution time is 0 s", "in.ipynb", "out.ipynb", "--execution-timeout", "0")]
    [InlineData("The working folder nowhere is not there", "in.ipynb", "out.ipynb", "--cwd", "nowhere")]
    [InlineData("Cannot parse argument 'soon'", "in.ipynb", "out.ipynb", "--start-timeout", "soon")]
    public async Task Run_AFaultOfTheCaller_Exits2WithOneMessage(string expected, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(2, code);
        Assert.False(File.Exists(Path.Combine(_folder, "out.ipynb")));
    }

    [Fact]
    public async Task Run_NoSuchKernel_Exits3()
    {
        var (code, _, errors) = await RunAsync("in.ipynb", "out.ipynb", "--kernel", "fortran-77");
        Assert.Equal(3, code);
        Assert.Contains("There is no kernel 'fortran-77'", errors, StringComparison.Ordinal);
        Assert.Contains("./isopleth kernel install", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep 60", "did not answer within 1 s")]
    [InlineData("sh -c 'echo no luck >&2; exit 4'", "exit code 4). Its last words: no luck")]
    [InlineData("no-such-program", "no-such-program")]
    public async Task Run_AKernelThatDoesNotStart_Exits3AndSavesNothing(string command, string expected)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "kernels", "broken")).FullName;
        string[] argv = command.StartsWith("sh ", StringComparison.Ordinal) ? ["sh", "-c", command[7..^1]] : command.Split(' ');
        await File.WriteAllTextAsync(
            Path.Combine(folder, "kernel.json"),
            new JsonObject { ["argv"] = new JsonArray([.. argv.Select(word => JsonValue.Create(word))]), ["display_name"] = "Broken", ["language"] = "python" }.ToJsonString(),
            TestContext.Current.CancellationToken);
        var (code, _, errors) = await RunAsync("in.ipynb", "out.ipynb", "--kernel", "broken", "--start-timeout", "1");
        Assert.Equal(3, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "out.ipynb")));
    }

    [Fact]
    public async Task Run_ADyingKernel_Exits3WithItsExitCode()
    {
        var notebook = Notebook.Create("python3", "Python 3 (ipykernel)", "python");
        notebook.Add(Cell.Code("import os\nos._exit(9)"));
        notebook.Save(Path.Combine(_folder, "dies.ipynb"));
        var (code, _, errors) = await RunAsync("dies.ipynb", "out.ipynb", "--values", "v.json");
        Assert.Equal(3, code);
        Assert.Contains("exit code 9", errors, StringComparison.Ordinal);
        Assert.Equal("{}", Json("v.json").ToJsonString());
    }

    [Fact]
    public async Task Run_HelpNotebook_ListsTheParameters()
    {
        var (code, output, _) = await RunAsync("in.ipynb", "--help-notebook");
        Assert.Equal(0, code);
        Assert.Equal("Parameters of in.ipynb:\n  granule: str = '20181230'  # the orbit's date\n  threshold: float = 3.0  # z-score [1]\n  n: list = [1]\n", output);
    }

    [Fact]
    public async Task Run_PrepareOnly_WritesTheParametersAndRunsNothing()
    {
        var (code, _, _) = await RunAsync("in.ipynb", "out.ipynb", "--prepare-only", "-p", "threshold", "4");
        Assert.Equal(0, code);
        var prepared = Notebook.Load(Path.Combine(_folder, "out.ipynb"));
        Assert.Equal("# Parameters\nthreshold = 4", prepared.Cells[1].Source);
        Assert.All(prepared.Cells.Where(cell => cell.IsCode), cell => Assert.Empty(cell.Outputs));
    }

    [Fact]
    public async Task Run_Dashes_ReadAndWriteTheStandardStreams()
    {
        var (code, output, errors) = await IsoplethProgram.RunAsync(_folder, ["run", "-", "-", "--log-output"], await File.ReadAllTextAsync(Path.Combine(_folder, "in.ipynb"), TestContext.Current.CancellationToken));
        Assert.Equal(0, code);
        Assert.Equal("Québec\n", Notebook.Parse(output).Cells[^1].Outputs[0]!["text"]!.GetValue<string>());
        Assert.Contains("\nQuébec\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutIsADevice_IsWrittenOnceAndNotReplaced()
    {
        var (code, output, errors) = await RunAsync("in.ipynb", "/dev/stdout");
        Assert.True(code == 0, errors);
        Assert.Equal("Québec\n", Notebook.Parse(output).Cells[^1].Outputs[0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Run_OutIsIn_RunsInPlace()
    {
        var (code, _, _) = await RunAsync("in.ipynb", "in.ipynb", "--plain");
        Assert.Equal(0, code);
        Assert.Equal(3, Notebook.Load(Path.Combine(_folder, "in.ipynb")).Cells[^1].ExecutionCount);
        Assert.Equal(["in.ipynb"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Run_Signalled_InterruptsTheCellSavesAndExits130(string signal)
    {
        var notebook = Notebook.Create("python3", "Python 3 (ipykernel)", "python");
        notebook.Add(Cell.Code("print('begun', flush=True)\nimport time\ntime.sleep(60)"));
        notebook.Save(Path.Combine(_folder, "long.ipynb"));
        using var process = IsoplethProgram.Start(_folder, "run", "long.ipynb", "out.ipynb", "--log-output");
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "begun")
        {
        }

        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString()]);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("isopleth run: interrupted; out.ipynb holds what came out until then.", errors, StringComparison.Ordinal);
        var cell = Notebook.Load(Path.Combine(_folder, "out.ipynb")).Cells.Single(cell => cell.IsCode);
        Assert.Equal(["begun\n", "KeyboardInterrupt", "Interrupted"], cell.Outputs.Select(output => (output!["text"] ?? output["ename"])!.GetValue<string>()));
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => IsoplethProgram.RunAsync(_folder, ["run", .. arguments]);

    private JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, file)))!;
}
