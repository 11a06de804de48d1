using System.Numerics;

namespace Isopleth.Kernel.Widgets;

/// <summary>A box to type a whole number into.</summary>
/// <param name="value">What stands in it.</param>
public sealed class IntText(int value = 0) : NumberText<int, int>("IntText", value, step: 1);

/// <summary>A box to type a number into.</summary>
/// <param name="value">What stands in it.</param>
public sealed class FloatText(double value = 0) : NumberText<double, double?>("FloatText", value, step: null);

/// <summary>A box to type a number between two bounds into.</summary>
/// <typeparam name="T">The number's type.</typeparam>
public abstract class BoundedText<T> : Ranged<T, T>
    where T : INumber<T>
{
    private protected BoundedText(string model, string view, T min, T max, T value)
        : base(model, "DescriptionStyle", min, max, view)
    {
        (ContinuousUpdate, Disabled) = (false, false);
        Keep(value);
    }

    /// <summary>Whether it tells of every key; false to wait until the number is whole.</summary>
    public bool ContinuousUpdate
    {
        get => Get<bool>();
        set => Set(value);
    }

    /// <summary>Whether nothing can be typed.</summary>
    public bool Disabled
    {
        get => Get<bool>();
        set => Set(value);
    }

    private protected override T Coerce(T value) => Within(value);
}

/// <summary>A box to type a whole number between two bounds into.</summary>
public sealed class BoundedIntText : BoundedText<int>
{
    /// <summary>A box.</summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="value">What stands in it; moved between the bounds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing.</exception>
    public BoundedIntText(int min = 0, int max = 100, int value = 0)
        : base("BoundedIntText", "IntText", min, max, value) => Step = 1;

    /// <summary>What its arrows change.</summary>
    public int Step
    {
        get => Get<int>();
        set => Set(value);
    }
}

/// <summary>A box to type a number between two bounds into.</summary>
public sealed class BoundedFloatText : BoundedText<double>
{
    /// <summary>A box.</summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="value">What stands in it; moved between the bounds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing.</exception>
    public BoundedFloatText(double min = 0, double max = 100, double value = 0)
        : base("BoundedFloatText", "FloatText", min, max, value) => Step = null;

    /// <summary>What its arrows change; null where the front end decides.</summary>
    public double? Step
    {
        get => Get<double?>();
        set => Set(value);
    }
}

/// <summary>A bar that fills.</summary>
/// <typeparam name="T">The number's type.</typeparam>
public abstract class ProgressBar<T> : Ranged<T, T>
    where T : INumber<T>
{
    private protected ProgressBar(string model, T min, T max, T value)
        : base(model, "ProgressStyle", min, max, "Progress")
    {
        Set("horizontal", "orientation");
        BarStyle = "";
        Keep(value);
    }

    /// <summary>Its colour: <c>success</c>, <c>info</c>, <c>warning</c>, <c>danger</c>, or nothing.</summary>
    public string BarStyle
    {
        get => Get<string>();
        set => Set(value);
    }

    private protected override T Coerce(T value) => Within(value);

    private protected override string ValueHtml() => $"<progress value=\"{double.CreateChecked(Value - Min):R}\" max=\"{double.CreateChecked(Max - Min):R}\"></progress> {ValueWords()}";

    private protected override string ValueWords() => $"{Display.PlainText.Of(Value)} of {Display.PlainText.Of(Max)}";
}

/// <summary>A bar that fills by whole numbers.</summary>
public sealed class IntProgress : ProgressBar<int>
{
    /// <summary>A bar.</summary>
    /// <param name="min">Where it is empty.</param>
    /// <param name="max">Where it is full.</param>
    /// <param name="value">Where it stands.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing.</exception>
    public IntProgress(int min = 0, int max = 100, int value = 0)
        : base("IntProgress", min, max, value)
    {
    }
}

/// <summary>A bar that fills.</summary>
public sealed class FloatProgress : ProgressBar<double>
{
    /// <summary>A bar.</summary>
    /// <param name="min">Where it is empty.</param>
    /// <param name="max">Where it is full.</param>
    /// <param name="value">Where it stands.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds hold nothing.</exception>
    public FloatProgress(double min = 0, double max = 100, double value = 0)
        : base("FloatProgress", min, max, value)
    {
    }
}
