using System.Text.Json.Nodes;
using Isopleth.Tests;
using static Microsoft.Playwright.Assertions;

namespace Isopleth.Browser.Tests;

/// <summary>The kernel's widgets in JupyterLab's own widget manager.</summary>
public sealed class WidgetTests(LabServer server, Chromium chromium)
{
    [Fact]
    public async Task Interact_ASliderMoves_ThePlotIsDrawnAnew()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        await lab.RunAsync("using Isopleth.Charts;\nvar x = Enumerable.Range(0, 200).Select(i => i / 20.0).ToArray();");

        var cell = await lab.RunAsync("Interact(([Range(1, 9)] int k = 2, [Range(0.1, 1)] double damping = 0.5) => Figure.Line(x, x.Select(v => Math.Exp(-damping * v) * Math.Sin(k * v)).ToArray(), title: $\"sin {k}x\"));");
        await Expect(cell.Locator(".js-plotly-plot")).ToContainTextAsync("sin 2x");
        var handle = cell.Locator(".noUi-handle").First;
        await handle.FocusAsync();
        for (var i = 0; i < 3; i++)
        {
            await lab.Page.Keyboard.PressAsync("ArrowRight");
        }

        await Expect(cell.Locator(".js-plotly-plot")).ToContainTextAsync("sin 5x");
        await Expect(cell.Locator(".widget-readout").First).ToHaveTextAsync("5");
        await Expect(cell.Locator(".js-plotly-plot")).ToHaveCountAsync(1);
        await lab.PicturesAsync("interact");
        Assert.Empty(lab.Errors);
    }

    [Fact]
    public async Task PcaExpert_ItsSlidersMove_TheSceneIsScreenedAnew()
    {
        var notebook = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Samples.RepositoryRoot, "notebooks", "atmosphere", "pca-expert.ipynb")))!;
        string Source(string id) => string.Concat(notebook["cells"]!.AsArray().Single(c => (string?)c!["id"] == id)!["source"]!.AsArray().Select(line => (string?)line));
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        foreach (var id in (string[])["parameters", "set-up", "simulate", "pictures"])
        {
            await lab.RunAsync(Source(id).Replace("trainingScenes = 10", "trainingScenes = 3", StringComparison.Ordinal));
        }

        var cell = await lab.RunAsync(Source("components"));
        await Expect(cell.Locator(".js-plotly-plot")).ToContainTextAsync("threshold 7.0");
        await cell.Locator(".noUi-handle").Last.FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(cell.Locator(".js-plotly-plot")).ToContainTextAsync("threshold 7.5");

        var few = await cell.Locator(".js-plotly-plot").TextContentAsync();
        await cell.Locator(".noUi-handle").First.FocusAsync();
        for (var kept = 5; kept >= 1; kept--)
        {
            await lab.Page.Keyboard.PressAsync("ArrowLeft");
            await Expect(cell.Locator(".widget-readout").First).ToHaveTextAsync($"{kept}");
        }

        // One component alone describes hardly anything: more pixels stand out.
        await Expect(cell.Locator(".js-plotly-plot")).Not.ToHaveTextAsync(few!);
        await Expect(cell.Locator(".js-plotly-plot")).ToContainTextAsync("threshold 7.5");
        await lab.PicturesAsync("pca-expert");
        Assert.Empty(lab.Errors);
    }

    [Fact]
    public async Task Widgets_OfEveryKind_AreDrawnAndAnswer()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("""
            var press = new Button("press", "play") { ButtonStyle = "primary" }; press.Clicked += () => Console.WriteLine("pressed in its cell");
            var o = new Output(); var where = new Dropdown<string>(["Etna", "Stromboli"]) { Description = "where" }; where.Changed += w => o.Show(HTML($"<b>{w} it is</b>"));
            new Tab(("numbers", new VBox(new IntSlider(1, 10, 3) { Description = "k" }, new FloatRangeSlider(0, 1) { Description = "range" }, new FloatLogSlider(0, 4, 100) { Description = "log" }, new BoundedFloatText(0, 1, 0.3) { Description = "bounded" }, new IntProgress(0, 10, 4) { Description = "progress" }, where, o, press)),
                ("texts", new VBox(new Text("text") { Description = "text" }, new Textarea("lines"), new Label("label"), new HtmlLabel("$x^2$", math: true), new Checkbox(true, "check"), new DatePicker(new(2018, 12, 24)) { Description = "day" }, new RadioButtons<string>(["a", "b"]))))
            """);
        await Expect(cell.Locator(".noUi-target")).ToHaveCountAsync(3);
        await cell.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "press" }).ClickAsync();
        await Expect(cell.Locator(".jp-Cell-outputArea")).ToContainTextAsync("pressed in its cell");
        await cell.Locator("select").SelectOptionAsync("Stromboli");
        await Expect(cell.Locator(".jp-OutputArea b").Filter(new() { HasText = "Stromboli it is" })).ToBeVisibleAsync();
        await lab.PicturesAsync("widgets");
        await cell.Locator(".lm-TabBar-tab").Filter(new() { HasText = "texts" }).ClickAsync();
        await Expect(cell.Locator("input[type=date]")).ToHaveValueAsync("2018-12-24");

        // A page that is opened anew learns of the widgets from the kernel.
        await lab.CommandAsync("docmanager:save");
        await lab.Page.ReloadAsync();
        await lab.KernelIsIdleAsync();
        await Expect(lab.Cells.First.Locator(".lm-TabBar-tab")).ToHaveCountAsync(2);
        Assert.Empty(lab.Errors);
    }

    [Fact]
    public async Task Progress_InALoop_IsOneBarThatFills()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("foreach (var day in Enumerable.Range(0, 4).Progress(\"days\")) foreach (var hour in Enumerable.Range(0, 6).Progress(\"hours\")) await Task.Delay(60);");

        await Expect(cell.Locator("progress")).ToHaveCountAsync(1);
        await Expect(cell.Locator(".jp-OutputArea")).ToContainTextAsync("days");
        await Expect(cell.Locator("progress")).ToHaveJSPropertyAsync("value", 1);
        await lab.PicturesAsync("progress");
    }
}
