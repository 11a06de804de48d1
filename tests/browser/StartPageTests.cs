using System.Text.Json.Nodes;
using Isopleth.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Isopleth.Browser.Tests;

/// <summary>What a user meets who comes with nothing open.</summary>
public sealed class StartPageTests(LabServer server, Chromium chromium)
{
    [Fact]
    public async Task StartPage_WithNothingOpen_ShowsEveryCuratedNotebookWithPictureMinutesAndLevel()
    {
        var notebooks = Path.Combine(Samples.RepositoryRoot, "notebooks");
        var expected = Directory.EnumerateFiles(notebooks, "*.ipynb", SearchOption.AllDirectories)
            .Where(f => !f.Contains("TEMPLATE", StringComparison.Ordinal) && !f.Contains(".ipynb_checkpoints", StringComparison.Ordinal)).ToArray();

        await using var lab = await LabPage.OpenAsync(server, chromium);

        var page = lab.Page.GetByRole(AriaRole.Region, new() { Name = "Start page" });
        var cards = page.Locator(".jp-isopleth-card");
        await Expect(cards).ToHaveCountAsync(expected.Length);
        foreach (var file in expected)
        {
            var notebook = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
            var title = string.Concat(notebook["cells"]![0]!["source"]!.AsArray().Select(l => (string)l!)).Split('\n')[0].TrimStart('#', ' ');
            var card = cards.Filter(new() { Has = lab.Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }) });
            await Expect(card).ToContainTextAsync($"{notebook["metadata"]!["isopleth"]?["minutes"]} minutes");
            await Expect(card).ToContainTextAsync((string?)notebook["metadata"]!["isopleth"]?["level"] ?? "no level");
            await card.ScrollIntoViewIfNeededAsync();
            if (notebook["cells"]!.AsArray().Any(c => c!["outputs"]?.AsArray().Any(o => o!["data"]?["image/png"] is not null) == true))
            {
                await Expect(card.GetByRole(AriaRole.Img)).ToHaveJSPropertyAsync("naturalWidth", 360);
            }
        }

        await page.EvaluateAsync("node => node.parentElement.scrollTo(0, 0)");
        await lab.PicturesAsync("start-page");
        Assert.Empty(lab.RequestsElsewhere);
        Assert.Empty(lab.Errors);
    }

    [Fact]
    public async Task StartPage_Open_GivesACopyInTheHomeThatIsKept_AndFreshAnother()
    {
        await using var lab = await LabPage.OpenAsync(server, chromium);
        var page = lab.Page.GetByRole(AriaRole.Region, new() { Name = "Start page" });

        await page.GetByRole(AriaRole.Button, new() { Name = "Open Start here", Exact = true }).ClickAsync();
        await Expect(lab.Page.GetByRole(AriaRole.Tab, new() { Name = "00-start-here.ipynb" })).ToBeVisibleAsync();

        var copy = await server.SendAsync(HttpMethod.Get, "/api/contents/notebooks/00-start-here.ipynb?content=0");
        Assert.True((bool)copy!["writable"]!);
        await server.SendAsync(HttpMethod.Put, "/api/contents/notebooks/00-start-here.ipynb", new JsonObject { ["type"] = "file", ["format"] = "text", ["content"] = "mine" });
        Assert.Equal("notebooks/00-start-here.ipynb", await Open(fresh: false));
        Assert.Equal("mine", (string?)(await server.SendAsync(HttpMethod.Get, "/api/contents/notebooks/00-start-here.ipynb?type=file&format=text"))!["content"]);
        Assert.Equal("notebooks/00-start-here-2.ipynb", await Open(fresh: true));
        Assert.Equal("notebooks/00-start-here-3.ipynb", await Open(fresh: true));

        // What a notebook shows may lie beside it.
        Assert.Equal("notebooks/atmosphere/plume-detection.ipynb", await Open(fresh: false, "atmosphere/plume-detection.ipynb"));
        await server.SendAsync(HttpMethod.Get, "/api/contents/notebooks/atmosphere/etna-plume.svg?content=0");
    }

    private async Task<string> Open(bool fresh, string notebook = "00-start-here.ipynb") =>
        (string)(await server.SendAsync(HttpMethod.Post, "/isopleth/notebooks", new JsonObject { ["path"] = notebook, ["fresh"] = fresh }))!["path"]!;
}
