using Isopleth.Tests.Hub;
using Isopleth.Tests.Labs;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SharedLab))]
// Tests of the shared lab run one after the other; those with a lab of their own, which mostly wait, run beside them.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace Isopleth.Tests.Hub;

/// <summary>One lab and one browser for the tests that need no lab of their own. Idle servers are stopped after a few seconds where a test asks for it only.</summary>
public sealed class SharedLab : IAsyncLifetime
{
    /// <summary>The collection of the tests of this lab; some kill its hub.</summary>
    internal const string Tests = "the shared lab";

    private IPlaywright? _playwright;

    internal Lab Lab { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Lab = await Lab.UpAsync("hub", """
            limits: { memory: 1G, processes: 300 }
            sizes:
              small: { memory: 600M, cpu: 1 }
              large: { memory: 1500M, cpu: 2 }
            """);
        if (Lab.WhyNot is not null)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>The lab; the test is skipped where this machine can hold none.</summary>
    internal Lab Ready()
    {
        Assert.SkipWhen(Lab.WhyNot is not null, Lab.WhyNot ?? "");
        return Lab;
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Lab.DisposeAsync();
    }
}
