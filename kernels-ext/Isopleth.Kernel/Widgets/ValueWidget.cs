using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Widgets;

/// <summary>A widget that holds a value.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public abstract class ValueWidget<T> : DescribedWidget, IValueWidget
{
    private readonly string _trait;
    private Action<bool>? _moved;

    private protected ValueWidget(string model, string style, string? view = null, string trait = "value")
        : base(model, style, view)
    {
        _trait = trait;
        Set(false, "description_allow_html");
    }

    /// <summary>Called with the new value when it has changed, from the front end or from code. What it throws is shown beneath the cell that made the widget; what it writes appears there too.</summary>
    public event Action<T>? Changed;

    /// <summary>The value, here and in the front end.</summary>
    public T Value
    {
        get => FromTrait(Get<JsonNode?>(_trait));
        set
        {
            var before = Value;
            Keep(value);
            if (!EqualityComparer<T>.Default.Equals(before, Value))
            {
                _moved?.Invoke(false);
                Changed?.Invoke(Value);
            }
        }
    }

    object? IValueWidget.Value => Value;

    void IValueWidget.OnMoved(Action<bool> moved) => _moved += moved;

    /// <summary>Sets the value without telling of it.</summary>
    private protected void Keep(T value) => Set(ToTrait(Coerce(value)), _trait);

    /// <summary>The nearest value that it can have.</summary>
    private protected virtual T Coerce(T value) => value;

    /// <summary>A value as its trait holds it.</summary>
    private protected virtual JsonNode? ToTrait(T value) => JsonSerializer.SerializeToNode(value);

    /// <summary>A value as its trait held it.</summary>
    private protected virtual T FromTrait(JsonNode? trait) => JsonSerializer.Deserialize<T>(trait)!;

    /// <inheritdoc/>
    private protected override void Check() => _ = Value;

    /// <inheritdoc/>
    private protected override void Changes(IReadOnlySet<string> keys)
    {
        if (keys.Contains(_trait))
        {
            Keep(Value);
            _moved?.Invoke(true);
            if (Changed is not null)
            {
                WidgetComms.Run(Output, () => Changed?.Invoke(Value));
            }
        }
    }

    /// <inheritdoc/>
    private protected override string ValueWords() => PlainText.Of(Value);
}

/// <summary>A widget that holds a value of whatever type.</summary>
internal interface IValueWidget
{
    /// <summary>The value.</summary>
    object? Value { get; }

    /// <summary>Has something called when it changes; it is told whether a front end moved it. It is called at once, on the thread that brings the news.</summary>
    void OnMoved(Action<bool> moved);
}
