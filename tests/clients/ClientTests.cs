using System.Text.Json.Nodes;

namespace Isopleth.Tests.Clients;

/// <summary>The host's own Jupyter clients, each a real program, drive the kernel as it is installed.</summary>
/// <remarks>The scripts print what they saw; a client that another machine holds (papermill, in the lab) has its script here too.</remarks>
public sealed class ClientTests(InstalledKernel kernel) : IClassFixture<InstalledKernel>
{
    [Fact]
    public void JupyterClient_Session_RunsInterruptsAndRestarts() => Saw("jupyter_client_session.py", new()
    {
        ["state"] = """[["ok",""],["ok","result:42"]]""",
        ["streams"] = """["ok","stdout:outstderr:err"]""",
        ["native streams"] = """[["ok","stdout:child \u2603\nresult:1"],["ok","stdout:nativeresult:2"]]""",
        ["error"] = """["error","error:InvalidOperationException"]""",
        ["input"] = """["ok","result:Etna secret"]""",
        ["silent"] = """["ok",""]""",
        ["completion"] = """["WriteLine"]""",
        ["inspection"] = "true",
        ["interrupt"] = "\"Interrupted\"",
        ["after interrupt"] = """["ok","result:41"]""",
        ["restart"] = "\"error\"",
        ["ended"] = "false",
    });

    [Fact]
    public void Nbclient_Notebook_HasOutputsErrorsAndTimeouts() => Saw("nbclient_run.py", new()
    {
        ["outputs"] = """[[],[["stream","two volcanoes\n"],["execute_result","3357"]],[["display_data","\u003Cb\u003EEtna\u003C/b\u003E"]],[["display_data","2"]]]""",
        ["counts"] = "[1,2,3,4]",
        ["language"] = "\"C#\"",
        ["error"] = """["DivideByZeroException",true]""",
        ["went on"] = "\"42\"",
        ["timeout"] = "true",
        ["stopped"] = """["Interrupted","5"]""",
    });

    [Fact]
    public void JupyterConsole_InATerminal_AnswersTypingAndTab() => Saw("console_session.py", new()
    {
        ["banner"] = "\"Isopleth: C#\"",
        ["result"] = "\"42\"",
        ["block"] = "\"line 1\"",
        ["completed"] = "\"tab9\"",
        ["error"] = "\"CS0103\"",
        ["ended"] = "0",
    });

    [Theory]
    [InlineData("notebook", ".ipynb")]
    [InlineData("html", ".html")]
    public void Nbconvert_Execute_HoldsTheOutputs(string format, string extension)
    {
        var notebook = Path.Combine(kernel.Folder, $"{format}.ipynb");
        File.WriteAllText(notebook, Notebook("var height = 3357;", "$\"Etna: {height + 1} m\"", "new[] { new { Name = \"Vulcano\", Height = 499 } }").ToJsonString());

        var (status, _, error) = kernel.RunModule("nbconvert", "--to", format, "--execute", "--output", "executed", notebook);

        Assert.True(status == 0, error);
        var executed = File.ReadAllText(Path.Combine(kernel.Folder, "executed" + extension));
        Assert.Contains("Etna: 3358 m", executed);
        Assert.Contains("Vulcano", executed);
    }

    [Fact]
    public void Nbconvert_ExecuteOfAnError_FailsWithTheUsersLine()
    {
        var notebook = Path.Combine(kernel.Folder, "failing.ipynb");
        File.WriteAllText(notebook, Notebook("// one\nthrow new InvalidOperationException(\"no plume\");").ToJsonString());

        var (status, _, error) = kernel.RunModule("nbconvert", "--to", "notebook", "--execute", "--output", "failed", notebook);

        Assert.NotEqual(0, status);
        Assert.Contains("no plume", error);
        Assert.Contains("Cell 1, line 2", error);
    }

    private void Saw(string script, Dictionary<string, string> expected)
    {
        var saw = kernel.RunScript(script);
        Assert.Equal(expected.Select(static step => $"{step.Key}: {step.Value}"), expected.Keys.Select(step => $"{step}: {saw.GetValueOrDefault(step)}"));
    }

    private static JsonObject Notebook(params string[] cells) => new()
    {
        ["nbformat"] = 4,
        ["nbformat_minor"] = 4,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)", ["language"] = "C#" } },
        ["cells"] = new JsonArray([.. cells.Select(static source => new JsonObject { ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = source })]),
    };
}
