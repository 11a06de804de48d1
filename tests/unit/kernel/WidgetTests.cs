using System.Text.Json.Nodes;
using Isopleth.Kernel.Widgets;
using Isopleth.Tests;

namespace Isopleth.Kernel.Tests;

/// <summary>The widgets as objects, and their states beside those of the ipywidgets specification.</summary>
public sealed class WidgetTests() : EngineTest(ownSession: false)
{
    private static readonly Dictionary<string, JsonObject> Specification = ReadSpecification();

    public static TheoryData<Widget> All =>
    [
        new IntSlider(), new FloatSlider(), new FloatLogSlider(), new IntRangeSlider(value: (0, 1)), new FloatRangeSlider(value: (0, 1)),
        new IntText(), new FloatText(), new BoundedIntText(), new BoundedFloatText(), new IntProgress(), new FloatProgress(),
        new Dropdown<string>(["a"]), new RadioButtons<string>(["a"]), new Select<string>(["a"]), new ToggleButtons<string>(["a"]), new SelectionSlider<string>(["a"]), new SelectMultiple<string>([]),
        new Text(), new Textarea(), new Password(), new Combobox([]), new Label(), new HtmlLabel(), new HtmlLabel("", math: true),
        new Button(), new Checkbox(), new ToggleButton(), new DatePicker(), new ColorPicker(), new Play(),
        new HBox(), new VBox(), new GridBox(), new Accordion(), new Tab(), new Output(),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void State_OfANewWidget_HasTheSpecificationsTraitsAndDefaults(Widget widget) => Compare(widget.State(), ["layout", "style"]);

    [Fact]
    public void State_OfALayout_HasTheSpecificationsTraits() => Compare(new Layout().State(), []);

    [Theory]
    [MemberData(nameof(All))]
    public void Style_OfEveryWidget_HasTheSpecificationsTraits(Widget widget)
    {
        if (widget is DescribedWidget described)
        {
            var model = (string)described.Style.State()["_model_name"]!;
            Assert.Equal(model[..^5], (string)Attribute(Specification[(string)widget.State()["_model_name"]!], "style")["widget"]!);
            Compare(described.Style.State(), []);
        }
    }

    [Fact]
    public void Specification_ReferenceTable_IsThatOfTheModelsSpoken() => Assert.All(Specification.Values, model => Assert.Contains((string)model["model"]!["version"]!, new[] { "2.0.0", "1.0.0" }));

    [Fact]
    public void Value_BeyondTheBounds_IsMovedBetweenThem()
    {
        var told = new List<int>();
        var slider = new IntSlider(1, 10, value: 3);
        slider.Changed += told.Add;
        slider.Value = 3;
        slider.Value = 99;
        slider.Max = 8;
        Assert.Equal((8, 1), (slider.Value, new IntSlider(1, 10).Value));
        Assert.Equal([10], told);
        Assert.Equal((2.5, 7.5), new FloatRangeSlider(0, 10).Value);
        Assert.Equal((0, 5), new IntRangeSlider(0, 10, (5, -3)).Value);
        Assert.Equal(100, new FloatLogSlider(0, 2, 5000).Value);
    }

    [Fact]
    public void Value_OfAChoice_IsTheOptionItself()
    {
        var choice = new Dropdown<DayOfWeek>([DayOfWeek.Monday, DayOfWeek.Friday], static day => day.ToString()[..3]) { Value = DayOfWeek.Friday };
        Assert.Equal("""["Mon","Fri"]""", choice.State()["_options_labels"]!.ToJsonString());
        Assert.Equal(1, (int)choice.State()["index"]!);
        choice.Options = [DayOfWeek.Friday];
        Assert.Equal((DayOfWeek.Friday, 0), (choice.Value, (int)choice.State()["index"]!));
        Assert.Equal([2], new SelectMultiple<int>([1, 2, 3]) { Value = [2] }.Value);
    }

    [Fact]
    public void Date_InTheModel_CountsMonthsFromZero() =>
        Assert.Equal("""{"year":2018,"month":11,"date":24}""", new DatePicker(new(2018, 12, 24)).State()["value"]!.ToJsonString());

    [Fact]
    public void Words_StandInWhereNothingDrawsWidgets()
    {
        var box = new Tab(("wind", new HBox(new FloatSlider(0, 2, 0.5) { Description = "σ <m>" }, new Checkbox(true, "log"))), ("note", new HtmlLabel("<i>x</i>")));
        Assert.Equal(
            "<details open><summary>wind</summary><div><div><b>σ &lt;m&gt;</b> 0.5 (0 … 2)</div><div><b>log</b> ☑</div></div></details>"
            + "<details><summary>note</summary><div><i>x</i></div></details>",
            (string)box.ToMimeBundle()["text/html"]!);
        Assert.Equal("Dropdown(a (of a, b))", new Dropdown<string>(["a", "b"]).ToString());
        Assert.DoesNotContain("secret", new Password { Value = "secret" }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_SayWhatToDo()
    {
        Assert.Contains("10 … 1 hold nothing", Assert.Throws<ArgumentOutOfRangeException>(() => new IntSlider(10, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("step must be above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new FloatSlider(step: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("at least one option", Assert.Throws<ArgumentException>(() => new Dropdown<int>([])).Message, StringComparison.Ordinal);
        Assert.Contains("3 is not among the options [1, 2]", Assert.Throws<ArgumentException>(() => new Dropdown<int>([1, 2]).Value = 3).Message, StringComparison.Ordinal);
        Assert.Contains("'width' perhaps", Assert.Throws<ArgumentException>(() => new Layout()["widht"] = "1px").Message, StringComparison.Ordinal);
        Assert.Contains("handle_color", Assert.Throws<ArgumentException>(() => new IntSlider().Style["colour"] = "red").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_OfTheCellsOwn_WinOverTheWidgets()
    {
        Ok("namespace Shop { public sealed class Label { public int Price => 5; } }");
        Assert.Equal("5", Value("using Shop;\nnew Label().Price"));
        Assert.Equal("7", Value("class Button { public int N => 7; }\nnew Button().N"));
    }

    private static void Compare(JsonObject state, string[] lazy)
    {
        var name = (string)state["_model_name"]!;
        var specified = Specification[name]["attributes"]!.AsArray().ToDictionary(a => (string)a!["name"]!, a => a!);
        Assert.Equal(specified.Keys.Except(lazy).Order(StringComparer.Ordinal), state.Select(p => p.Key).Order(StringComparer.Ordinal));
        foreach (var (trait, value) in state)
        {
            // Our choices have options, and the first of them is chosen.
            if (trait is not ("_options_labels" or "index"))
            {
                Assert.True(SameValue(specified[trait]["default"], value), $"{name}.{trait} is {value?.ToJsonString()}, specified is {specified[trait]["default"]?.ToJsonString()}");
            }
        }
    }

    private static bool SameValue(JsonNode? specified, JsonNode? own) =>
        specified is JsonArray many && own is JsonArray ours ? many.Count == ours.Count && many.Zip(ours).All(p => SameValue(p.First, p.Second))
        : specified?.GetValueKind() == System.Text.Json.JsonValueKind.Number && own?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? double.Parse(specified.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) == double.Parse(own.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
        : JsonNode.DeepEquals(specified, own);

    private static JsonNode Attribute(JsonObject model, string name) => model["attributes"]!.AsArray().Single(a => (string)a!["name"]! == name)!;

    private static Dictionary<string, JsonObject> ReadSpecification()
    {
        var path = Path.Combine(Samples.RepositoryRoot, "artifacts", "npm", "node_modules", "@jupyter-widgets", "schema", "jupyterwidgetmodels.latest.json");
        return JsonNode.Parse(File.ReadAllText(path))!.AsArray().Select(m => m!.AsObject()).ToDictionary(m => (string)m["model"]!["name"]!);
    }
}
