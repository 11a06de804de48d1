namespace Isopleth.Arrays;

/// <summary>How a variable's values are stored, as opposed to what they mean: kept when it is decoded, obeyed when it is written.</summary>
/// <param name="ElementType">The stored type, for example <see cref="short"/> for packed values.</param>
/// <param name="Attributes">The attributes that speak of stored values: <c>_FillValue</c>, <c>missing_value</c>, <c>valid_*</c>, <c>scale_factor</c>, <c>add_offset</c>, <c>_Unsigned</c>.</param>
/// <param name="Chunks">The stored chunk shape, or null when the values lie in one piece.</param>
public sealed record StorageEncoding(Type ElementType, IReadOnlyDictionary<string, object> Attributes, IReadOnlyList<int>? Chunks);
