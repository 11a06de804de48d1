using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Tests;

public sealed class InteractTests() : EngineTest(ownSession: false)
{
    [Fact]
    public void Interact_ParametersOfEveryKind_HaveTheirControls()
    {
        var outputs = Ok("""
            enum Method { Kriging, Spline }
            Interact(([Range(1, 10)] int k = 3, [Range(0.1, 2)] double sigma = 0.5, bool log = true, string name = "Etna", Method method = Method.Spline, [Choices(2, 4)] long n = 4,
                float free = 1.5f, int count = 7, [Range(0, 8)] (int Low, int High) band = default, DateOnly day = default) => $"{k} {sigma} {log} {name} {method} {n} {free} {count} {band} {day:yyyy-MM-dd}");
            """);
        Assert.Equal("3 0.5 True Etna Spline 4 1.5 7 (2, 6) 2000-01-01", (string)outputs.Displays[1]["text/plain"]!);
        Assert.Equal(
            "VBox(IntSlider(k: 3 (1 … 10)), FloatSlider(sigma: 0.5 (0.1 … 2)), Checkbox(log: ☑), Text(name: Etna), Dropdown(method: Spline (of Kriging, Spline)), Dropdown(n: 4 (of 2, 4)), "
            + "FloatText(free: 1.5), IntText(count: 7), IntRangeSlider(band: 2 … 6 (of 0 … 8)), DatePicker(day: 2000-01-01))",
            (string)outputs.Displays[0]["text/plain"]!);
    }

    [Fact]
    public void Interact_WidgetMovedByCode_IsDrawnAnewInItsPlace()
    {
        var outputs = Ok("var where = new Dropdown<string>([\"Etna\", \"Stromboli\"]); var top = new IntSlider(1, 9, 2); Interact(where, top, (place, k) => { for (var i = 0; i < k; i++) Console.Write(i); display(HTML($\"<b>{place}</b>\")); }); where.Value = \"Stromboli\"; top.Value = 3;");
        Assert.Equal("place", Value("where.Description"));
        Assert.Equal(["01", "<b>Etna</b>"], outputs.Displays.Skip(1).Select(Shown));
        Assert.Equal(["<b>Stromboli</b>", "012"], outputs.Updates.Select(u => Shown(u.Data)));
        Assert.Equal(outputs.DisplayIds[2], outputs.Updates[0].Id);
        Assert.Empty(outputs.Stdout);
    }

    [Fact]
    public void Interact_AsyncAndLists_AreDrawn()
    {
        Assert.Equal("5", Shown(Ok("Interact(async (int n = 5) => { await Task.Delay(1); await Task.Yield(); return n; });").Displays[1]));
        Assert.Equal("9", Shown(Ok("Interact(new[] { 3, 4 }, n => n * n);").Displays[1]));
        Assert.Equal("none", Shown(Ok("Interact(() => \"none\");").Displays.Single()));
    }

    [Fact]
    public void Interact_FewerOutputsThanBefore_LeavesNoneOfTheOld()
    {
        var outputs = Ok("var many = new IntSlider(0, 3, 2); Interact(many, n => { for (var i = 0; i < n; i++) display(i); }); many.Value = 1;");
        Assert.Equal(["0", "1"], outputs.Displays.Skip(1).Select(Shown));
        Assert.Equal((outputs.DisplayIds[2], ""), (outputs.Updates.Single().Id, Shown(outputs.Updates.Single().Data)));
    }

    [Fact]
    public void Interact_FirstDrawingFails_FailsTheCellLaterOnesAreShown()
    {
        var (outcome, outputs) = Run("var d = new IntSlider(0, 5, 0); Interact(d, n => { Console.Write(\"half\"); return 10 / n; });");
        Assert.Equal("DivideByZeroException", outcome.Error?.Name);
        Assert.Equal("half", Shown(outputs.Displays[1]));
        Ok("d.Value = 5; d.Value = 0;");
        Assert.True(outputs.Updates.Count >= 1 || outputs.Displays.Count > 2);
        Assert.Contains("DivideByZeroException", Shown(outputs.Updates[^1].Data), StringComparison.Ordinal);
    }

    [Fact]
    public void Interact_TypeWithoutAControl_SaysWhatToDo()
    {
        var error = Fail("Interact((Uri place) => place);");
        Assert.Contains("no control for the parameter 'place' of type Uri", error.Value, StringComparison.Ordinal);
        Assert.Contains("Interact(new Dropdown<Uri>(options), place => …)", error.Value, StringComparison.Ordinal);
        Assert.Contains("The choice x of the parameter 'n' is no int", Fail("Interact(([Choices(\"x\")] int n) => n);").Value, StringComparison.Ordinal);
    }

    private static string Shown(JsonObject data) => (string)(data["text/html"] ?? data["text/plain"])!;
}
