namespace Isopleth.Charts.Geography;

/// <summary>The outline of neighbouring pixels: the sides that belong to one of them only, joined end to end.</summary>
internal static class MaskOutline
{
    /// <param name="x">Corner positions of the pixels, shape [n, 4].</param>
    /// <param name="y">Corner positions of the pixels, shape [n, 4].</param>
    /// <returns>Lines parted by NaN.</returns>
    public static (double[] X, double[] Y) Trace(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.IsEmpty)
        {
            return ([], []);
        }

        var corners = new CornerIndex(SnapLength(x, y));
        var ids = new int[x.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = corners.IdOf(x[i], y[i]);
        }

        var sides = new Dictionary<(int From, int To), int>();
        for (var i = 0; i < x.Length; i++)
        {
            var next = i % 4 == 3 ? i - 3 : i + 1;
            var (from, to) = (ids[i], ids[next]);
            // Pixels of one swath turn the same way, so that neighbours run along their common side in opposite directions.
            if (!sides.Remove((to, from)) && !sides.Remove((from, to)) && from != to)
            {
                sides[(from, to)] = i;
            }
        }

        return Join(sides, x, y);
    }

    private static (double[] X, double[] Y) Join(Dictionary<(int From, int To), int> sides, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var leaving = sides.GroupBy(side => side.Key.From).ToDictionary(group => group.Key, group => new Stack<(int To, int Index)>(group.Select(side => (side.Key.To, side.Value))));
        var lines = new Polylines();
        foreach (var start in sides.Keys.Select(side => side.From).Distinct())
        {
            while (leaving[start].Count > 0)
            {
                var (lineX, lineY, corner) = (new List<double>(), new List<double>(), start);
                while (leaving.TryGetValue(corner, out var onward) && onward.TryPop(out var side))
                {
                    lineX.Add(x[side.Index]);
                    lineY.Add(y[side.Index]);
                    var last = side.Index % 4 == 3 ? side.Index - 3 : side.Index + 1;
                    corner = side.To;
                    if (!leaving.TryGetValue(corner, out var more) || more.Count == 0)
                    {
                        lineX.Add(x[last]);
                        lineY.Add(y[last]);
                    }
                }

                lines.Add(lineX.ToArray(), lineY.ToArray());
            }
        }

        return lines.ToArrays();
    }

    /// <summary>Corners closer than a twentieth of a usual side are one: single precision leaves common corners a little apart.</summary>
    private static double SnapLength(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var lengths = new double[x.Length / 4];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Math.Min(Math.Abs(x[(4 * i) + 1] - x[4 * i]) + Math.Abs(y[(4 * i) + 1] - y[4 * i]), Math.Abs(x[(4 * i) + 2] - x[(4 * i) + 1]) + Math.Abs(y[(4 * i) + 2] - y[(4 * i) + 1]));
        }

        Array.Sort(lengths);
        return Math.Max(lengths[lengths.Length / 2] / 20, 1e-9);
    }

    /// <summary>Gives corners that lie within a length of each other the same number.</summary>
    private sealed class CornerIndex(double snap)
    {
        private readonly Dictionary<(long Column, long Row), List<(double X, double Y, int Id)>> _cells = [];
        private int _count;

        public int IdOf(double x, double y)
        {
            var (column, row) = ((long)Math.Floor(x / snap), (long)Math.Floor(y / snap));
            for (var nearRow = row - 1; nearRow <= row + 1; nearRow++)
            {
                for (var nearColumn = column - 1; nearColumn <= column + 1; nearColumn++)
                {
                    foreach (var known in _cells.GetValueOrDefault((nearColumn, nearRow), []))
                    {
                        if (Math.Abs(known.X - x) <= snap && Math.Abs(known.Y - y) <= snap)
                        {
                            return known.Id;
                        }
                    }
                }
            }

            _cells.TryAdd((column, row), []);
            _cells[(column, row)].Add((x, y, _count));
            return _count++;
        }
    }
}
