using System.Text.Json.Nodes;
using System.Net.Http.Json;
using Isopleth.Tests.Labs;
using Microsoft.Playwright;

namespace Isopleth.Tests.Hub;

/// <summary>Someone at a browser.</summary>
internal sealed class LabPage(IPage page, Lab lab, string name)
{
    public IPage Page => page;

    public static async Task<LabPage> OpenAsync(IBrowser browser, Lab lab, string name)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } });
        context.SetDefaultTimeout(90_000);
        return new(await context.NewPageAsync(), lab, name);
    }

    /// <summary>Logs in through the form, and chooses a server's size where one is asked for.</summary>
    public async Task LogInAsync(string password)
    {
        await page.GotoAsync($"{lab.Address}hub/login");
        await page.GetByLabel("Username").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await ShotAsync("login");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/hub/login", StringComparison.Ordinal));
    }

    /// <summary>Opens a notebook in JupyterLab and waits for its kernel.</summary>
    public async Task OpenNotebookAsync(string path)
    {
        await page.GotoAsync($"{lab.Address}user/{name}/lab/tree/{path}?reset");
        await page.Locator(".jp-Notebook .jp-Cell").First.WaitForAsync();
        await IdleAsync();
        // Lab shows idle a moment before its web socket takes requests.
        await Task.Delay(1500);
    }

    /// <summary>Runs all cells. A request in the moment after the kernel's first word of being idle can be lost; then it is made again.</summary>
    public async Task RunAllAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            await ChooseAsync("Run", "runmenu:run-all");
            try
            {
                await page.Locator(".jp-InputArea-prompt").Filter(new() { HasTextRegex = new(@"\[(\*|\d+)\]") }).First.WaitForAsync(new() { Timeout = 15_000 });
                return;
            }
            catch (TimeoutException) when (attempt < 3)
            {
            }
        }
    }

    public Task SaveAsync() => ChooseAsync("File", "docmanager:save");

    private async Task ChooseAsync(string menu, string command)
    {
        await page.GetByRole(AriaRole.Menuitem, new() { Name = menu, Exact = true }).ClickAsync();
        await page.Locator($".lm-Menu-item[data-command='{command}']").First.ClickAsync();
    }

    public async Task IdleAsync() => await page.Locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });

    /// <summary>Keeps a picture of the page among the build's outputs, to be looked at.</summary>
    public async Task ShotAsync(string what) =>
        await page.ScreenshotAsync(new() { Path = Path.Combine(Samples.RepositoryRoot, "artifacts", "screenshots", "hub", $"{name}-{what}.png") });

    /// <summary>Puts a copy of a curated notebook, without its outputs, into the home.</summary>
    /// <returns>The number of its cells.</returns>
    public static async Task<int> PutWithoutOutputsAsync(LabUser user, string notebook, string target)
    {
        var content = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Samples.RepositoryRoot, "notebooks", notebook)))!;
        foreach (var cell in content["cells"]!.AsArray().Where(c => (string)c!["cell_type"]! == "code"))
        {
            cell!["outputs"] = new JsonArray();
            cell["execution_count"] = null;
        }

        var answer = await user.Api.PutAsJsonAsync($"user/{user.Name}/api/contents/{target}", new JsonObject { ["type"] = "notebook", ["format"] = "json", ["content"] = content });
        answer.EnsureSuccessStatusCode();
        return content["cells"]!.AsArray().Count;
    }
}
