using System.Text.Json.Nodes;

namespace Isopleth.Tests.Protocol;

/// <summary>What jupyter_client saw of the kernel's widgets (kernel/widgets_client.py).</summary>
public sealed class WidgetSteps
{
    internal IReadOnlyDictionary<string, JsonNode?> Saw { get; } = KernelScript.Run("widgets_client.py").ToDictionary(static line => (string)line["step"]!, static line => line["saw"]);
}

public sealed class WidgetTests(WidgetSteps steps) : IClassFixture<WidgetSteps>
{
    [Theory]
    [InlineData("move", """{"text":"moved to 7\n","in the cell":true,"echo":[{"method":"echo_update","state":{"value":7},"buffer_paths":[]}]}""")]
    [InlineData("read", "\"7\\n\"")]
    [InlineData("set", """[{"method":"update","state":{"value":5},"buffer_paths":[]},{"method":"update","state":{"max":8},"buffer_paths":[]}]""")]
    [InlineData("beyond", """[{"method":"echo_update","state":{"value":99},"buffer_paths":[]},{"method":"update","state":{"value":10},"buffer_paths":[]}]""")]
    [InlineData("request_state", "10")]
    [InlineData("control", """{"method":"update_states","model":"IntSliderModel","module":"@jupyter-widgets/controls","value":10}""")]
    [InlineData("mid-cell", "\"pressed\\nwent on\\n\"")]
    [InlineData("interrupt", "\"10\\n\"")]
    [InlineData("interrupt beside", "\"10\\n\"")]
    [InlineData("async handler", "\"10\\n\"")]
    [InlineData("close", "[true]")]
    public void Widget_MovedByAFrontEnd_Answers(string step, string saw) => Assert.Equal(JsonNode.Parse(saw)!.ToJsonString(), steps.Saw[step]?.ToJsonString());

    [Fact]
    public void Widget_Shown_OpensItsModelBesideWords()
    {
        var saw = steps.Saw["open"]!;
        Assert.Equal("jupyter.widget", (string?)saw["target"]);
        Assert.Equal("2.1.0", (string?)saw["version"]);
        Assert.True((bool)saw["parent"]!, "the comm_open does not belong to the cell");
        Assert.Equal(("IntSliderModel", 3, 10), ((string)saw["model"]!, (int)saw["value"]!, (int)saw["max"]!));
        Assert.True((bool)saw["view"]!, "the bundle does not show the model");
        Assert.Equal("<div><b>k</b> 3 (1 … 10)</div>", (string?)saw["html"]);
    }

    [Fact]
    public void Handler_Throws_IsToldInTheUsersLinesAndTheWidgetLives() => Assert.Contains("FormatException\e[0m: nine\n  Cell 1, line 1, in a lambda", (string)steps.Saw["handler fails"]!, StringComparison.Ordinal);

    [Fact]
    public void Widget_SentNonsense_SaysSoAndKeepsItsState() => Assert.Contains("The front end sent {\"value\":\"far\"} to the widget IntSlider, which keeps its state", (string)steps.Saw["nonsense"]![0]!, StringComparison.Ordinal);

    [Fact]
    public void Interact_Burst_DrawsTheNewestAndNoQueue()
    {
        Assert.Equal(
            ["<div><div><b>k</b> 3 (1 … 50)</div><div><b>sigma</b> 0.5 (0 … 1)</div></div>", "drawing 1", "<b>k is 3</b>"],
            steps.Saw["interact"]!["first"]!.AsArray().Select(static shown => (string?)shown));
        var newest = steps.Saw["newest"]!;
        Assert.True((bool)newest["in the cell"]!, "the drawing left its cell");
        Assert.InRange((int)newest["drawings"]!, 2, 30); // of 38, each of which takes 0.1 s
        Assert.Contains("FormatException", (string)steps.Saw["drawing fails"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Box_Shown_OpensWhatItHoldsFirstAndAnOutputCaptures()
    {
        var saw = steps.Saw["box"]!;
        Assert.Equal(["LayoutModel", "SliderStyleModel", "OutputModel", "VBoxModel", "LabelModel", "TabModel"], saw["order"]!.AsArray().Select(static m => (string)m!));
        Assert.True((bool)saw["references"]!, "a child is not known to the front end");
        Assert.Equal(["inside\n", "<b>bold</b>"], saw["outputs"]!.AsArray().Select(static o => (string?)(o!["text"] ?? o["data"]!["text/html"])));
        Assert.Equal("outside\n", (string?)saw["text"]);
    }
}
