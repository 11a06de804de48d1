using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Isopleth.Browser.Tests;

/// <summary>The catalogue and the jobs in the side bar.</summary>
public sealed class PanelTests(LabServer server, Chromium chromium)
{
    [Fact]
    public async Task Catalogue_SearchedByMeaning_PutsCodeIntoTheNotebookThatOpensTheEntry()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        var panel = await lab.PanelAsync("Catalogue of data");
        var entries = panel.GetByRole(AriaRole.List, new() { Name = "Entries of the catalogue" }).GetByRole(AriaRole.Heading, new() { Level = 3 });
        await Expect(entries.First).ToBeVisibleAsync();
        var all = await entries.CountAsync();

        await panel.GetByRole(AriaRole.Searchbox).FillAsync("simulated volcano Sicily");

        await Expect(entries.First).ToHaveTextAsync("simulated.so2.etna");
        await Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("best first");
        Assert.True(await entries.CountAsync() < all);
        await lab.PicturesAsync("catalogue");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Insert code to open simulated.so2.etna" }).ClickAsync();
        var cell = lab.Cells.First;
        await Expect(cell.Locator(".cm-content")).ToContainTextAsync("catalogue[\"simulated.so2.etna\"].Open(");
        await lab.Page.Keyboard.PressAsync("Shift+Enter");
        await LabPage.EndAsync(cell);
        await Expect((await lab.RunAsync("data.Variables.Count > 0")).Locator(".jp-OutputArea-executeResult")).ToContainTextAsync("True");
        Assert.Empty(lab.RequestsElsewhere);
        Assert.Empty(lab.Errors);
    }

    [Fact]
    public async Task Catalogue_AFacetAndTheMap_NarrowAndFind()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        var panel = await lab.PanelAsync("Catalogue of data");
        var entries = panel.GetByRole(AriaRole.List, new() { Name = "Entries of the catalogue" }).GetByRole(AriaRole.Heading, new() { Level = 3 });
        await Expect(entries.First).ToBeVisibleAsync();

        await panel.GetByText("Theme", new() { Exact = true }).ClickAsync();
        await panel.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex("ocean") }).CheckAsync();

        Assert.All(await entries.AllTextContentsAsync(), name => Assert.StartsWith("ocean.", name, StringComparison.Ordinal));
        var extents = panel.Locator(".jp-isopleth-feature");
        Assert.InRange(await extents.CountAsync(), 2, await entries.CountAsync());

        // By keyboard alone: an extent is a button that leads to its entry.
        var name = (await extents.Last.GetAttributeAsync("aria-label"))!;
        await extents.Last.FocusAsync();
        await lab.Page.Keyboard.PressAsync("Enter");
        await Expect(panel.Locator("li:focus").GetByRole(AriaRole.Heading)).ToHaveTextAsync(name);
        await lab.PictureAsync("catalogue-facet");
    }

    [Fact]
    public async Task Catalogue_WordsThatFitNothing_AreToldSo()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        var panel = await lab.PanelAsync("Catalogue of data");

        await panel.GetByRole(AriaRole.Searchbox).FillAsync("--help qwertz");

        await Expect(panel.GetByRole(AriaRole.Status)).ToContainTextAsync("Nothing fits");
    }

    [Fact]
    public async Task Jobs_ANotebookRunHeadless_ShowsProgressOutputsAndLog()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium, "var region = \"Etna\";", "await Task.Delay(4000);", "Console.WriteLine($\"The region is {region}.\");");
        var panel = await lab.PanelAsync("Jobs");
        var run = await StartAsync(lab, panel, "region = Vesuvius");

        await Expect(run.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await lab.PicturesAsync("jobs");
        await Expect(run).ToContainTextAsync("done", new() { Timeout = 60_000 });
        await run.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Log") }).ClickAsync();
        await Expect(lab.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("The region is Vesuvius.");
        await run.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Open") }).ClickAsync();
        await Expect(lab.Page.Locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output", new() { HasText = "The region is Vesuvius." })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Jobs_ACancelledRun_IsInterruptedAndKeepsWhatItHas()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium, "Console.WriteLine(\"begun\");", "while (true) { }");
        var panel = await lab.PanelAsync("Jobs");
        var run = await StartAsync(lab, panel, "");
        await Expect(run).ToContainTextAsync("cell 2 of 2", new() { Timeout = 60_000 });

        await run.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Cancel") }).ClickAsync();

        await Expect(run).ToContainTextAsync("interrupted", new() { Timeout = 60_000 });
        await run.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Open") }).ClickAsync();
        await Expect(lab.Page.Locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output", new() { HasText = "begun" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("POST", "/isopleth/notebooks", """{"path": "../README.md"}""", "no curated notebook")]
    [InlineData("POST", "/isopleth/notebooks", """{"path": "/etc/passwd"}""", "no curated notebook")]
    [InlineData("POST", "/isopleth/jobs", """{"path": "../../etc/passwd"}""", "no notebook")]
    [InlineData("DELETE", "/isopleth/jobs/run/1", null, "no longer known")]
    [InlineData("GET", "/isopleth/jobs/run/..%2F..%2F..%2Fetc%2Fpasswd", null, "no longer known")]
    [InlineData("DELETE", "/isopleth/jobs/slurm/1;true", null, "no number")]
    public async Task Server_WhatItMustNotDo_IsRefusedInWords(string method, string path, string? body, string words)
    {
        await server.StartAsync();

        var (status, text) = await server.TryAsync(new HttpMethod(method), path, body is null ? null : JsonNode.Parse(body));

        Assert.Equal(409, status);
        Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithoutTheToken_AnswersNothing()
    {
        await server.StartAsync();
        using var stranger = new HttpClient();

        using var answer = await stranger.GetAsync(new Uri(server.Address + "/isopleth/jobs"), TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task<ILocator> StartAsync(LabPage lab, ILocator panel, string parameters)
    {
        await panel.GetByRole(AriaRole.Button, new() { Name = "Run notebook headless…" }).ClickAsync();
        await lab.Page.GetByLabel("Parameters").FillAsync(parameters);
        await lab.Page.Locator(".jp-Dialog").GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        var run = panel.GetByRole(AriaRole.List, new() { Name = "Notebooks that run headless" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = lab.NotebookPath });
        await Expect(run).ToBeVisibleAsync();
        return run;
    }
}
