using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Widgets;

/// <summary>A choice of one among several. The first is chosen until another is.</summary>
/// <typeparam name="T">The options' type.</typeparam>
public abstract class Selection<T> : ValueWidget<T>
{
    private readonly Func<T, string> _label;
    private IReadOnlyList<T> _options = [];

    private protected Selection(string model, IEnumerable<T> options, Func<T, string>? label, string style = "DescriptionStyle")
        : base(model, style, trait: "index")
    {
        _label = label ?? (static option => PlainText.Of(option));
        Disabled = false;
        Options = [.. options];
    }

    /// <summary>What can be chosen. A choice that is not among new ones gives way to the first.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public IReadOnlyList<T> Options
    {
        get => _options;
        set
        {
            if (value.Count == 0)
            {
                throw new ArgumentException("A choice needs at least one option.", nameof(value));
            }

            var chosen = _options.Count > 0 ? Value : default;
            _options = value;
            Set(value.Select(_label).ToArray(), "_options_labels");
            Set(Math.Max(0, IndexOf(chosen)), "index");
        }
    }

    /// <summary>Whether nothing can be chosen.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    private protected override JsonNode ToTrait(T value) => IndexOf(value) is var index and >= 0 ? JsonValue.Create(index) : throw new ArgumentException(
        $"{PlainText.Of(value)} is not among the options {PlainText.Of(_options)}.", nameof(value));

    private protected override T FromTrait(JsonNode? trait) => _options[(int)trait!];

    private protected override string ValueWords() => $"{_label(Value)} (of {string.Join(", ", _options.Take(Formatter.ListExpansionLimit).Select(_label))}{(_options.Count > Formatter.ListExpansionLimit ? ", …" : "")})";

    private int IndexOf(T? value) => _options.Index().FirstOrDefault(o => EqualityComparer<T>.Default.Equals(o.Item, value), (-1, default!)).Index;
}

/// <summary>A list that drops down.</summary>
/// <typeparam name="T">The options' type.</typeparam>
/// <param name="options">What can be chosen.</param>
/// <param name="label">An option's text; null for what it is shown as.</param>
/// <exception cref="ArgumentException">There are no options.</exception>
public sealed class Dropdown<T>(IEnumerable<T> options, Func<T, string>? label = null) : Selection<T>("Dropdown", options, label);

/// <summary>Round buttons of which one is pressed.</summary>
/// <typeparam name="T">The options' type.</typeparam>
public sealed class RadioButtons<T> : Selection<T>
{
    /// <summary>Buttons.</summary>
    /// <param name="options">What can be chosen.</param>
    /// <param name="label">An option's text; null for what it is shown as.</param>
    /// <exception cref="ArgumentException">There are no options.</exception>
    public RadioButtons(IEnumerable<T> options, Func<T, string>? label = null)
        : base("RadioButtons", options, label) => Set("vertical", "orientation");
}

/// <summary>A list in a box.</summary>
/// <typeparam name="T">The options' type.</typeparam>
public sealed class Select<T> : Selection<T>
{
    /// <summary>A list.</summary>
    /// <param name="options">What can be chosen.</param>
    /// <param name="label">An option's text; null for what it is shown as.</param>
    /// <exception cref="ArgumentException">There are no options.</exception>
    public Select(IEnumerable<T> options, Func<T, string>? label = null)
        : base("Select", options, label) => Rows = 5;

    /// <summary>How many options are seen at once.</summary>
    public int Rows
    {
        get => Get<int>();
        set => Set(value);
    }
}

/// <summary>A row of buttons of which one is pressed.</summary>
/// <typeparam name="T">The options' type.</typeparam>
public sealed class ToggleButtons<T> : Selection<T>
{
    /// <summary>Buttons.</summary>
    /// <param name="options">What can be chosen.</param>
    /// <param name="label">An option's text; null for what it is shown as.</param>
    /// <exception cref="ArgumentException">There are no options.</exception>
    public ToggleButtons(IEnumerable<T> options, Func<T, string>? label = null)
        : base("ToggleButtons", options, label, "ToggleButtonsStyle")
    {
        Set("", "button_style");
        Set<string[]>([], "icons");
        Set<string[]>([], "tooltips");
    }
}

/// <summary>A slider over any options: dates, levels, names.</summary>
/// <typeparam name="T">The options' type.</typeparam>
public sealed class SelectionSlider<T> : Selection<T>
{
    /// <summary>A slider.</summary>
    /// <param name="options">What can be chosen, in order.</param>
    /// <param name="label">An option's text; null for what it is shown as.</param>
    /// <exception cref="ArgumentException">There are no options.</exception>
    public SelectionSlider(IEnumerable<T> options, Func<T, string>? label = null)
        : base("SelectionSlider", options, label, "SliderStyle")
    {
        ContinuousUpdate = true;
        Set(true, "readout");
        Set("horizontal", "orientation");
        Set("drag-tap", "behavior");
    }

    /// <summary>Whether it tells of its value while it moves; false to wait until it is let go.</summary>
    public bool ContinuousUpdate
    {
        get => Get<bool>();
        set => Set(value);
    }
}

/// <summary>A list of which any number can be chosen.</summary>
/// <typeparam name="T">The options' type.</typeparam>
public sealed class SelectMultiple<T> : ValueWidget<IReadOnlyList<T>>
{
    private readonly T[] _options;

    /// <summary>A list, nothing of it chosen.</summary>
    /// <param name="options">What can be chosen.</param>
    /// <param name="label">An option's text; null for what it is shown as.</param>
    public SelectMultiple(IEnumerable<T> options, Func<T, string>? label = null)
        : base("SelectMultiple", "DescriptionStyle", trait: "index")
    {
        _options = [.. options];
        Set(_options.Select(label ?? (static option => PlainText.Of(option))).ToArray(), "_options_labels");
        Set(false, "disabled");
        Set(5, "rows");
        Keep([]);
    }

    private protected override JsonNode ToTrait(IReadOnlyList<T> value) => new JsonArray([.. value.Select(v => Array.IndexOf(_options, v) is var index and >= 0
        ? (JsonNode)index
        : throw new ArgumentException($"{PlainText.Of(v)} is not among the options {PlainText.Of(_options)}.", nameof(value)))]);

    private protected override IReadOnlyList<T> FromTrait(JsonNode? trait) => [.. trait!.AsArray().Select(index => _options[(int)index!])];
}
