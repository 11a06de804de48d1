using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Isopleth.Browser.Tests.Chromium))]

namespace Isopleth.Browser.Tests;

/// <summary>The machine's own Chromium, driven by Playwright; started when the first test asks for it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string? Program = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A page with cookies and storage of its own.</summary>
    public async Task<IPage> NewPageAsync()
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
        }
        finally
        {
            _gate.Release();
        }

        return await _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
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
