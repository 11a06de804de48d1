namespace Isopleth.Arrays;

/// <summary>How finely a date is told, from the coarsest on.</summary>
internal enum DatePrecision
{
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Moment,
}
