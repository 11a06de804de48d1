using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Widgets;

/// <summary>A button.</summary>
public sealed class Button : DescribedWidget
{
    /// <summary>A button.</summary>
    /// <param name="description">What stands on it.</param>
    /// <param name="icon">The name of an icon of Font Awesome, without <c>fa-</c>; empty for none.</param>
    public Button(string description = "", string icon = "")
        : base("Button", "ButtonStyle") => (Description, Icon, ButtonStyle, Disabled) = (description, icon, "", false);

    /// <summary>Called when it is pressed. What it throws is shown beneath the cell that made the button; what it writes appears there too.</summary>
    public event Action? Clicked;

    /// <summary>The name of its icon, without <c>fa-</c>; empty for none.</summary>
    public string Icon
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Its colour: <c>primary</c>, <c>success</c>, <c>info</c>, <c>warning</c>, <c>danger</c>, or nothing.</summary>
    public string ButtonStyle
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Whether it cannot be pressed.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    internal override string ToHtml() => $"<div>[{WebUtility.HtmlEncode(Description)}]</div>";

    private protected override string ValueWords() => "a button";

    private protected override void Told(JsonObject content)
    {
        if ((string?)content["event"] == "click")
        {
            WidgetComms.Run(Output, () => Clicked?.Invoke());
        }
    }
}

/// <summary>A box that is checked or not.</summary>
public sealed class Checkbox : ValueWidget<bool>
{
    /// <summary>A box.</summary>
    /// <param name="value">Whether it is checked.</param>
    /// <param name="description">What stands beside it.</param>
    public Checkbox(bool value = false, string description = "")
        : base("Checkbox", "CheckboxStyle")
    {
        (Description, Indent, Disabled) = (description, true, false);
        Keep(value);
    }

    /// <summary>Whether it stands under the values of other widgets, not under their descriptions.</summary>
    public bool Indent
    {
        get => Get<bool>();
        set => Set(value);
    }

    /// <summary>Whether it cannot be changed.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    private protected override string ValueWords() => Value ? "☑" : "☐";
}

/// <summary>A button that stays down or up.</summary>
public sealed class ToggleButton : ValueWidget<bool>
{
    /// <summary>A button.</summary>
    /// <param name="value">Whether it is down.</param>
    /// <param name="description">What stands on it.</param>
    public ToggleButton(bool value = false, string description = "")
        : base("ToggleButton", "ToggleButtonStyle")
    {
        (Description, Disabled) = (description, false);
        Set("", "button_style");
        Set("", "icon");
        Keep(value);
    }

    /// <summary>Whether it cannot be changed.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    private protected override string ValueWords() => Value ? "☑" : "☐";
}

/// <summary>A day, chosen in a calendar.</summary>
public sealed class DatePicker : ValueWidget<DateOnly?>
{
    /// <summary>A calendar.</summary>
    /// <param name="value">The day; null for none.</param>
    public DatePicker(DateOnly? value = null)
        : base("DatePicker", "DescriptionStyle")
    {
        (Min, Max, Disabled) = (null, null, false);
        Set(1, "step");
        Keep(value);
    }

    /// <summary>The first day that can be chosen; null for no bound.</summary>
    public DateOnly? Min
    {
        get => FromTrait(Get<JsonNode?>());
        set => Set(ToTrait(value));
    }

    /// <summary>The last day that can be chosen; null for no bound.</summary>
    public DateOnly? Max
    {
        get => FromTrait(Get<JsonNode?>());
        set => Set(ToTrait(value));
    }

    /// <summary>Whether it cannot be changed.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    // The front end counts months from 0.
    private protected override JsonNode? ToTrait(DateOnly? value) => value is { } day ? new JsonObject { ["year"] = day.Year, ["month"] = day.Month - 1, ["date"] = day.Day } : null;

    private protected override DateOnly? FromTrait(JsonNode? trait) => trait is null ? null : new((int)trait["year"]!, (int)trait["month"]! + 1, (int)trait["date"]!);

    private protected override string ValueWords() => Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "no day";
}

/// <summary>A colour, chosen in a palette.</summary>
public sealed class ColorPicker : ValueWidget<string>
{
    /// <summary>A palette.</summary>
    /// <param name="value">The colour as CSS has it: <c>teal</c>, <c>#0a8</c>.</param>
    public ColorPicker(string value = "black")
        : base("ColorPicker", "DescriptionStyle")
    {
        Set(false, "concise");
        Set(false, "disabled");
        Keep(value);
    }
}

/// <summary>Buttons that play through numbers, as through the frames of a film.</summary>
public sealed class Play : Ranged<int, int>
{
    /// <summary>Buttons.</summary>
    /// <param name="min">The first number.</param>
    /// <param name="max">The last number.</param>
    /// <param name="value">The number.</param>
    /// <param name="step">From one number to the next.</param>
    /// <param name="interval">From one number to the next [ms].</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing.</exception>
    public Play(int min = 0, int max = 100, int value = 0, int step = 1, int interval = 100)
        : base("Play", "DescriptionStyle", min, max)
    {
        Set(step, nameof(step));
        Set(interval, nameof(interval));
        (Playing, Repeat) = (false, false);
        Set(true, "show_repeat");
        Set(false, "disabled");
        Keep(value);
    }

    /// <summary>Whether it plays.</summary>
    public bool Playing
    {
        get => Get<bool>();
        set => Set(value);
    }

    /// <summary>Whether it begins anew at the end.</summary>
    public bool Repeat
    {
        get => Get<bool>();
        set => Set(value);
    }

    private protected override int Coerce(int value) => Within(value);
}
