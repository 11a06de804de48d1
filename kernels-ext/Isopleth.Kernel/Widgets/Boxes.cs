using System.Net;

namespace Isopleth.Kernel.Widgets;

/// <summary>A box of widgets.</summary>
public abstract class Box : Widget
{
    private IReadOnlyList<Widget> _children = [];

    private protected Box(string model, IReadOnlyList<Widget> children)
        : base(model)
    {
        Set("", "box_style");
        Children = children;
    }

    /// <summary>The widgets in it.</summary>
    public IReadOnlyList<Widget> Children
    {
        get => _children;
        set => Refer(_children = value);
    }

    internal override string ToHtml() => $"<div>{string.Concat(_children.Select(static c => c.ToHtml()))}</div>";

    private protected override string Words() => string.Join(", ", _children);
}

/// <summary>Widgets side by side.</summary>
/// <param name="children">The widgets.</param>
public sealed class HBox(params IReadOnlyList<Widget> children) : Box("HBox", children);

/// <summary>Widgets one above the other.</summary>
/// <param name="children">The widgets.</param>
public sealed class VBox(params IReadOnlyList<Widget> children) : Box("VBox", children);

/// <summary>Widgets in the cells of a grid: <c>box.Layout["grid-template-columns"] = "auto auto"</c>.</summary>
/// <param name="children">The widgets.</param>
public sealed class GridBox(params IReadOnlyList<Widget> children) : Box("GridBox", children);

/// <summary>Pages of widgets with titles, one of which is open.</summary>
public abstract class Pages : Box
{
    private protected Pages(string model, IReadOnlyList<(string Title, Widget Page)> pages, int? selected)
        : base(model, [.. pages.Select(static p => p.Page)])
    {
        Titles = [.. pages.Select(static p => p.Title)];
        SelectedIndex = pages.Count > 0 ? selected : null;
    }

    /// <summary>The pages' titles.</summary>
    public IReadOnlyList<string> Titles
    {
        get => Get<string[]>();
        set => Set(value);
    }

    /// <summary>The page that is open, from 0; null for none.</summary>
    public int? SelectedIndex
    {
        get => Get<int?>();
        set => Set(value);
    }

    internal override string ToHtml() => string.Concat(Children.Select((child, i) =>
        $"<details{(i == SelectedIndex ? " open" : "")}><summary>{WebUtility.HtmlEncode(Titles.ElementAtOrDefault(i) ?? $"{i + 1}")}</summary>{child.ToHtml()}</details>"));
}

/// <summary>Pages that unfold one above the other, all folded at first.</summary>
/// <param name="pages">The pages and their titles.</param>
public sealed class Accordion(params IReadOnlyList<(string Title, Widget Page)> pages) : Pages("Accordion", pages, selected: null);

/// <summary>Pages behind tabs, the first of them open.</summary>
/// <param name="pages">The pages and their titles.</param>
public sealed class Tab(params IReadOnlyList<(string Title, Widget Page)> pages) : Pages("Tab", pages, selected: 0);
