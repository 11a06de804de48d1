using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Widgets;

/// <summary>A box to type text into.</summary>
public abstract class TextBox : TypedWidget<string>
{
    private protected TextBox(string model, string value)
        : base(model, "TextStyle", continuous: true)
    {
        Placeholder = "\u200b";
        Keep(value);
    }

    /// <summary>What stands there while it is empty.</summary>
    public string Placeholder
    {
        get => Get<string>();
        set => Set(value);
    }
}

/// <summary>A box to type a line into.</summary>
public sealed class Text : TextBox
{
    /// <summary>A box.</summary>
    /// <param name="value">What stands in it.</param>
    public Text(string value = "")
        : base("Text", value)
    {
    }

    /// <summary>Called with the text when Enter is pressed.</summary>
    public event Action<string>? Submitted;

    private protected override void Told(JsonObject content)
    {
        if ((string?)content["event"] == "submit")
        {
            WidgetComms.Run(Output, () => Submitted?.Invoke(Value));
        }
    }
}

/// <summary>A box to type lines into.</summary>
public sealed class Textarea : TextBox
{
    /// <summary>A box.</summary>
    /// <param name="value">What stands in it.</param>
    /// <param name="rows">How many lines are seen; null where the front end decides.</param>
    public Textarea(string value = "", int? rows = null)
        : base("Textarea", value) => Set(rows, nameof(rows));
}

/// <summary>A box to type a secret into. Its text stands in the front end's model as any other; clear it once it is used.</summary>
public sealed class Password : TextBox
{
    /// <summary>An empty box.</summary>
    public Password()
        : base("Password", "")
    {
    }

    private protected override string ValueWords() => Value.Length > 0 ? "••••" : "";
}

/// <summary>A box to type a line into that offers some.</summary>
public sealed class Combobox : TextBox
{
    /// <summary>A box.</summary>
    /// <param name="options">What it offers.</param>
    /// <param name="value">What stands in it.</param>
    public Combobox(IEnumerable<string> options, string value = "")
        : base("Combobox", value)
    {
        Set(options.ToArray(), nameof(options));
        EnsureOption = false;
    }

    /// <summary>Whether nothing but what it offers can be typed.</summary>
    public bool EnsureOption
    {
        get => Get<bool>();
        set => Set(value);
    }
}

/// <summary>Text to read.</summary>
public sealed class Label : ValueWidget<string>
{
    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public Label(string value = "")
        : base("Label", "LabelStyle")
    {
        Set("\u200b", "placeholder");
        Keep(value);
    }
}

/// <summary>HTML to read.</summary>
public sealed class HtmlLabel : ValueWidget<string>
{
    /// <summary>A piece of HTML.</summary>
    /// <param name="value">The HTML.</param>
    /// <param name="math">Whether LaTeX between dollars is drawn as formulas.</param>
    public HtmlLabel(string value = "", bool math = false)
        : base(math ? "HTMLMath" : "HTML", math ? "HTMLMathStyle" : "HTMLStyle")
    {
        Set("\u200b", "placeholder");
        Keep(value);
    }

    private protected override string ValueHtml() => Value;
}
