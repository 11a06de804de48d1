using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Tests.Labs;
using Microsoft.Playwright;

namespace Isopleth.Tests.Hub;

/// <summary>People at real browsers.</summary>
[Collection(SharedLab.Tests)]
public sealed class BrowserTests(SharedLab shared)
{
    [Fact]
    public async Task TwoUsers_LogIn_RunThePlumeNotebook_SeeItsMap()
    {
        var lab = shared.Ready();
        await Task.WhenAll(((string[])["ada", "bela"]).Select(async name =>
        {
            var password = lab.AddUser(name);
            var page = await LabPage.OpenAsync(shared.Browser, lab, name);
            await page.LogInAsync(password);
            await ChooseAsync(page, "large");
            await page.Page.WaitForURLAsync(url => url.Contains($"/user/{name}/lab", StringComparison.Ordinal));
            await page.Page.Locator("#jp-main-dock-panel").WaitForAsync();
            await Task.Delay(2000);
            await page.ShotAsync("lab");

            using var user = await LabUser.LogInAsync(lab, name, password);
            var cells = await LabPage.PutWithoutOutputsAsync(user, "atmosphere/plume-detection.ipynb", "plume.ipynb");
            await page.OpenNotebookAsync("plume.ipynb");
            Assert.Equal(0, await page.Page.Locator(".jp-OutputArea-output").CountAsync());
            await SettledAsync(user);
            await page.RunAllAsync();

            // The file tells when every cell has run and what it showed; the page, whether it is seen.
            var content = await RunAndSavedAsync(page, Path.Combine(lab.State, "home", name, "plume.ipynb"));
            Assert.Equal(cells, content.Count);
            Assert.DoesNotContain("error", content.SelectMany(c => c!["outputs"]?.AsArray() ?? []).Select(o => (string)o!["output_type"]!));
            var map = (string)content.Single(cell => (string?)cell!["id"] == "map-plumes")!["source"]!.AsArray()[0]!;
            // A notebook draws its cells when they come near the view, and the figure in them after that.
            var picture = page.Page.Locator(".jp-Notebook .jp-CodeCell").Filter(new() { HasText = map[..map.IndexOf('(', StringComparison.Ordinal)] }).Locator(".js-plotly-plot");
            for (var at = 0; at < 60 && await picture.CountAsync() == 0; at++)
            {
                await page.Page.Locator(".jp-Notebook").First.EvaluateAsync("(notebook, top) => notebook.scrollTo(0, top)", at * 400);
                await Task.Delay(300);
            }

            await picture.First.ScrollIntoViewIfNeededAsync();
            await Task.Delay(500);
            var box = await picture.First.BoundingBoxAsync();
            Assert.True(box is { Width: > 300, Height: > 200 }, $"the map takes {box?.Width} x {box?.Height} pixels");
            await page.ShotAsync("map");
        }));
    }

    [Fact]
    public async Task Administrator_StopsAServer_ThroughThePage()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("carla");
        await user.StartServerAsync();
        var page = await LabPage.OpenAsync(shared.Browser, lab, "root-of-the-lab");
        await page.LogInAsync(lab.AddUser("root-of-the-lab", administrator: true));
        await page.Page.GotoAsync($"{lab.Address}hub/admin");
        var row = page.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "carla" });
        await row.First.WaitForAsync();
        await page.ShotAsync("admin");
        await row.First.GetByRole(AriaRole.Button, new() { Name = "Stop Server", Exact = true }).ClickAsync();
        await LabUser.WaitAsync(async () => (await user.ServersAsync()).Count == 0, "the end of carla's server");
        await LabUser.WaitAsync(async () => await row.First.GetByRole(AriaRole.Button, new() { Name = "Start Server", Exact = true }).CountAsync() == 1, "the page's word of it");
        await page.ShotAsync("stopped");
    }

    [Fact]
    public async Task WrongPassword_IsTold_AndLetsNobodyIn()
    {
        var lab = shared.Ready();
        lab.AddUser("dora");
        var page = await LabPage.OpenAsync(shared.Browser, lab, "dora");
        await page.Page.GotoAsync($"{lab.Address}hub/login");
        await page.Page.GetByLabel("Username").FillAsync("dora");
        await page.Page.GetByLabel("Password").FillAsync("nothing");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Page.GetByText("Invalid username or password").WaitForAsync();
        Assert.DoesNotContain("/user/", page.Page.Url, StringComparison.Ordinal);
    }

    private static async Task ChooseAsync(LabPage page, string size)
    {
        await page.Page.GetByLabel($"{size}:").CheckAsync();
        await page.ShotAsync("sizes");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
    }

    /// <summary>Waits until the page has settled on a kernel. Under load JupyterLab asks for one twice, and drops the first together with what was sent to it.</summary>
    private static async Task SettledAsync(LabUser user)
    {
        var (kernel, looks) = ("", 0);
        await LabUser.WaitAsync(async () =>
        {
            // In the moment in which one is made the server cannot list them.
            var answer = await user.Api.GetAsync($"user/{user.Name}/api/kernels");
            var kernels = answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonArray>())! : [];
            var now = kernels.Count == 1 && (string)kernels[0]!["execution_state"]! == "idle" && (int)kernels[0]!["connections"]! > 0 ? (string)kernels[0]!["id"]! : "";
            (kernel, looks) = (now, now.Length > 0 && now == kernel ? looks + 1 : 0);
            return looks > 20;
        }, "the page's kernel");
    }

    /// <summary>Saves as a person does until the file holds every code cell's run, and reads it. That the kernel is idle says little: it is so before the first cell, too.</summary>
    private static async Task<JsonArray> RunAndSavedAsync(LabPage page, string file)
    {
        JsonArray cells = [];
        try
        {
            await LabUser.WaitAsync(async () =>
            {
                await Task.Delay(3000);
                await page.SaveAsync();
                try
                {
                    // Not through the server: when that reads a notebook while it writes it, it takes it for a broken one and moves it aside.
                    cells = JsonNode.Parse(await File.ReadAllTextAsync(file))!["cells"]!.AsArray();
                }
                catch (JsonException)
                {
                    return false;
                }

                return cells.Where(c => (string)c!["cell_type"]! == "code").All(c => c!["execution_count"] is not null);
            }, "the last cell in the saved notebook", 300);
        }
        finally
        {
            await page.ShotAsync("run");
        }

        return cells;
    }
}
