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

    /// <summary>The grid with its longitudes moved by whole turns to where the extent counts them.</summary>
    public Grid Within(MapExtent extent)
    {
        var middle = (EdgesX[0] + EdgesX[^1]) / 2;
        var shift = extent.Wrap(middle) - middle;
        return this with { EdgesX = Array.ConvertAll(EdgesX, edge => edge + shift) };
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
