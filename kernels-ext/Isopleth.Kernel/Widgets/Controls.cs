using System.Globalization;
using System.Reflection;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Widgets;

/// <summary>The widget that fits a parameter.</summary>
internal static class Controls
{
    /// <summary>A widget for each parameter of a function.</summary>
    public static IReadOnlyList<Widget> For(Delegate draw)
    {
        // Attributes stand on the lambda's method; so do the defaults, which older compilers left on the delegate's type alone.
        var types = draw.GetType().GetMethod("Invoke")!.GetParameters();
        return [.. draw.Method.GetParameters()[^types.Length..].Zip(types, static (parameter, type) => Of(parameter, parameter.HasDefaultValue ? parameter.DefaultValue : type.HasDefaultValue ? type.DefaultValue : null))];
    }

    private static Widget Of(ParameterInfo parameter, object? given)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<ChoicesAttribute>() is { } choices)
        {
            return Choice([.. choices.Options.Select(o => To(o, type, parameter))], given);
        }

        if (type.IsEnum)
        {
            return Choice([.. Enum.GetValues(type).Cast<object>()], given is null ? null : Enum.ToObject(type, given));
        }

        if (type == typeof(bool))
        {
            return new Checkbox(given is true);
        }

        if (type == typeof(string))
        {
            return new Text(given as string ?? "") { ContinuousUpdate = false };
        }

        if (type == typeof(DateOnly) || type == typeof(DateOnly?))
        {
            return new DatePicker(type == typeof(DateOnly) ? new(2000, 1, 1) : null);
        }

        var range = parameter.GetCustomAttribute<RangeAttribute>();
        var whole = Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;
        return type switch
        {
            _ when range is not null && type == typeof((int, int)) => new IntRangeSlider((int)range.Min, (int)range.Max, step: WholeStep(range)),
            _ when range is not null && type == typeof((double, double)) => new FloatRangeSlider(range.Min, range.Max, step: Step(range)),
            _ when whole && range is not null => new IntSlider((int)range.Min, (int)range.Max, given is null ? (int)((range.Min + range.Max) / 2) : Number<int>(given), WholeStep(range)),
            _ when whole => new IntText(given is null ? 0 : Number<int>(given)),
            _ when Type.GetTypeCode(type) is TypeCode.Single or TypeCode.Double or TypeCode.Decimal => range is not null
                ? new FloatSlider(range.Min, range.Max, given is null ? (range.Min + range.Max) / 2 : Number<double>(given), Step(range)) { ReadoutFormat = ".3~g" }
                : new FloatText(given is null ? 0 : Number<double>(given)),
            _ => throw new ArgumentException(
                $"Interact has no control for the parameter '{parameter.Name}' of type {CSharpName.Of(type)}. It has them for numbers, bool, string, enums, days, pairs of numbers with a [Range], and anything with [Choices(…)]; hand it a widget of your own otherwise: Interact(new Dropdown<{CSharpName.Of(type)}>(options), {parameter.Name} => …)."),
        };
    }

    /// <summary>A widget's value as a parameter takes it: an int of a slider where the parameter is a long.</summary>
    public static object? To(object? value, Type type) => value is IConvertible && !type.IsInstanceOfType(value) ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture) : value;

    private static object To(object option, Type type, ParameterInfo parameter)
    {
        try
        {
            return To(option, type)!;
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentException($"The choice {PlainText.Of(option)} of the parameter '{parameter.Name}' is no {CSharpName.Of(type)}.", e);
        }
    }

    private static Dropdown<object> Choice(object[] options, object? given)
    {
        var choice = new Dropdown<object>(options);
        if (given is not null)
        {
            choice.Value = given;
        }

        return choice;
    }

    private static T Number<T>(object value) => (T)Convert.ChangeType(value, typeof(T), CultureInfo.InvariantCulture);

    private static int WholeStep(RangeAttribute range) => Math.Max(1, (int)range.Step);

    // About a hundredth, and a number that one can read: 0.01, 0.02, 0.05.
    private static double Step(RangeAttribute range)
    {
        if (range.Step > 0)
        {
            return range.Step;
        }

        var hundredth = (range.Max - range.Min) / 100;
        var power = Math.Pow(10, Math.Floor(Math.Log10(hundredth)));
        return power * (hundredth / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
    }
}
