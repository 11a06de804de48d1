namespace Isopleth.Kernel.Widgets;

/// <summary>A widget's size, margins and place in a box. Every trait is a CSS value, or null where the front end decides.</summary>
public sealed class Layout : WidgetModel
{
    // https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/jupyterwidgetmodels.latest.md#layout
    private static readonly string[] Traits =
    [
        "align_content", "align_items", "align_self", "border_bottom", "border_left", "border_right", "border_top", "bottom", "display", "flex", "flex_flow",
        "grid_area", "grid_auto_columns", "grid_auto_flow", "grid_auto_rows", "grid_column", "grid_gap", "grid_row", "grid_template_areas", "grid_template_columns", "grid_template_rows",
        "height", "justify_content", "justify_items", "left", "margin", "max_height", "max_width", "min_height", "min_width", "object_fit", "object_position",
        "order", "overflow", "padding", "right", "top", "visibility", "width",
    ];

    /// <summary>A layout that leaves all to the front end.</summary>
    public Layout()
        : base("Layout", "Layout", Base, Base)
    {
        foreach (var trait in Traits)
        {
            Set<string?>(null, trait);
        }
    }

    /// <summary>The width, for example <c>300px</c> or <c>50%</c>.</summary>
    public string? Width
    {
        get => this["width"];
        set => this["width"] = value;
    }

    /// <summary>The height.</summary>
    public string? Height
    {
        get => this["height"];
        set => this["height"] = value;
    }

    /// <summary>A trait by its name in CSS: <c>layout["grid-gap"] = "4px"</c>.</summary>
    /// <param name="trait">Its name.</param>
    /// <exception cref="ArgumentException">A layout has no such trait.</exception>
    public string? this[string trait]
    {
        get => Get<string?>(Known(trait));
        set => Set(value, Known(trait));
    }

    private static string Known(string trait) => WidgetStyle.Known("A layout", Traits, trait);
}
