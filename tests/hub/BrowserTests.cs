using System.Text.Json.Nodes;
using System.Net.Http.Json;
using Isopleth.Tests.Labs;
using Microsoft.Playwright;

namespace Isopleth.Tests.Hub;

/// <summary>People at real browsers.</summary>
public sealed class BrowserTests(SharedLab shared)
{
    // Asked for by name only (-explicit on) until it has been seen to pass on a machine that is not overloaded.
    [Fact(Explicit = true)]
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
            await page.RunAllAsync();

            // The file tells when every cell has run and what it showed; the page, whether it is seen.
            var content = await RunAndSavedAsync(page, user, "plume.ipynb");
            Assert.Equal(cells, content.Count);
            Assert.DoesNotContain("\"error\"", string.Join('\n', content.SelectMany(c => c!["outputs"]?.AsArray() ?? []).Select(o => (string)o!["output_type"]!)), StringComparison.Ordinal);
            var map = content.Select((cell, i) => (Id: (string?)cell!["id"], i)).Single(c => c.Id == "map-plumes").i;
            await page.Page.EvaluateAsync($"document.querySelector('.jp-WindowedPanel-outer, .jp-Notebook').scrollTo(0, 0)");
            var picture = page.Cell(map).Locator(".jp-OutputArea-output img, .jp-OutputArea-output .js-plotly-plot");
            for (var i = 0; i < 60 && await picture.CountAsync() == 0; i++)
            {
                await page.Page.Locator(".jp-Notebook").First.HoverAsync();
                await page.Page.Mouse.WheelAsync(0, 400);
                await Task.Delay(250);
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

    /// <summary>Waits until every code cell has run, then saves as a person does, and reads the file.</summary>
    private static async Task<JsonArray> RunAndSavedAsync(LabPage page, LabUser user, string path)
    {
        var idle = 0;
        await LabUser.WaitAsync(async () =>
        {
            var kernels = (await user.Api.GetFromJsonAsync<JsonArray>($"user/{user.Name}/api/kernels"))!;
            idle = kernels.All(k => (string)k!["execution_state"]! == "idle") ? idle + 1 : 0;
            return idle > 15;
        }, "the last cell", 240);
        await page.SaveAsync();
        JsonArray cells = [];
        await LabUser.WaitAsync(async () =>
        {
            // While it is being written it is no notebook.
            var answer = await user.Api.GetAsync($"user/{user.Name}/api/contents/{path}");
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            cells = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["content"]!["cells"]!.AsArray();
            return cells.Where(c => (string)c!["cell_type"]! == "code").All(c => c!["execution_count"] is not null);
        }, "the saved notebook");
        return cells;
    }
}
