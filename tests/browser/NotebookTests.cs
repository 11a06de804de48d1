using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Isopleth.Browser.Tests;

/// <summary>The C# kernel under JupyterLab's hands: what a user presses, and what is seen then.</summary>
public sealed class NotebookTests(LabServer server, Chromium chromium)
{
    [Fact]
    public async Task Tab_WithinAName_ListsMembersAndCompletes()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        await lab.RunAsync("var eruption = \"Etna\";");

        var cell = await lab.TypeAsync("eruption.ToU");
        await lab.Page.Keyboard.PressAsync("Tab");

        var offers = lab.Page.Locator(".jp-Completer-item");
        await Expect(offers.Filter(new() { HasText = "ToUpperInvariant" })).ToBeVisibleAsync();
        await lab.PictureAsync("completion");
        await offers.Filter(new() { HasText = "ToUpperInvariant" }).ClickAsync();
        await Expect(cell.Locator(".cm-content")).ToContainTextAsync("eruption.ToUpperInvariant");
    }

    [Fact]
    public async Task ShiftTab_OnACall_ShowsItsDocumentation()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        await lab.RunAsync("1");

        await lab.TypeAsync("Math.Sqrt(");
        await lab.Page.Keyboard.PressAsync("Shift+Tab");

        await Expect(lab.Page.Locator(".jp-Tooltip")).ToContainTextAsync("Returns the square root of a specified number");
        await lab.PictureAsync("documentation");
    }

    [Fact]
    public async Task Stop_AnEndlessLoop_EndsTheCellAndKeepsTheSession()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        await lab.RunAsync("var x = 41;");

        var endless = await lab.StartAsync("while (true) { }");
        await lab.Page.GetByTitle("Interrupt the kernel").ClickAsync();
        await LabPage.EndAsync(endless);
        var after = await lab.RunAsync("x + 1");

        await Expect(after.Locator(".jp-OutputArea-output")).ToHaveTextAsync("42");
        await Expect(endless.Locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedText")).ToContainTextAsync("interrupted", new() { IgnoreCase = true });
        await lab.PictureAsync("interrupt");
    }

    [Fact]
    public async Task Input_ACellThatAsks_GetsWhatIsTyped()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.StartAsync("var name = await GetInputAsync(\"Which volcano?\");\n$\"It is {name}.\"");
        var box = cell.Locator(".jp-Stdin-input");
        await box.FillAsync("Stromboli");
        await box.PressAsync("Enter");
        await LabPage.EndAsync(cell);

        await Expect(cell.Locator(".jp-OutputArea-executeResult")).ToContainTextAsync("It is Stromboli.");
    }

    [Fact]
    public async Task Input_APassword_IsNotShown()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.StartAsync("var secret = await GetPasswordAsync(\"The key?\");\nsecret.Length");
        var box = cell.Locator("input[type=password]");
        await box.FillAsync("sesame");
        await box.PressAsync("Enter");
        await LabPage.EndAsync(cell);

        await Expect(cell.Locator(".jp-OutputArea-executeResult")).ToContainTextAsync("6");
        await Expect(cell).Not.ToContainTextAsync("sesame");
    }

    [Fact]
    public async Task Slider_MovedByKeyboard_RedrawsThePlot()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("""
            using Isopleth.Charts;
            Interact(([Range(1, 9)] int power = 2) => Figure.Line([1, 2, 3], [1, Math.Pow(2, power), Math.Pow(3, power)], title: $"Power {power}"));
            """);

        await Expect(cell.Locator(".gtitle")).ToContainTextAsync("Power 2", new() { Timeout = 30_000 });
        var handle = cell.GetByRole(AriaRole.Slider);
        await handle.FocusAsync();
        await lab.PictureAsync("slider-before");
        await handle.PressAsync("ArrowRight");
        await Expect(cell.Locator(".gtitle")).ToContainTextAsync("Power 3", new() { Timeout = 30_000 });
        Assert.Equal(27, (await cell.Locator(".js-plotly-plot").EvaluateAsync<double[]>("node => Array.from(node._fullData[0].y)"))[^1], 9);
        await lab.PicturesAsync("slider");
        Assert.Empty(lab.RequestsElsewhere);
    }

    [Fact]
    public async Task Widgets_AButtonAndATextBox_ReachTheKernel()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("""
            var name = new Text { Description = "volcano" };
            var press = new Button("Press");
            var pressed = 0;
            press.Clicked += () => pressed++;
            display(name);
            display(press);
            """);
        await cell.GetByRole(AriaRole.Textbox).Last.FillAsync("Etna");
        await cell.GetByRole(AriaRole.Textbox).Last.PressAsync("Enter");
        await cell.GetByRole(AriaRole.Button, new() { Name = "Press" }).ClickAsync();
        await cell.GetByRole(AriaRole.Button, new() { Name = "Press" }).ClickAsync();
        var after = await lab.RunAsync("$\"{name.Value} {pressed}\"");

        await Expect(after.Locator(".jp-OutputArea-executeResult")).ToContainTextAsync("Etna 2");
    }
}
