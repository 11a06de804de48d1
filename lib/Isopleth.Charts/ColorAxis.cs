namespace Isopleth.Charts;

/// <summary>What the colours show: the quantity, its unit, its range and the scale of colours.</summary>
/// <remarks>A text such as <c>"SO2 column [mol m-2]"</c> converts to a colour axis in viridis over the data's range.</remarks>
/// <param name="Title">The quantity, for example <c>SO2 column</c>.</param>
/// <param name="Unit">Its unit as CF writes it, for example <c>mol m-2</c>; <c>1</c> or empty where there is none.</param>
public sealed record ColorAxis(string Title = "", string Unit = "") : Axis(Title, Unit)
{
    /// <summary>The colours; values outside the range take the colour of the nearer end.</summary>
    public ColorScale Scale { get; init; } = ColorScale.Viridis;

    /// <summary>Values below this are not drawn, in the axis's unit: what lies under them shows through. All are drawn when null.</summary>
    public double? HideBelow { get; init; }

    /// <summary>Reads a colour axis from a text such as <c>"SO2 column [mol m-2]"</c>.</summary>
    /// <param name="label">The quantity, and its unit in square brackets at the end.</param>
    public static implicit operator ColorAxis(string label) => FromString(label);

    /// <summary>Reads a colour axis from a text such as <c>"SO2 column [mol m-2]"</c>.</summary>
    /// <param name="label">The quantity, and its unit in square brackets at the end.</param>
    /// <returns>The colour axis.</returns>
    public static new ColorAxis FromString(string label)
    {
        var (title, unit) = UnitText.Split(label);
        return new(title, unit);
    }
}
