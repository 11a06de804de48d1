using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Isopleth.Browser.Tests.Chromium))]

namespace Isopleth.Browser.Tests;

/// <summary>The machine's own Chromium, driven by Playwright; started when the first test asks for it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string? Program = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static readonly BrowserNewContextOptions Size = new() { ViewportSize = new() { Width = 1400, Height = 900 } };
    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IBrowserContext? _shared;

    /// <summary>A page.</summary>
    /// <param name="alone">True for one with cookies and storage of its own; the others share theirs, and JupyterLab's scripts are fetched once.</param>
    public async Task<IPage> NewPageAsync(bool alone = false)
    {
        Assert.SkipWhen(Program is null, "No chromium on the PATH; install it with: apt-get install chromium");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            // A loaded machine is slow; what is expected comes all the same.
            Assertions.SetDefaultExpectTimeout(30_000);
            _playwright ??= await Playwright.CreateAsync();
            _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            _shared ??= await _browser.NewContextAsync(Size);
        }
        finally
        {
            _gate.Release();
        }

        return await (alone ? await _browser.NewContextAsync(Size) : _shared).NewPageAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }
}
