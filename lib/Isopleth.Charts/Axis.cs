namespace Isopleth.Charts;

/// <summary>What an axis shows: the quantity and its unit.</summary>
/// <remarks>A text such as <c>"SO2 column [mol m-2]"</c> converts to an axis; the last brackets hold the unit.</remarks>
/// <param name="Title">The quantity, for example <c>SO2 column</c>.</param>
/// <param name="Unit">Its unit as CF writes it, for example <c>mol m-2</c>; <c>1</c> or empty where there is none.</param>
public record Axis(string Title = "", string Unit = "")
{
    /// <summary>The lowest value shown, in the axis's unit; from the data when null.</summary>
    public double? Minimum { get; init; }

    /// <summary>The highest value shown, in the axis's unit; from the data when null.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether equal lengths are equal ratios; values of zero and below are then left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The title with its unit as it is printed, exponents raised: <c>SO2 column [mol m⁻²]</c>.</summary>
    public string Label => UnitText.Label(Title, Unit);

    /// <summary>Reads an axis from a text such as <c>"SO2 column [mol m-2]"</c>.</summary>
    /// <param name="label">The quantity, and its unit in square brackets at the end.</param>
    public static implicit operator Axis(string label) => FromString(label);

    /// <summary>Reads an axis from a text such as <c>"SO2 column [mol m-2]"</c>.</summary>
    /// <param name="label">The quantity, and its unit in square brackets at the end.</param>
    /// <returns>The axis.</returns>
    public static Axis FromString(string label)
    {
        var (title, unit) = UnitText.Split(label);
        return new(title, unit);
    }
}
