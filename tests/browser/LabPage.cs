using System.Diagnostics;
using Isopleth.Tests;
using Isopleth.Tests.Labs;
using Microsoft.Playwright;

namespace Isopleth.Browser.Tests;

/// <summary>JupyterLab in a page of the browser, as a user sees and works it.</summary>
public sealed class LabPage : IAsyncDisposable
{
    private static readonly string Pictures = Path.Combine(Samples.RepositoryRoot, "artifacts", "screenshots", "browser");
    private static int _opened;
    private readonly LabServer? _server;

    private LabPage(LabServer? server, IPage page, string address)
    {
        (_server, Page) = (server, page);
        Page.SetDefaultTimeout(60_000);
        Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal) && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                RequestsElsewhere.Add(request.Url);
            }
        };
        Page.PageError += (_, error) => Errors.Add(error);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The path of the notebook that is open, below the user's home.</summary>
    public string NotebookPath { get; private set; } = "";

    /// <summary>What the page asked for from elsewhere than the server.</summary>
    public List<string> RequestsElsewhere { get; } = [];

    /// <summary>Errors that no script of the page caught.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>The cells of the notebook.</summary>
    public ILocator Cells => Page.Locator(".jp-Notebook .jp-Cell");

    /// <summary>Opens JupyterLab.</summary>
    public static async Task<LabPage> OpenAsync(LabServer server, Chromium chromium, string? file = null)
    {
        await server.StartAsync();
        var lab = new LabPage(server, await chromium.NewPageAsync(), server.Address);
        await lab.Page.GotoAsync(server.Page($"test-{Interlocked.Increment(ref _opened)}", file));
        try
        {
            await lab.Page.Locator("#jp-main-dock-panel").WaitForAsync();
        }
        catch (TimeoutException)
        {
            await lab.PictureAsync("failed");
            Assert.Fail($"JupyterLab did not show its page.\n{string.Join('\n', lab.Errors)}{server.Log()}");
        }

        return lab;
    }

    /// <summary>Logs in to a lab of many, as its user would, and waits for JupyterLab.</summary>
    internal static async Task<LabPage> LogInAsync(Lab lab, Chromium chromium, string name, string password)
    {
        var page = new LabPage(null, await chromium.NewPageAsync(alone: true), lab.Address.ToString());
        await page.Page.GotoAsync($"{lab.Address}hub/login");
        await page.Page.GetByLabel("Username").FillAsync(name);
        await page.Page.GetByLabel("Password").FillAsync(password);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Page.Locator("#jp-main-dock-panel").WaitForAsync();
        return page;
    }

    /// <summary>Opens a new notebook and waits for its kernel.</summary>
    public static async Task<LabPage> OpenNotebookAsync(LabServer server, Chromium chromium, params IReadOnlyList<string> cells)
    {
        await server.StartAsync();
        var path = await server.NewNotebookAsync(cells);
        var lab = await OpenAsync(server, chromium, path);
        lab.NotebookPath = path;
        await lab.KernelIsIdleAsync();
        return lab;
    }

    /// <summary>Waits until the kernel says that it is idle.</summary>
    public Task KernelIsIdleAsync() =>
        Assertions.Expect(Page.Locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook-ExecutionIndicator")).ToHaveAttributeAsync("data-status", "idle", new() { Timeout = 60_000 });

    /// <summary>Types code into the last cell, in place of what it holds.</summary>
    public async Task<ILocator> TypeAsync(string code)
    {
        var cell = Cells.Last;
        await cell.Locator(".cm-content").ClickAsync();
        await Page.Keyboard.PressAsync("Control+a");
        await Page.Keyboard.InsertTextAsync(code);
        return cell;
    }

    /// <summary>Runs code in the last cell, without waiting for its end.</summary>
    /// <returns>The cell.</returns>
    public async Task<ILocator> StartAsync(string code)
    {
        await TypeAsync(code);
        var at = await Cells.CountAsync() - 1;
        var cell = Cells.Nth(at);
        var prompt = cell.Locator(".jp-InputPrompt");

        // JupyterLab drops a cell that is run just as its kernel has become idle: only a cell that shows a number or a star was taken.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await cell.Locator(".cm-content").ClickAsync();
            await Page.Keyboard.PressAsync("Shift+Enter");
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(5); await Task.Delay(50))
            {
                if (await prompt.TextContentAsync() is { } text && text.Any(c => c == '*' || char.IsDigit(c)))
                {
                    return cell;
                }
            }
        }

        throw new InvalidOperationException("The cell did not start in five attempts." + _server?.Log());
    }

    /// <summary>Runs code in the last cell and waits for its end.</summary>
    /// <returns>The cell.</returns>
    public async Task<ILocator> RunAsync(string code)
    {
        var cell = await StartAsync(code);
        await EndAsync(cell);
        return cell;
    }

    /// <summary>Waits until a cell has ended.</summary>
    public static Task EndAsync(ILocator cell) =>
        Assertions.Expect(cell.Locator(".jp-InputPrompt")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"\[\d+\]"), new() { Timeout = 60_000 });

    /// <summary>Opens a panel of the side bar, by its tab.</summary>
    /// <returns>The panel.</returns>
    public async Task<ILocator> PanelAsync(string name)
    {
        var panel = Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });
        await Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true }).ClickAsync();
        await Assertions.Expect(panel).ToBeVisibleAsync();
        return panel;
    }

    /// <summary>Runs one of JupyterLab's commands.</summary>
    public Task CommandAsync(string id, object? arguments = null) =>
        Page.EvaluateAsync("([id, args]) => window.jupyterapp.commands.execute(id, args ?? {})", new object?[] { id, arguments }).WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Changes to the light or the dark theme.</summary>
    public async Task ThemeAsync(bool dark)
    {
        await CommandAsync("apputils:change-theme", new { theme = dark ? "JupyterLab Dark" : "JupyterLab Light" });
        await Assertions.Expect(Page.Locator("body")).ToHaveAttributeAsync("data-jp-theme-light", dark ? "false" : "true");
        await Page.Locator("#jupyterlab-splash").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Keeps a picture of the page in <c>artifacts/screenshots/browser</c>.</summary>
    public async Task PictureAsync(string name)
    {
        Directory.CreateDirectory(Pictures);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png") });
    }

    /// <summary>Keeps a picture in the light theme and one in the dark.</summary>
    public async Task PicturesAsync(string name)
    {
        await ThemeAsync(dark: false);
        await PictureAsync(name + "-light");
        await ThemeAsync(dark: true);
        await Task.Delay(500); // drawings are made anew
        await PictureAsync(name + "-dark");
        await ThemeAsync(dark: false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (NotebookPath.Length > 0)
        {
            foreach (var session in (await _server!.SendAsync(HttpMethod.Get, "/api/sessions"))!.AsArray().Where(s => (string?)s!["path"] == NotebookPath))
            {
                await _server.SendAsync(HttpMethod.Delete, $"/api/sessions/{(string)session!["id"]!}");
            }
        }

        await Page.CloseAsync();
    }
}
