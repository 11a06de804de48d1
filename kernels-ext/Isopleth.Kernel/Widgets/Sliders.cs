using System.Numerics;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Widgets;

/// <summary>A slider.</summary>
/// <typeparam name="TNumber">The type of its bounds.</typeparam>
/// <typeparam name="TValue">The type of its value.</typeparam>
public abstract class Slider<TNumber, TValue> : Ranged<TNumber, TValue>
    where TNumber : INumber<TNumber>
{
    private protected Slider(string model, TNumber min, TNumber max, TNumber step, string format)
        : base(model, "SliderStyle", min, max)
    {
        if (!(step > TNumber.Zero))
        {
            throw new ArgumentOutOfRangeException(nameof(step), $"A slider cannot move by {step}; its step must be above 0.");
        }

        Step = step;
        ReadoutFormat = format;
        (ContinuousUpdate, Readout, Disabled, Vertical) = (true, true, false, false);
        Set("drag-tap", "behavior");
    }

    /// <summary>What a move by one changes.</summary>
    public TNumber Step
    {
        get => Get<TNumber>();
        set => Set(value);
    }

    /// <summary>Whether it tells of its value while it moves; false to wait until it is let go.</summary>
    public bool ContinuousUpdate
    {
        get => Get<bool>();
        set => Set(value);
    }

    /// <summary>Whether its value is written beside it.</summary>
    public bool Readout
    {
        get => Get<bool>();
        set => Set(value);
    }

    /// <summary>How the value is written, in the words of d3-format: <c>d</c>, <c>.2f</c>.</summary>
    public string ReadoutFormat
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Whether it stands upright.</summary>
    public bool Vertical
    {
        get => Get<string>("orientation") == "vertical";
        set => Set(value ? "vertical" : "horizontal", "orientation");
    }

    /// <summary>Whether it cannot be moved.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    /// <inheritdoc/>
    private protected override string ValueWords() => $"{PlainText.Of(Value)} ({PlainText.Of(Min)} … {PlainText.Of(Max)})";
}

/// <summary>A slider over whole numbers.</summary>
public sealed class IntSlider : Slider<int, int>
{
    /// <summary>A slider.</summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="value">The value; moved between the bounds.</param>
    /// <param name="step">What a move by one changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing, or the step is not above 0.</exception>
    public IntSlider(int min = 0, int max = 100, int value = 0, int step = 1)
        : base("IntSlider", min, max, step, "d") => Keep(value);

    private protected override int Coerce(int value) => Within(value);
}

/// <summary>A slider over numbers.</summary>
public sealed class FloatSlider : Slider<double, double>
{
    /// <summary>A slider.</summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="value">The value; moved between the bounds.</param>
    /// <param name="step">What a move by one changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing, or the step is not above 0.</exception>
    public FloatSlider(double min = 0, double max = 100, double value = 0, double step = 0.1)
        : base("FloatSlider", min, max, step, ".2f") => Keep(value);

    private protected override double Coerce(double value) => Within(value);
}

/// <summary>A slider whose value grows by factors.</summary>
public sealed class FloatLogSlider : Slider<double, double>
{
    /// <summary>A slider.</summary>
    /// <param name="min">The exponent of the least value.</param>
    /// <param name="max">The exponent of the greatest value.</param>
    /// <param name="value">The value itself; moved between the bounds.</param>
    /// <param name="step">What a move by one changes in the exponent.</param>
    /// <param name="numberBase">The base of the exponents.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing, or the step is not above 0.</exception>
    public FloatLogSlider(double min = 0, double max = 4, double value = 1, double step = 0.1, double numberBase = 10)
        : base("FloatLogSlider", min, max, step, ".3g")
    {
        Set(numberBase, "base");
        Keep(value);
    }

    private protected override double Coerce(double value) => Math.Clamp(value, Math.Pow(Get<double>("base"), Min), Math.Pow(Get<double>("base"), Max));
}

/// <summary>A slider with two handles.</summary>
/// <typeparam name="T">The numbers' type.</typeparam>
public abstract class RangeSlider<T> : Slider<T, (T Low, T High)>
    where T : INumber<T>
{
    private protected RangeSlider(string model, T min, T max, (T Low, T High) value, T step, string format)
        : base(model, min, max, step, format) => Keep(value);

    private protected override (T Low, T High) Coerce((T Low, T High) value) => (Within(T.Min(value.Low, value.High)), Within(T.Max(value.Low, value.High)));

    private protected override JsonNode ToTrait((T Low, T High) value) => new JsonArray(JsonValue.Create(value.Low), JsonValue.Create(value.High));

    private protected override (T Low, T High) FromTrait(JsonNode? trait) => Get<T[]>("value") is [var low, var high] ? (low, high) : throw new FormatException("A range is two numbers.");

    private protected override string ValueWords() => $"{PlainText.Of(Value.Low)} … {PlainText.Of(Value.High)} (of {PlainText.Of(Min)} … {PlainText.Of(Max)})";
}

/// <summary>A slider with two handles over whole numbers.</summary>
public sealed class IntRangeSlider : RangeSlider<int>
{
    /// <summary>A slider.</summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="value">Where its handles stand; null for the middle half.</param>
    /// <param name="step">What a move by one changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing, or the step is not above 0.</exception>
    public IntRangeSlider(int min = 0, int max = 100, (int Low, int High)? value = null, int step = 1)
        : base("IntRangeSlider", min, max, value ?? (min + ((max - min) / 4), max - ((max - min) / 4)), step, "d")
    {
    }
}

/// <summary>A slider with two handles over numbers.</summary>
public sealed class FloatRangeSlider : RangeSlider<double>
{
    /// <summary>A slider.</summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="value">Where its handles stand; null for the middle half.</param>
    /// <param name="step">What a move by one changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing, or the step is not above 0.</exception>
    public FloatRangeSlider(double min = 0, double max = 100, (double Low, double High)? value = null, double step = 0.1)
        : base("FloatRangeSlider", min, max, value ?? (min + ((max - min) / 4), max - ((max - min) / 4)), step, ".2f")
    {
    }
}
