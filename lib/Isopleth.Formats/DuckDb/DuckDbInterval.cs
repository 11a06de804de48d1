using System.Runtime.InteropServices;

namespace Isopleth.Formats;

/// <summary>A span of calendar time as SQL has it: months, days and a time of the clock do not convert into each other.</summary>
/// <param name="Months">Months.</param>
/// <param name="Days">Days.</param>
/// <param name="Microseconds">Microseconds.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDbInterval(int Months, int Days, long Microseconds);
