namespace Isopleth.Charts.Marks;

/// <summary>A field in cells whose edges rise: edges nx+1 and ny+1, values shape [ny, nx].</summary>
internal sealed record Grid(double[] EdgesX, double[] EdgesY, double[] Values)
{
    /// <summary>Makes cells around their middles; falling middles are turned round.</summary>
    public static Grid From(double[] x, double[] y, double[] values)
    {
        if (values.Length != x.Length * y.Length)
        {
            throw new ArgumentException($"'values' has {values.Length} cells but {y.Length} rows of {x.Length} columns need {(long)x.Length * y.Length}; give the field row by row, shape [ny, nx].", nameof(values));
        }

        var (edgesX, fallingX) = Edges(x, nameof(x));
        var (edgesY, fallingY) = Edges(y, nameof(y));
        var rows = values.Chunk(x.Length).Select(row => fallingX ? [.. row.Reverse()] : row);
        return new(edgesX, edgesY, [.. (fallingY ? rows.Reverse() : rows).SelectMany(row => row)]);
    }

    /// <summary>The grid with its columns where the extent counts their longitudes: turned round the Earth, and parted by an empty column where they no longer touch.</summary>
    public Grid Within(MapExtent extent)
    {
        var columns = Enumerable.Range(0, EdgesX.Length - 1).Select(column =>
        {
            var middle = (EdgesX[column] + EdgesX[column + 1]) / 2;
            var shift = extent.Wrap(middle) - middle;
            return (West: EdgesX[column] + shift, East: EdgesX[column + 1] + shift, Source: column);
        }).OrderBy(column => column.West).ToArray();
        var (edges, sources) = (new List<double> { columns[0].West }, new List<int>());
        foreach (var (west, east, source) in columns)
        {
            if (west - edges[^1] > (east - west) / 2)
            {
                edges.Add(west);
                sources.Add(-1);
            }

            edges.Add(east);
            sources.Add(source);
        }

        var width = EdgesX.Length - 1;
        return this with
        {
            EdgesX = [.. edges],
            Values = [.. Enumerable.Range(0, EdgesY.Length - 1).SelectMany(row => sources.Select(source => source < 0 ? double.NaN : Values[(row * width) + source]))],
        };
    }

    private static (double[] Edges, bool Falling) Edges(double[] middles, string name)
    {
        var falling = middles.Length > 1 && middles[1] < middles[0];
        double[] rising = falling ? [.. middles.Reverse()] : middles;
        var edges = new double[rising.Length + 1];
        for (var i = 1; i < rising.Length; i++)
        {
            if (!(rising[i] > rising[i - 1]))
            {
                throw new ArgumentException($"'{name}' must rise or fall steadily, but {rising[i - 1]:G6} is followed by {rising[i]:G6}.", name);
            }

            edges[i] = (rising[i - 1] + rising[i]) / 2;
        }

        var (first, last) = rising.Length > 1 ? (rising[1] - rising[0], rising[^1] - rising[^2]) : (1, 1);
        (edges[0], edges[^1]) = (rising[0] - (first / 2), rising[^1] + (last / 2));
        return (edges, falling);
    }
}
