namespace Isopleth.Arrays;

internal sealed class CountAccumulator(int cells) : Accumulator(cells)
{
    public override void AddRow(int cell, ReadOnlySpan<double> values, int position) => CountRow(cell, values);

    public override void AddCells(int cell, ReadOnlySpan<double> values, int position) => CountCells(cell, values);

    public override void Merge(Accumulator other) => MergeCounts(other);

    public override double Value(int cell) => Counts[cell];
}
