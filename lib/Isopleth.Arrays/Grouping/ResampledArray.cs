namespace Isopleth.Arrays;

/// <summary>An array cut into spans of time. Spans longer than the steps are reduced, for example <c>Mean()</c>; shorter ones are filled from the times that are there.</summary>
public sealed class ResampledArray : GroupedArray
{
    private readonly DataArray _array;
    private readonly string _dimension;

    internal ResampledArray(DataArray array, string dimension, int[] groups, Variable labels)
        : base(array, dimension, groups, labels)
    {
        _array = array;
        _dimension = dimension;
    }

    /// <summary>At each span's beginning the value of exactly that time, where there is one.</summary>
    /// <returns>The array at the beginnings; missing elsewhere.</returns>
    /// <exception cref="ArgumentException">A time occurs twice.</exception>
    public DataArray AsFrequency() => At(Fill.Missing);

    /// <summary>At each span's beginning the last value before it, or at it.</summary>
    /// <returns>The array at the beginnings.</returns>
    public DataArray FillForward() => At(Fill.Previous);

    /// <summary>At each span's beginning the first value after it, or at it.</summary>
    /// <returns>The array at the beginnings.</returns>
    public DataArray FillBackward() => At(Fill.Next);

    /// <summary>At each span's beginning the value of the nearest time.</summary>
    /// <returns>The array at the beginnings.</returns>
    public DataArray Nearest() => At(Fill.Nearest);

    /// <summary>At each span's beginning the value between the two times around it, linear.</summary>
    /// <returns>The array at the beginnings; missing outside the times.</returns>
    public DataArray Interpolate() => ByTime().Interpolate(Labels);

    private DataArray At(Fill fill) => ByTime().Reindex(Labels, fill);

    /// <summary>The array with the resampled times as its dimension.</summary>
    private DataArray ByTime() => Labels.Name == _dimension ? _array : _array.SwapDimension(_dimension, Labels.Name);
}
