using System.Net;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Widgets;

/// <summary>Something that the front end draws and perhaps moves: a slider, a button, a box of others. Where nothing draws widgets (an exported page, a forge), words stand in for it.</summary>
public abstract class Widget : WidgetModel, IMimeBundle
{
    private const string ViewMimeType = "application/vnd.jupyter.widget-view+json";

    private Layout? _layout;

    private protected Widget(string model, string? view = null, string modelModule = Controls, string viewModule = Controls, string version = "2.0.0")
        : base(model, view ?? model, modelModule, viewModule, version)
    {
        Set<string[]>([], "_dom_classes");
        Set<bool?>(null, "Tabbable");
        Set<string?>(null, nameof(Tooltip));
    }

    /// <summary>Its size, its margins and its place in a box, as CSS.</summary>
    public Layout Layout
    {
        get
        {
            if (_layout is null)
            {
                Refer(_layout = new Layout());
            }

            return _layout;
        }
        set => Refer(_layout = value);
    }

    /// <summary>The names of its classes in the front end's page, for style sheets.</summary>
    public IReadOnlyList<string> DomClasses
    {
        get => Get<string[]>("_dom_classes");
        set => Set(value, "_dom_classes");
    }

    /// <summary>What is shown while the pointer rests on it; null for nothing.</summary>
    public string? Tooltip
    {
        get => Get<string?>();
        set => Set(value);
    }

    /// <inheritdoc/>
    public JsonObject ToMimeBundle()
    {
        var bundle = new JsonObject { [MimeTypes.Html] = ToHtml(), [MimeTypes.Text] = ToString() };
        if (Open() is { } id)
        {
            bundle[ViewMimeType] = new JsonObject { ["version_major"] = 2, ["version_minor"] = 0, ["model_id"] = id };
        }

        return bundle;
    }

    /// <summary>What it is, and what it says.</summary>
    /// <returns>A line.</returns>
    public override string ToString() => $"{GetType().Name.Split('`')[0]}({Words()})";

    /// <summary>What stands in for it where nothing draws widgets.</summary>
    internal virtual string ToHtml() => $"<div>{WebUtility.HtmlEncode(Words())}</div>";

    /// <summary>What it says, in few words.</summary>
    private protected abstract string Words();
}

/// <summary>A widget with a description before it.</summary>
public abstract class DescribedWidget : Widget
{
    private readonly string _styleModel;
    private WidgetStyle? _style;

    private protected DescribedWidget(string model, string style, string? view = null)
        : base(model, view)
    {
        _styleModel = style;
        Description = "";
    }

    /// <summary>What stands before it; for a button, what stands on it.</summary>
    public string Description
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Its colours, its fonts, and the width of its description.</summary>
    public WidgetStyle Style
    {
        get
        {
            if (_style is null)
            {
                Refer(_style = new WidgetStyle(_styleModel));
            }

            return _style;
        }
    }

    /// <inheritdoc/>
    internal override string ToHtml() => Description.Length > 0
        ? $"<div><b>{WebUtility.HtmlEncode(Description)}</b> {ValueHtml()}</div>"
        : $"<div>{ValueHtml()}</div>";

    /// <summary>What stands after its description where nothing draws widgets.</summary>
    private protected virtual string ValueHtml() => WebUtility.HtmlEncode(ValueWords());

    /// <summary>Its value in words.</summary>
    private protected abstract string ValueWords();

    private protected sealed override string Words() => Description.Length > 0 ? $"{Description}: {ValueWords()}" : ValueWords();
}
