namespace Isopleth.Arrays;

/// <summary>Products; of none, 1.</summary>
internal sealed class ProductAccumulator : Accumulator
{
    private readonly double[] _products;

    public ProductAccumulator(int cells)
        : base(cells)
    {
        _products = new double[cells];
        _products.AsSpan().Fill(1);
    }

    public override void AddRow(int cell, ReadOnlySpan<double> values, int position)
    {
        CountRow(cell, values);
        foreach (var value in values)
        {
            _products[cell] *= double.IsNaN(value) ? 1 : value;
        }
    }

    public override void AddCells(int cell, ReadOnlySpan<double> values, int position)
    {
        CountCells(cell, values);
        for (var i = 0; i < values.Length; i++)
        {
            _products[cell + i] *= double.IsNaN(values[i]) ? 1 : values[i];
        }
    }

    public override void Merge(Accumulator other)
    {
        MergeCounts(other);
        System.Numerics.Tensors.TensorPrimitives.Multiply(_products, ((ProductAccumulator)other)._products, _products);
    }

    public override double Value(int cell) => _products[cell];
}
