namespace Isopleth.Benchmarks;

/// <summary>Alternating measurements of ours and the peer, and their medians.</summary>
internal sealed class Alternation
{
    private readonly List<double> _ours = [];
    private readonly List<double> _theirs = [];

    public double Ours => Median(_ours);

    public double Theirs => Median(_theirs);

    public void Add(double ours, double theirs)
    {
        _ours.Add(ours);
        _theirs.Add(theirs);
    }

    public Row ToRow(string bench, string name, string peer, string unit) => new(bench, name, Ours, Theirs, peer, unit);

    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
