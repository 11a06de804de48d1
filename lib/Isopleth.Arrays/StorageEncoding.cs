namespace Isopleth.Arrays;

/// <summary>How a variable's values are stored, as opposed to what they mean: kept when it is decoded, obeyed when it is written.</summary>
/// <param name="ElementType">The stored type, for example <see cref="short"/> for packed values.</param>
/// <param name="Attributes">The attributes that speak of stored values: <c>_FillValue</c>, <c>missing_value</c>, <c>valid_*</c>, <c>scale_factor</c>, <c>add_offset</c>, <c>_Unsigned</c>.</param>
/// <param name="Chunks">The stored chunk shape, or null when the values lie in one piece.</param>
public sealed record StorageEncoding(Type ElementType, IReadOnlyDictionary<string, object> Attributes, IReadOnlyList<int>? Chunks = null)
{
    /// <summary>Packed storage (CF §8.1): the stored value is <c>(value - addOffset) / scaleFactor</c>, rounded.</summary>
    /// <typeparam name="T">The stored integer type.</typeparam>
    /// <param name="scaleFactor">The step between stored values, in the variable's units.</param>
    /// <param name="addOffset">The value stored as 0, in the variable's units.</param>
    /// <param name="fillValue">The stored value that stands for a missing one.</param>
    /// <returns>The encoding.</returns>
    /// <exception cref="ArgumentException">The type is no integer, or the scale factor is 0 or not finite.</exception>
    public static StorageEncoding Packed<T>(double scaleFactor, double addOffset, T fillValue) where T : unmanaged
    {
        if (!NumericTypes.IsInteger(typeof(T)))
        {
            throw new ArgumentException($"Values are packed into integers; {CSharpName.Of(typeof(T))} is none.");
        }

        if (scaleFactor == 0 || !double.IsFinite(scaleFactor))
        {
            throw new ArgumentException($"A scale factor of {Describe.Number(scaleFactor)} loses the values; it is finite and not 0.", nameof(scaleFactor));
        }

        return new StorageEncoding(typeof(T), new OrderedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["scale_factor"] = scaleFactor, ["add_offset"] = addOffset, ["_FillValue"] = fillValue,
        });
    }
}
