using System.Runtime.CompilerServices;

namespace Isopleth.Charts;

/// <summary>Takes in what a caller gives: copies it, and says what does not fit.</summary>
internal static class Input
{
    /// <summary>A copy of the values, of which there must be some.</summary>
    public static double[] Values(IEnumerable<double> values, string name)
    {
        var copy = values.ToArray();
        return copy.Length > 0 ? copy : throw new ArgumentException($"'{name}' is empty; a figure needs at least one value.", name);
    }

    /// <summary>Copies of as many x as y.</summary>
    public static (double[] X, double[] Y) Pairs(IEnumerable<double> x, IEnumerable<double> y, [CallerArgumentExpression(nameof(x))] string nameX = "", [CallerArgumentExpression(nameof(y))] string nameY = "")
    {
        var (xs, ys) = (Values(x, nameX), Values(y, nameY));
        SameLength(xs.Length, nameX, ys.Length, nameY);
        return (xs, ys);
    }

    public static void SameLength(int length, string name, int otherLength, string otherName)
    {
        if (length != otherLength)
        {
            throw new ArgumentException($"'{name}' has {length} values but '{otherName}' has {otherLength}; give one of each for every point.", otherName);
        }
    }
}
