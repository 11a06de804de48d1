using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace Isopleth.Charts.Tests;

/// <summary>What a real browser makes of a figure, with no network to reach.</summary>
public class BrowserTests
{
    /// <summary>Who asks for the addresses that the browser wants for itself, not for the page.</summary>
    private const string BrowserItself = "not an origin";

    private static readonly string? Browser = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    [Fact]
    public async Task ToHtml_Map_IsDrawnByPlotlyWithoutAnyRequest()
    {
        var map = TestScenes.SwathMap(12, 12).AddWind([36, 37], [15, 16], [3, 4], [1, 2]);

        var (dom, requests) = await Open(map.ToHtml(), "page.html");

        Assert.Contains("class=\"main-svg\"", dom, StringComparison.Ordinal);
        var traces = JsonDocument.Parse(map.ToPlotlyJson()).RootElement.GetProperty("data").GetArrayLength();
        Assert.Equal(traces, Count(dom, "class=\"trace scatter "));
        Assert.Contains(">Etna<", dom.Replace("<tspan", "<", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("SO2 column [mol m⁻²]", dom, StringComparison.Ordinal);
        Assert.Empty(requests);
    }

    [Fact]
    public async Task ToHtml_Heatmap_IsDrawnByPlotly()
    {
        var (dom, requests) = await Open(Figure.Heatmap([1, 2, 3], [1, 2], [1, 2, 3, 4, 5, 6], "T [K]", title: "A field").ToHtml(), "page.html");

        Assert.Equal(1, Count(dom, "class=\"hm\""));
        Assert.Contains("A field", dom, StringComparison.Ordinal);
        Assert.Empty(requests);
    }

    /// <summary>Plotly's own check of every attribute, for one figure of each kind.</summary>
    [Fact]
    public async Task ToPlotlyJson_FiguresOfEachKind_AreValidByPlotlysOwnSchema()
    {
        var map = TestScenes.SwathMap(12, 12, new ColorAxis("v") { IsLogarithmic = true }).AddWind([36, 37], [15, 16], [3, 4], [1, 2]).AddLine([36, 37], [15, 16], "track");
        var chart = new Chart("t", "x [m]", "y [m]") { Subtitle = "s" }.AddLine([1, 2], [1, 2], "l", dashed: true).AddScatter([1], [1], "p").AddHistogram([1, 2], name: "h").AddText(1, 1, "t");
        Figure[] figures = [map, TestScenes.SwathMap(300, 200), chart, Figure.Heatmap([1, 2], [1, 2], [1, 2, 3, 4]), Figure.Line([DateTime.UnixEpoch, DateTime.UnixEpoch.AddDays(1)], [1, 2])];
        // Plotly 4.1.1's check stumbles over any legend, and takes a reference to a colour axis and a typed array for wrong; all are drawn (the other tests here).
        var check = $$"""
            <script>
            const plain = v => v.bdata ? Array.from(new (v.dtype === "f8" ? Float64Array : Float32Array)(Uint8Array.from(atob(v.bdata), c => c.charCodeAt(0)).buffer)) : v;
            const wrong = [{{string.Join(',', figures.Select(figure => figure.ToPlotlyJson()))}}].map(f => {
                delete f.layout.legend;
                f.data.forEach(t => Object.keys(t).forEach(k => { t[k] = plain(t[k]); }));
                return (Plotly.validate(f.data, f.layout) ?? []).map(e => e.msg).filter(m => !m.includes("coloraxis is set to an invalid value"));
            });
            document.title = JSON.stringify(wrong);
            </script></body>
            """;

        var (dom, _) = await Open(map.ToHtml().Replace("</body>", check, StringComparison.Ordinal), "page.html");

        Assert.Equal("[[],[],[],[],[]]", dom.Split("<title>")[1].Split("</title>")[0]);
    }

    [Fact]
    public async Task ToSvg_Map_IsReadByTheBrowserAsItIsWritten()
    {
        var map = TestScenes.SwathMap(12, 12);

        var (dom, requests) = await Open(map.ToSvg(), "picture.svg");

        Assert.Equal(XDocument.Parse(map.ToSvg()).Descendants().Count(element => element.Name.LocalName == "path"), Count(dom, "<path"));
        Assert.Empty(requests);
    }

    [Fact]
    public async Task Open_APageThatFetches_IsFoundOut()
    {
        var (_, requests) = await Open("<html><body><img src=\"http://isopleth.invalid/picture.png\"></body></html>", "page.html");

        Assert.Equal(["http://isopleth.invalid/picture.png"], requests);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>Opens a document and gives the page as it has become, and the addresses on the network that it asked for.</summary>
    private static async Task<(string Dom, List<string> Requests)> Open(string document, string name)
    {
        Assert.SkipWhen(Browser is null, "No chromium on the PATH; install it with: apt-get install chromium");
        var folder = Directory.CreateTempSubdirectory("isopleth-charts-");
        try
        {
            var page = Path.Combine(folder.FullName, name);
            var log = Path.Combine(folder.FullName, "net.json");
            await File.WriteAllTextAsync(page, document, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(Browser!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[]
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + Path.Combine(folder.FullName, "profile"), "--host-resolver-rules=MAP * ~NOTFOUND", "--log-net-log=" + log, "--virtual-time-budget=20000", "--dump-dom", "file://" + page,
            })
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var dom = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await errors);
            return (dom, Requests(await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> Requests(string log) =>
        [.. JsonDocument.Parse(log).RootElement.GetProperty("events").EnumerateArray()
            .Where(entry => entry.TryGetProperty("params", out var parameters) && parameters.TryGetProperty("initiator", out var initiator) && initiator.GetString() != BrowserItself)
            .Select(entry => entry.GetProperty("params").GetProperty("url").GetString()!)
            .Where(url => url.StartsWith("http", StringComparison.Ordinal)).Distinct()];
}
