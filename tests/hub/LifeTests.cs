using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary>What happens to servers and kernels over time: limits, options, crashes.</summary>
[Collection(SharedLab.Tests)]
public sealed class LifeTests(SharedLab shared)
{
    [Fact]
    public async Task KernelPastTheMemoryLimit_IsStopped_AndItsNotebookSaysSo()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("mara");
        await user.StartServerAsync(options: """{"size": "small"}""");
        await using var kernel = await user.StartKernelAsync("python3");
        var (text, _) = await kernel.RunAsync("""
            print("begins", flush=True)
            block = []
            while True:
                block.append(bytearray(b"x") * (50 << 20))
            """);
        Assert.StartsWith("begins", text, StringComparison.Ordinal);
        Assert.Contains("limit of 0.586 GiB of memory was reached", text, StringComparison.Ordinal);

        // The server has outlived it, and so do other kernels.
        await using var another = await user.StartKernelAsync("python3");
        Assert.Equal("2", (await another.RunAsync("print(1 + 1)")).Text.Trim());
    }

    [Fact]
    public async Task CSharpKernel_KnowsTheMemoryLimit()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("nils");
        await user.StartServerAsync(options: """{"size": "small"}""");
        await using var kernel = await user.StartKernelAsync(".net-csharp");
        var (text, error) = await kernel.RunAsync("var all = new List<byte[]>(); while (true) { var b = new byte[50 << 20]; Array.Fill(b, (byte)1); all.Add(b); }");
        Assert.Contains("OutOfMemory", $"{text}{error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessesPastTheLimit_AreRefused()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("otto");
        await user.StartServerAsync();
        await using var kernel = await user.StartKernelAsync("python3");
        var (text, _) = await kernel.RunAsync("""
            import os, time, warnings
            warnings.simplefilter("ignore")  # of forking a process that has threads
            pids = []
            try:
                while len(pids) < 1000:
                    pid = os.fork()
                    if pid == 0: time.sleep(60); os._exit(0)
                    pids.append(pid)
            except OSError as e: print(e.errno, len(pids) < 300)
            for pid in pids: os.kill(pid, 9)
            for pid in pids: os.waitpid(pid, 0)
            """);
        Assert.Equal("11 True", text.Trim());
    }

    [Fact]
    public async Task NamedServers_RememberTheirOptions()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("pia");
        await user.StartServerAsync("big", """{"size": "large"}""");
        await user.StopServerAsync("big");
        await user.StartServerAsync("big");
        await user.StartServerAsync("", """{"size": "small"}""");
        Assert.Equal($"{1500 << 20}", await LimitAsync("big"));
        Assert.Equal($"{600 << 20}", await LimitAsync(""));

        async Task<string> LimitAsync(string server)
        {
            await using var kernel = await user.StartKernelAsync("python3", server);
            return (await kernel.RunAsync("import os; print(open(os.environ['JUPYTERHUB_SERVER_GROUP'] + '/' + ('memory.limit_in_bytes' if os.path.exists(os.environ['JUPYTERHUB_SERVER_GROUP'] + '/memory.limit_in_bytes') else 'memory.max')).read())")).Text.Trim();
        }
    }

    [Fact]
    public async Task Home_HasItsCopyOfTheNotebooks_AndTheOnesAllShareAreReadOnly()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("quirin");
        await user.StartServerAsync();
        await using var kernel = await user.StartKernelAsync("python3");
        var (text, _) = await kernel.RunAsync("""
            import os
            own, shared = "notebooks/00-start-here.ipynb", "shared-notebooks/00-start-here.ipynb"
            open(own, "a").write(" ")
            try: open(shared, "a"); print("written")
            except OSError as e: print(e.errno)
            print(open(shared).read() == open(own).read()[:-1])
            """);
        Assert.Matches("^(13|30)\nTrue$", text.Trim());
    }

    [Theory]
    [InlineData("jupyterhub -f")]
    [InlineData("configurable-http-proxy")]
    public async Task HubOrProxy_Killed_ComesBack_AndKernelsLiveOn(string victim)
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync($"rosa{victim.Length}");
        await user.StartServerAsync();
        await using (var kernel = await user.StartKernelAsync("python3"))
        {
            await kernel.RunAsync("kept = 42");
            // The bracket keeps pkill from finding its own shell.
            lab.Inside("bash", "-c", $"pkill -KILL -f '[{victim[0]}]{victim[1..]}'");
            using var web = new HttpClient { BaseAddress = lab.Address, Timeout = TimeSpan.FromSeconds(5) };
            await Task.Delay(1000);
            await LabUser.WaitAsync(async () =>
            {
                try
                {
                    return (await user.Api.GetAsync($"user/{user.Name}/api/kernels")).IsSuccessStatusCode && (await web.GetAsync("hub/health")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }, "the server behind a new hub or proxy");
            await using var again = await LabKernel.ConnectAsync(user, $"user/{user.Name}/", kernel.Id);
            Assert.Equal("42", (await again.RunAsync("print(kept)")).Text.Trim());
        }

        await user.StopServerAsync();
    }

    [Theory]
    [InlineData("python3", "print('all of it')", "import time; time.sleep(100)")]
    [InlineData(".net-csharp", "Console.WriteLine(\"all of it\");", "Thread.Sleep(100_000);")]
    public async Task RestartedKernel_WhosePageConnectsAnewAtOnce_LosesNothing(string spec, string cell, string silent)
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync($"ria{spec.Length}");
        await user.StartServerAsync();
        await using (var kernel = await user.StartKernelAsync(spec))
        {
            for (var round = 0; round < 6; round++)
            {
                if (round % 2 == 1)
                {
                    // Also out of a cell that runs: its kernel is not busy any more.
                    await kernel.SendAsync(silent);
                    await Task.Delay(300);
                }

                await kernel.RestartAsync();
                var (text, error) = await kernel.RunAsync(cell, 60);
                Assert.Null(error);
                Assert.Equal("all of it", text.Trim());
            }
        }

        await user.StopServerAsync();
    }

    [Fact]
    public async Task Outputs_OfACellWhosePageIsClosed_AreKept()
    {
        var lab = shared.Ready();
        var password = lab.AddUser("tilda");
        using var user = await LabUser.LogInAsync(lab, "tilda", password);
        await user.StartServerAsync();
        var notebook = JsonNode.Parse("""
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#"}}, "cells": [
              {"cell_type": "code", "id": "long", "metadata": {}, "execution_count": null, "outputs": [], "source": "for (var i = 1; i <= 8; i++) { Console.WriteLine($\"line {i}\"); await Task.Delay(1000); }\n\"the end\""}]}
            """)!;
        (await user.Api.PutAsJsonAsync("user/tilda/api/contents/long.ipynb", new JsonObject { ["type"] = "notebook", ["format"] = "json", ["content"] = notebook })).EnsureSuccessStatusCode();
        var page = await LabPage.OpenAsync(shared.Browser, lab, "tilda");
        await page.LogInAsync(password);
        await page.OpenNotebookAsync("long.ipynb");
        await page.RunAllAsync();
        await page.Page.GetByText("line 2").First.WaitForAsync();
        await page.Page.CloseAsync(new() { RunBeforeUnload = false });

        await LabUser.WaitAsync(async () => (await OutputsAsync()).Count == 2, "the kept output");
        var back = new LabPage(await page.Page.Context.NewPageAsync(), lab, "tilda");
        await back.OpenNotebookAsync("long.ipynb");
        await back.Page.GetByText("line 8").First.WaitForAsync();
        await back.ShotAsync("came-back");
        Assert.Equal(string.Concat(Enumerable.Range(1, 8).Select(i => $"line {i}\n")), (string)(await OutputsAsync())[0]!["text"]!);

        async Task<JsonArray> OutputsAsync() => (await user.Api.GetFromJsonAsync<JsonObject>("user/tilda/api/contents/long.ipynb"))!["content"]!["cells"]![0]!["outputs"]!.AsArray();
    }

    [Fact]
    public async Task Clock_ThatWasWrong_LocksNobodyOut_AndStopsNoServer()
    {
        var lab = shared.Ready();
        var password = lab.AddUser("theo");
        using var user = await LabUser.LogInAsync(lab, "theo", password);
        await user.StartServerAsync();
        await using (var kernel = await user.StartKernelAsync("python3"))
        {
            await kernel.RunAsync("kept = 42");

            // All of what the hub has of him was written while the clock was a year ahead; and then it begins anew.
            lab.Inside("python3", "-c", """
                import sqlite3
                with sqlite3.connect("/var/lib/jupyterhub/jupyterhub.sqlite", timeout=30) as d:
                    for table, columns in (("users", ("last_activity", "created")), ("spawners", ("started", "last_activity")), ("api_tokens", ("created", "last_activity"))):
                        for column in columns: d.execute(f"update {table} set {column} = datetime('now', '+1 year')")
                """);
            lab.Inside("bash", "-c", "pkill -KILL -f '[j]upyterhub -f'");
            await Task.Delay(1000);
            await LabUser.WaitAsync(async () =>
            {
                try
                {
                    return (await user.Api.GetAsync("hub/api/user")).IsSuccessStatusCode && (await user.Api.GetAsync("user/theo/api/kernels")).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }, "the hub with the right clock");
            await using var back = await LabKernel.ConnectAsync(user, "user/theo/", kernel.Id);
            Assert.Equal("42", (await back.RunAsync("print(kept)")).Text.Trim());
            Assert.Contains("theo: default (ready)", lab.Must("status"), StringComparison.Ordinal);
        }

        // A cookie from a far future is no way in, and no error.
        var forged = lab.Inside("python3", "-c", """
            import time
            from tornado.web import create_signed_value
            secret = bytes.fromhex(open("/var/lib/jupyterhub/cookie_secret").read().strip())
            print(create_signed_value(secret, "jupyterhub-hub-login", "whoever", clock=lambda: time.time() + 365 * 86400).decode())
            """).Trim();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = lab.Address };
        client.DefaultRequestHeaders.Add("Cookie", $"jupyterhub-hub-login={forged}");
        using var answer = await client.GetAsync("hub/home");
        Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("/hub/login", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var again = await LabUser.LogInAsync(lab, "theo", password);
        await again.StopServerAsync();
    }

    [Theory]
    [InlineData("slurmctld")]
    [InlineData("slurmd")]
    [InlineData("munged")]
    public async Task SlurmDaemon_Killed_IsStartedAnew_AndJobsRun(string daemon)
    {
        var lab = shared.Ready();
        string Running() => lab.Inside("bash", "-c", "pgrep -x \"$1\" || true", "bash", daemon).Trim();
        await LabUser.WaitAsync(async () => await Task.Run(Running) != "", daemon);
        var before = Running();
        lab.Inside("pkill", "-KILL", "-x", daemon);
        await LabUser.WaitAsync(async () => await Task.Run(Running) is var now && now != "" && now != before, $"another {daemon}");
        var user = $"after-{daemon}";
        lab.AddUser(user);
        await LabUser.WaitAsync(() => Task.Run(() => lab.As(user, "timeout", "10", "srun", "id", "-un").Output.Trim() == user), "a job");
    }
}
