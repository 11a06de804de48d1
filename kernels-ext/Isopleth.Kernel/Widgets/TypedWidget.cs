using System.Numerics;

namespace Isopleth.Kernel.Widgets;

/// <summary>A box that is typed into.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public abstract class TypedWidget<T> : ValueWidget<T>
{
    private protected TypedWidget(string model, string style, bool continuous)
        : base(model, style) => (ContinuousUpdate, Disabled) = (continuous, false);

    /// <summary>Whether it tells of every key; false to wait until what is typed is whole.</summary>
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
}

/// <summary>A box to type a number into.</summary>
/// <typeparam name="T">The number's type.</typeparam>
/// <typeparam name="TStep">The type of a step.</typeparam>
public abstract class NumberText<T, TStep> : TypedWidget<T>
    where T : INumber<T>
{
    private protected NumberText(string model, T value, TStep step)
        : base(model, "DescriptionStyle", continuous: false)
    {
        Step = step;
        Keep(value);
    }

    /// <summary>What its arrows change; null where the front end decides.</summary>
    public TStep Step
    {
        get => Get<TStep>();
        set => Set(value);
    }
}
