namespace Isopleth.Arrays;

/// <summary>Which labels remain where arrays with different labels along a dimension meet.</summary>
public enum Join
{
    /// <summary>Those that all have, in the first array's order.</summary>
    Inner,

    /// <summary>Those that any has, in ascending order; values that are not there become missing.</summary>
    Outer,

    /// <summary>Those of the first array.</summary>
    Left,

    /// <summary>Those of the last array.</summary>
    Right,

    /// <summary>Different labels are an error.</summary>
    Exact,
}
