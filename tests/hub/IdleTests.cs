using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary>Idle servers are stopped, busy ones are not: in a lab that waits twelve seconds.</summary>
public sealed class IdleTests(SharedLab shared)
{
    [Fact]
    public async Task IdleServer_IsStopped_ABusySilentOneIsNot_AndTheNotebookComesBack()
    {
        shared.Ready();
        await using var lab = await Lab.UpAsync("idle", "idle: { stop_after_minutes: 0.2, look_every_seconds: 1 }");
        var password = lab.AddUser("uwe");
        using var idle = await LabUser.LogInAsync(lab, "uwe", password);
        using var busy = await lab.LogInAsync("vera");
        await Task.WhenAll(idle.StartServerAsync(), busy.StartServerAsync());
        var notebook = JsonNode.Parse("""
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, "cells": [
              {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "outputs": [{"output_type": "stream", "name": "stdout", "text": "what was there before\n"}], "source": "1"}]}
            """)!;
        (await idle.Api.PutAsJsonAsync("user/uwe/api/contents/work.ipynb", new JsonObject { ["type"] = "notebook", ["format"] = "json", ["content"] = notebook })).EnsureSuccessStatusCode();

        // Silent and without a page for far longer than the limit.
        var kernel = await busy.StartKernelAsync("python3");
        await kernel.SendAsync("import time; time.sleep(40); done = 'worked on'");
        var began = DateTime.UtcNow;
        await LabUser.WaitAsync(async () => (await idle.ServersAsync()).Count == 0, "the end of the idle server");
        Assert.True(DateTime.UtcNow - began > TimeSpan.FromSeconds(9), "it was stopped too early");
        while (DateTime.UtcNow - began < TimeSpan.FromSeconds(32))
        {
            Assert.Single(await busy.ServersAsync());
            await Task.Delay(1000);
        }

        var page = await LabPage.OpenAsync(shared.Browser, lab, "uwe");
        await page.LogInAsync(password);
        await page.Page.WaitForURLAsync(url => url.Contains("/user/uwe/", StringComparison.Ordinal));
        await page.OpenNotebookAsync("work.ipynb");
        await page.Page.GetByText("what was there before").First.WaitForAsync();
        await page.ShotAsync("after-culling");
        await page.Page.CloseAsync();

        // And once the busy one has done its work, it is idle, too.
        await LabUser.WaitAsync(async () => (await busy.ServersAsync()).Count == 0, "the end of the server that was busy", 120);
    }
}
