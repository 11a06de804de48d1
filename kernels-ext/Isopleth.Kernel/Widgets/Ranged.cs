using System.Numerics;

namespace Isopleth.Kernel.Widgets;

/// <summary>A widget whose value lies between two bounds.</summary>
/// <typeparam name="TNumber">The bounds' type.</typeparam>
/// <typeparam name="TValue">The value's type: a number, or a pair of them.</typeparam>
public abstract class Ranged<TNumber, TValue> : ValueWidget<TValue>
    where TNumber : INumber<TNumber>
{
    private protected Ranged(string model, string style, TNumber min, TNumber max, string? view = null)
        : base(model, style, view)
    {
        Check(min, max);
        Set(min, nameof(Min));
        Set(max, nameof(Max));
    }

    /// <summary>The least value. A value below a new bound is moved to it in silence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is above <see cref="Max"/>.</exception>
    public TNumber Min
    {
        get => Get<TNumber>();
        set
        {
            Check(value, Max);
            Set(value);
            Keep(Value);
        }
    }

    /// <summary>The greatest value. A value above a new bound is moved to it in silence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below <see cref="Min"/>.</exception>
    public TNumber Max
    {
        get => Get<TNumber>();
        set
        {
            Check(Min, value);
            Set(value);
            Keep(Value);
        }
    }

    /// <summary>A number, moved between the bounds.</summary>
    private protected TNumber Within(TNumber value) => TNumber.Clamp(value, Min, Max);

    private static void Check(TNumber min, TNumber max)
    {
        if (!(min <= max)) // nor may either be NaN
        {
            throw new ArgumentOutOfRangeException(nameof(min), $"The bounds {min} … {max} hold nothing; the first must not exceed the second.");
        }
    }
}
