using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Isopleth.Tests;

[assembly: AssemblyFixture(typeof(Isopleth.Browser.Tests.LabServer))]

namespace Isopleth.Browser.Tests;

/// <summary>The lab's JupyterLab for one user, with this build's kernel and extension; started when the first test asks for it, and gone with the tests.</summary>
public sealed class LabServer : IAsyncDisposable
{
    private const string Token = "of-the-tests";
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HttpClient _client = new();
    private readonly List<string> _log = [];
    private Process? _process;
    private string? _reason;
    private int _notebooks;

    /// <summary>The server's address, without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The page of JupyterLab with a file open, in a workspace of its own.</summary>
    public string Page(string workspace, string? file = null) => $"{Address}/lab/workspaces/{workspace}{(file is null ? "" : "/tree/" + file)}?reset&token={Token}";

    /// <summary>Starts the server unless it runs; skips the test, saying why, where it cannot run at all.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_process is null && _reason is null)
            {
                _reason = await Launch();
            }
        }
        finally
        {
            _gate.Release();
        }

        Assert.SkipWhen(_reason is not null, _reason ?? "");
    }

    /// <summary>Makes a notebook of C#.</summary>
    /// <param name="cells">Its code cells, the first of several with the parameters; an empty one when none is given.</param>
    /// <returns>Its path below the user's home.</returns>
    public async Task<string> NewNotebookAsync(params IReadOnlyList<string> cells)
    {
        var path = $"notebook-{Interlocked.Increment(ref _notebooks)}.ipynb";
        var json = (cells.Count > 0 ? cells : [""]).Select((source, at) => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code", ["id"] = $"cell-{at}", ["metadata"] = new JsonObject { ["tags"] = new JsonArray(at == 0 && cells.Count > 1 ? ["parameters"] : []) }, ["source"] = source, ["outputs"] = new JsonArray(), ["execution_count"] = null,
        });
        var spec = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)", ["language"] = "C#" };
        var notebook = new JsonObject { ["cells"] = new JsonArray([.. json]), ["metadata"] = new JsonObject { ["kernelspec"] = spec }, ["nbformat"] = 4, ["nbformat_minor"] = 5 };
        await SendAsync(HttpMethod.Put, "/api/contents/" + path, new JsonObject { ["type"] = "notebook", ["format"] = "json", ["content"] = notebook });
        return path;
    }

    /// <summary>Asks the server.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var (status, text) = await TryAsync(method, path, body);
        Assert.True(status < 400, $"{method} {path}: {status} {text}{Log()}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    /// <summary>Asks the server what it may refuse.</summary>
    public async Task<(int Status, string Text)> TryAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, Address + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The last lines that the server wrote.</summary>
    public string Log()
    {
        lock (_log)
        {
            return $"\nThe server's last lines:\n{string.Join('\n', _log.TakeLast(30))}";
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            // unshare kills the first process of the namespace with itself, and the kernel then all others in it.
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _client.Dispose();
        _gate.Dispose();
    }

    private async Task<string?> Launch()
    {
        if (Environment.UserName != "root")
        {
            return "The lab's JupyterLab runs in namespaces, and those need root.";
        }

        if (ProgramRun.Run("unshare", ["--mount", "--pid", "--fork", "true"]) is { Status: not 0 } refused)
        {
            return $"This machine forbids namespaces, which the lab's JupyterLab needs: {refused.Error.Trim()}";
        }

        var image = Image();
        var port = FreePort();
        Address = $"http://127.0.0.1:{port}";
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("token", Token);
        // The runtime is at shared/Microsoft.NETCore.App/VERSION of the SDK's folder.
        var dotnet = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string[] arguments =
        [
            "--default-signal=INT,QUIT", "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child",
            "bash", Path.Combine(Samples.RepositoryRoot, "tests", "browser", "jupyterlab.sh"), image, Samples.RepositoryRoot, dotnet, Samples.Root, $"{port}", Token,
        ];
        _process = Process.Start(new ProcessStartInfo("env", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += Keep;
        _process.OutputDataReceived += Keep;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100))
        {
            Assert.False(_process.HasExited, "JupyterLab ended as it started." + Log());
            try
            {
                await SendAsync(HttpMethod.Get, "/api/status");
                return null;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        Assert.Fail("JupyterLab did not answer within a minute." + Log());
        return null;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.Add(line.Data ?? "");
        }
    }

    // The image of the lab's recipe as it stands; the first time it is built, as ./isopleth up does.
    private static string Image()
    {
        const string Make = "root=$1; source $root/environment/setup.sh; mkdir -p $root/artifacts; install_apt 'run|up'; source $root/environment/lab/lab.sh; image=$(image_folder); STEP; echo $image";
        (int Status, string Output, string Error) Run(string step) => ProgramRun.Run("bash", ["-euc", Make.Replace("STEP", step, StringComparison.Ordinal), "image", Samples.RepositoryRoot]);
        if (Run("true").Output.Trim() is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            Console.Error.WriteLine("   building the lab's image first, about two minutes…");
        }

        var (status, output, error) = Run("make_image $image");
        return status == 0 ? output.Trim() : throw new InvalidOperationException($"The lab's image could not be built.\n{error}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
