namespace Isopleth.Arrays;

/// <summary>Cuts a shape into tiles that follow a source's chunks, for work that needs no order.</summary>
internal static class Tiles
{
    /// <summary>The tiles in row-major order: whole chunks, as many as come near a number of elements (one when a chunk has more).</summary>
    public static List<DimensionSlice[]> Of(IReadOnlyList<int> shape, IReadOnlyList<int>? chunks, long elements)
    {
        var tile = shape.Select((n, d) => Math.Clamp(chunks?[d] ?? 1, 1, Math.Max(1, n))).ToArray();
        var size = tile.Aggregate(1L, (product, n) => product * n);
        for (var d = tile.Length - 1; d >= 0 && size < elements; d--)
        {
            var times = Math.Min(elements / size, (shape[d] + tile[d] - 1) / tile[d]);
            size *= times;
            tile[d] = (int)Math.Min(tile[d] * times, Math.Max(1, shape[d]));
        }

        var tiles = new List<DimensionSlice[]>();
        var at = new int[shape.Count];
        while (shape.All(n => n > 0))
        {
            tiles.Add([.. at.Select((start, d) => new DimensionSlice(start, Math.Min(tile[d], shape[d] - start), 1))]);
            var carry = at.Length - 1;
            while (carry >= 0 && (at[carry] += tile[carry]) >= shape[carry])
            {
                at[carry--] = 0;
            }

            if (carry < 0)
            {
                break;
            }
        }

        return tiles;
    }
}
