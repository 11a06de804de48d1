namespace Isopleth.Kernel.Widgets;

/// <summary>A widget's colours and fonts and the width of its description. Which traits there are depends on the widget.</summary>
public sealed class WidgetStyle : WidgetModel
{
    private static readonly string[] Font = ["font_family", "font_size", "font_style", "font_variant", "font_weight", "text_color", "text_decoration"];

    // https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/jupyterwidgetmodels.latest.md
    private static readonly Dictionary<string, string[]> Traits = new(StringComparer.Ordinal)
    {
        ["ButtonStyle"] = ["button_color", .. Font],
        ["CheckboxStyle"] = ["description_width", "background"],
        ["DescriptionStyle"] = ["description_width"],
        ["HTMLMathStyle"] = ["description_width", "background", "font_size", "text_color"],
        ["HTMLStyle"] = ["description_width", "background", "font_size", "text_color"],
        ["LabelStyle"] = ["description_width", "background", .. Font],
        ["ProgressStyle"] = ["description_width", "bar_color"],
        ["SliderStyle"] = ["description_width", "handle_color"],
        ["TextStyle"] = ["description_width", "background", "font_size", "text_color"],
        ["ToggleButtonStyle"] = ["description_width", .. Font],
        ["ToggleButtonsStyle"] = ["description_width", "button_width", "font_weight"],
    };

    private readonly string _model;

    internal WidgetStyle(string model)
        : base(model, "Style", Controls, Base)
    {
        _model = model;
        foreach (var trait in Traits[model])
        {
            Set(trait is "description_width" or "button_width" || (trait == "font_weight" && model == "ToggleButtonsStyle") ? "" : null, trait);
        }
    }

    /// <summary>The width of the description, for example <c>120px</c>, or <c>initial</c> for as wide as it is.</summary>
    public string? DescriptionWidth
    {
        get => this["description_width"];
        set => this["description_width"] = value;
    }

    /// <summary>A trait by its name: <c>button.Style["button-color"] = "teal"</c>.</summary>
    /// <param name="trait">Its name.</param>
    /// <exception cref="ArgumentException">The widget's style has no such trait.</exception>
    public string? this[string trait]
    {
        get => Get<string?>(Known($"A {_model}", Traits[_model], trait));
        set => Set(value, Known($"A {_model}", Traits[_model], trait));
    }

    internal static string Known(string owner, string[] traits, string trait)
    {
        var name = trait.Replace('-', '_');
        return traits.Contains(name) ? name : throw new ArgumentException(
            $"{owner} has no '{trait}'{(NearName.Find(name, traits) is { } near ? $"; '{near}' perhaps?" : "")} There are {string.Join(", ", traits)}.", nameof(trait));
    }
}
