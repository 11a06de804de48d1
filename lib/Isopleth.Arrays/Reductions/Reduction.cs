namespace Isopleth.Arrays;

/// <summary>What many values become one by.</summary>
public enum Reduction
{
    /// <summary>The sum; 0 of none.</summary>
    Sum,

    /// <summary>The arithmetic mean.</summary>
    Mean,

    /// <summary>The variance.</summary>
    Variance,

    /// <summary>The standard deviation.</summary>
    StandardDeviation,

    /// <summary>The least value.</summary>
    Min,

    /// <summary>The greatest value.</summary>
    Max,

    /// <summary>How many values are there.</summary>
    Count,

    /// <summary>The position of the least value along the one dimension; the first of equals, -1 when all are missing.</summary>
    ArgMin,

    /// <summary>The position of the greatest value along the one dimension; the first of equals, -1 when all are missing.</summary>
    ArgMax,

    /// <summary>The middle value, or the mean of the two in the middle. Holds all values that belong to one result at once.</summary>
    Median,

    /// <summary>The product; 1 of none.</summary>
    Product,

    /// <summary>The first value along the one dimension (or of a group) that is there.</summary>
    First,

    /// <summary>The last value along the one dimension (or of a group) that is there.</summary>
    Last,
}

/// <summary>How a reduction treats missing values and degrees of freedom.</summary>
public sealed record ReductionOptions
{
    /// <summary>Whether missing values are left out (default), or one makes its result missing.</summary>
    public bool SkipMissing { get; init; } = true;

    /// <summary>How many values must be there, lest the result is missing. By default 0: a sum of none is 0, everything else of none is missing.</summary>
    public int MinCount { get; init; }

    /// <summary>What is taken from the number of values in a variance: 0 (default, as NumPy has it) for the whole population, 1 for a sample.</summary>
    public int DegreesOfFreedom { get; init; }

    internal static ReductionOptions Default { get; } = new();
}
