using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The shape of stored chunks, and the tiles of whole chunks in which a variable is written.</summary>
internal static class ChunkShape
{
    /// <summary>Values in a default chunk: a mebibyte of float.</summary>
    private const int ChunkElements = 1 << 18;

    /// <summary>Values written in one go.</summary>
    private const int TileElements = 1 << 20;

    /// <summary>The chunk shape of a variable: what is asked for by dimension, else what it had, else about a mebibyte with the last dimensions whole.</summary>
    public static int[] Of(Variable variable, IReadOnlyDictionary<string, int> asked)
    {
        var shape = variable.Shape;
        var had = variable.Encoding?.Chunks is { } chunks && chunks.Count == shape.Length ? chunks : null;
        var result = new int[shape.Length];
        var budget = ChunkElements;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            var wanted = asked.TryGetValue(variable.Dimensions[d], out var length) ? length : had?[d] ?? Math.Max(1, budget);
            result[d] = Math.Clamp(wanted, 1, Math.Max(1, shape[d]));
            budget /= result[d];
        }

        return result;
    }

    /// <summary>Whether a variable has no missing values (CF §2.5.1, §7.1): it lies along its own dimension, or holds the boundaries of another.</summary>
    public static bool IsWhole(DataArray array, Dataset dataset) => array.Dimensions.Contains(array.Name)
        || dataset.Coordinates.Values.Concat(dataset.Variables.Values).Any(v => v.Attributes.GetValueOrDefault("bounds") as string == array.Name || v.Attributes.GetValueOrDefault("climatology") as string == array.Name);

    /// <summary>The names of the coordinates that a variable has beside those along its dimensions, as CF's attribute <c>coordinates</c> has them; null when there are none.</summary>
    public static string? Auxiliary(DataArray array, Dataset dataset)
    {
        var names = array.Coordinates.Values.Where(c => c.Name != array.Name && !c.Dimensions.Contains(c.Name)).Select(c => c.Name).ToList();
        return names.Count > 0 && dataset.Variables.ContainsKey(array.Name) ? string.Join(' ', names) : null;
    }

    /// <summary>Covers a shape with tiles of whole chunks, in row-major order; none when it is empty.</summary>
    public static IEnumerable<DimensionSlice[]> Tiles(int[] shape, int[] chunks)
    {
        var tile = (int[])chunks.Clone();
        var elements = chunks.Aggregate(1L, (product, n) => product * n);
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            var others = elements / tile[d];
            tile[d] = (int)Math.Min(shape[d], Math.Max(1, TileElements / elements) * (long)chunks[d]);
            elements = others * Math.Max(1, tile[d]);
        }

        if (shape.Contains(0))
        {
            yield break;
        }

        var start = new int[shape.Length];
        while (true)
        {
            yield return [.. start.Select((s, d) => new DimensionSlice(s, Math.Min(tile[d], shape[d] - s), 1))];
            var carry = shape.Length - 1;
            while (carry >= 0 && (start[carry] += tile[carry]) >= shape[carry])
            {
                start[carry--] = 0;
            }

            if (carry < 0)
            {
                yield break;
            }
        }
    }
}
