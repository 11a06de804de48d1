using System.Globalization;
using System.Text.Json.Nodes;

namespace Isopleth.Benchmarks;

/// <summary>One measured row: ours beside the peer's, and how many times better ours is.</summary>
internal sealed record Row(string Bench, string Name, double Ours, double? Theirs, string? Peer, string Unit)
{
    public const string Header = "row                     ours       theirs     unit  ratio";

    /// <summary>What bounds a row that has no peer.</summary>
    public string? Limit { get; init; }

    /// <summary>Times and memory are better when smaller, rates when greater.</summary>
    private bool IsRate => Unit.EndsWith("/s", StringComparison.Ordinal);

    private double? Ratio => Theirs is { } theirs ? Math.Round(IsRate ? Ours / theirs : theirs / Ours, 3) : null;

    public string ToJson()
    {
        var row = new JsonObject
        {
            ["bench"] = Bench,
            ["row"] = Name,
            ["ours"] = Math.Round(Ours, 3),
            ["theirs"] = Theirs is { } theirs ? Math.Round(theirs, 3) : null,
            ["peer"] = Peer,
            ["unit"] = Unit,
            ["ratio"] = Ratio,
        };
        if (Limit is not null)
        {
            row["limit"] = Limit;
        }

        return row.ToJsonString();
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name,-20} {Ours,10:F2} {Theirs,12:F2}     {Unit,-5} {Ratio,6:F2}");
}
