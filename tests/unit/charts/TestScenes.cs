namespace Isopleth.Charts.Tests;

/// <summary>Pixels like a satellite's: a slanted grid of quadrilaterals over the Ionian Sea.</summary>
internal static class TestScenes
{
    public static (double[] Latitudes, double[] Longitudes, double[] Values) Swath(int rows, int columns)
    {
        var (latitudes, longitudes, values) = (new List<double>(), new List<double>(), new List<double>());
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                foreach (var (dr, dc) in new[] { (0, 0), (0, 1), (1, 1), (1, 0) })
                {
                    latitudes.Add(33.2 + (4.6 * (row + dr) / rows) - (0.2 * (column + dc) / columns));
                    longitudes.Add(14.2 + (4.8 * (column + dc) / columns) + (0.2 * (row + dr) / rows));
                }

                values.Add(0.01 * Math.Exp(-Math.Pow((row - (rows / 2.0)) / rows * 8, 2)) * (1 + (0.2 * Math.Sin(row * 7.0 + column * 3.0))));
            }
        }

        return ([.. latitudes], [.. longitudes], [.. values]);
    }

    public static Map SwathMap(int rows = 10, int columns = 10, ColorAxis? colors = null)
    {
        var (latitudes, longitudes, values) = Swath(rows, columns);
        return new Map("A plume").AddPixels(latitudes, longitudes, values, colors ?? "SO2 column [mol m-2]").AddPoint("Etna", 37.751, 14.993);
    }
}
