namespace Isopleth.Kernel.Widgets;

/// <summary><c>Interact</c>: controls, and a drawing that follows them.</summary>
/// <remarks>
/// The drawing is any value that a cell could end in (a figure, an array, text), and whatever the function writes or shows. As a control moves it is drawn anew in its place, for the newest values alone: while one drawing is made, those between are dropped.
/// What the first drawing throws fails the cell; what a later one throws is shown in the drawing's place, and the controls go on. The drawings are outputs of the cell as any others: a headless run, a page and a forge show the latest.
/// </remarks>
/// <example>
/// <code>
/// Interact(([Range(1, 10)] int k = 3, [Range(0.1, 2)] double sigma = 0.5, bool log = false) => Draw(k, sigma, log));
/// Interact(new Dropdown&lt;Station&gt;(stations, s => s.Name), new IntSlider(1, 10), (station, k) => Draw(station, k));
/// </code>
/// </example>
public static class InteractCommands
{
    /// <summary>Makes a control for each parameter of a function, and shows what it returns. Its parameters say which: <c>[Range(1, 10)] int k = 3</c> is a slider, an enum or <c>[Choices("a", "b")]</c> a list, a bool a check box, text and other numbers a box to type into, a day a calendar.</summary>
    /// <param name="draw">The function.</param>
    /// <exception cref="ArgumentException">A parameter's type has no control.</exception>
    public static void Interact(Delegate draw) => Interaction.Begin(Controls.For(draw), draw);

    /// <summary>Shows what a function makes of a value chosen from a list.</summary>
    /// <typeparam name="T">The options' type.</typeparam>
    /// <typeparam name="TDrawing">The drawing's type.</typeparam>
    /// <param name="options">What can be chosen.</param>
    /// <param name="draw">The function.</param>
    /// <exception cref="ArgumentException">There are no options.</exception>
    public static void Interact<T, TDrawing>(IEnumerable<T> options, Func<T, TDrawing> draw) => Interaction.Begin([new Dropdown<T>(options)], draw);

    /// <summary>Shows what a function makes of a widget's value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <typeparam name="TDrawing">The drawing's type.</typeparam>
    /// <param name="control">The widget; without a description it takes the parameter's name.</param>
    /// <param name="draw">The function.</param>
    public static void Interact<T, TDrawing>(ValueWidget<T> control, Func<T, TDrawing> draw) => Interaction.Begin([control], draw);

    /// <summary>Runs what a function does with a widget's value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="control">The widget; without a description it takes the parameter's name.</param>
    /// <param name="draw">The function.</param>
    public static void Interact<T>(ValueWidget<T> control, Action<T> draw) => Interaction.Begin([control], draw);

    /// <summary>Shows what a function makes of two widgets' values.</summary>
    /// <typeparam name="T1">The first value's type.</typeparam>
    /// <typeparam name="T2">The second value's type.</typeparam>
    /// <typeparam name="TDrawing">The drawing's type.</typeparam>
    /// <param name="first">The first widget; without a description it takes the parameter's name.</param>
    /// <param name="second">The second widget.</param>
    /// <param name="draw">The function.</param>
    public static void Interact<T1, T2, TDrawing>(ValueWidget<T1> first, ValueWidget<T2> second, Func<T1, T2, TDrawing> draw) => Interaction.Begin([first, second], draw);

    /// <summary>Runs what a function does with two widgets' values.</summary>
    /// <typeparam name="T1">The first value's type.</typeparam>
    /// <typeparam name="T2">The second value's type.</typeparam>
    /// <param name="first">The first widget; without a description it takes the parameter's name.</param>
    /// <param name="second">The second widget.</param>
    /// <param name="draw">The function.</param>
    public static void Interact<T1, T2>(ValueWidget<T1> first, ValueWidget<T2> second, Action<T1, T2> draw) => Interaction.Begin([first, second], draw);

    /// <summary>Shows what a function makes of three widgets' values.</summary>
    /// <typeparam name="T1">The first value's type.</typeparam>
    /// <typeparam name="T2">The second value's type.</typeparam>
    /// <typeparam name="T3">The third value's type.</typeparam>
    /// <typeparam name="TDrawing">The drawing's type.</typeparam>
    /// <param name="first">The first widget; without a description it takes the parameter's name.</param>
    /// <param name="second">The second widget.</param>
    /// <param name="third">The third widget.</param>
    /// <param name="draw">The function.</param>
    public static void Interact<T1, T2, T3, TDrawing>(ValueWidget<T1> first, ValueWidget<T2> second, ValueWidget<T3> third, Func<T1, T2, T3, TDrawing> draw) =>
        Interaction.Begin([first, second, third], draw);

    /// <summary>Shows what a function makes of four widgets' values.</summary>
    /// <typeparam name="T1">The first value's type.</typeparam>
    /// <typeparam name="T2">The second value's type.</typeparam>
    /// <typeparam name="T3">The third value's type.</typeparam>
    /// <typeparam name="T4">The fourth value's type.</typeparam>
    /// <typeparam name="TDrawing">The drawing's type.</typeparam>
    /// <param name="first">The first widget; without a description it takes the parameter's name.</param>
    /// <param name="second">The second widget.</param>
    /// <param name="third">The third widget.</param>
    /// <param name="fourth">The fourth widget.</param>
    /// <param name="draw">The function.</param>
    public static void Interact<T1, T2, T3, T4, TDrawing>(ValueWidget<T1> first, ValueWidget<T2> second, ValueWidget<T3> third, ValueWidget<T4> fourth, Func<T1, T2, T3, T4, TDrawing> draw) =>
        Interaction.Begin([first, second, third, fourth], draw);
}

/// <summary>Makes a parameter of an <see cref="InteractCommands.Interact(Delegate)"/> a slider.</summary>
/// <param name="min">The least value.</param>
/// <param name="max">The greatest value.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RangeAttribute(double min, double max) : Attribute
{
    /// <summary>The least value.</summary>
    public double Min => min;

    /// <summary>The greatest value.</summary>
    public double Max => max;

    /// <summary>What a move by one changes; 0 for 1 among whole numbers and for about a hundredth of the range among others.</summary>
    public double Step { get; init; }
}

/// <summary>Makes a parameter of an <see cref="InteractCommands.Interact(Delegate)"/> a list that drops down.</summary>
/// <param name="options">What can be chosen.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ChoicesAttribute(params object[] options) : Attribute
{
    /// <summary>What can be chosen.</summary>
    public IReadOnlyList<object> Options => options;
}
