using System.Text.RegularExpressions;
using Isopleth.Tests.Labs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Isopleth.Browser.Tests;

/// <summary>What stands in the lab itself, as <c>./isopleth up</c> brings it: our parts are installed there, and Slurm runs.</summary>
public sealed class LabTests(Chromium chromium)
{
    [Fact]
    public async Task Lab_AUserWhoLogsIn_IsMetByTheStartPage_FindsData_AndRunsANotebookOnSlurm()
    {
        await using var lab = await Lab.UpAsync("panels");
        Assert.SkipWhen(lab.WhyNot is not null, lab.WhyNot ?? "");
        var password = lab.AddUser("ines");
        await using var page = await LabPage.LogInAsync(lab, chromium, "ines", password);

        var start = page.Page.GetByRole(AriaRole.Region, new() { Name = "Start page" });
        await start.GetByRole(AriaRole.Button, new() { Name = "Open Start here", Exact = true }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Tab, new() { Name = "00-start-here.ipynb" })).ToBeVisibleAsync();
        await page.KernelIsIdleAsync();

        var catalogue = await page.PanelAsync("Catalogue of data");
        await Expect(catalogue.GetByRole(AriaRole.Heading, new() { Name = "simulated.so2.etna" })).ToBeVisibleAsync();

        var jobs = await page.PanelAsync("Jobs");
        await jobs.GetByRole(AriaRole.Button, new() { Name = "Run notebook headless…" }).ClickAsync();
        await page.Page.GetByLabel("as a job of Slurm").CheckAsync();
        await page.Page.Locator(".jp-Dialog").GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();

        var queued = jobs.GetByRole(AriaRole.List, new() { Name = "Jobs of Slurm" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "00-start-here.ipynb" });
        await Expect(queued).ToContainTextAsync(new Regex("pending|running|completing|completed"));
        var run = jobs.GetByRole(AriaRole.List, new() { Name = "Notebooks that run headless" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Slurm job" });
        await Expect(run).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.PictureAsync("lab-slurm");
        await Expect(run).ToContainTextAsync("done", new() { Timeout = 120_000 });
        await Expect(queued).ToContainTextAsync("completed", new() { Timeout = 60_000 });
        await queued.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Log") }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("cells in");
        await page.PictureAsync("lab-slurm-log");

        // Another one is cancelled, and Slurm says so.
        Assert.Equal(0, lab.As("ines", "sbatch", "--output=/home/ines/wait.out", "--job-name=waits", "--wrap", "echo waiting; sleep 600").Status);
        var waits = jobs.GetByRole(AriaRole.List, new() { Name = "Jobs of Slurm" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "waits" });
        await Expect(waits).ToContainTextAsync("running", new() { Timeout = 60_000 });
        await waits.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Cancel") }).ClickAsync();
        await Expect(waits).ToContainTextAsync("cancelled", new() { Timeout = 60_000 });
        Assert.Empty(page.RequestsElsewhere);
    }
}
