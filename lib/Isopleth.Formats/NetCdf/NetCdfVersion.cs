namespace Isopleth.Formats;

/// <summary>The formats of NetCDF that are written.</summary>
public enum NetCdfVersion
{
    /// <summary>NetCDF-4, which is HDF5: groups, compression, all types.</summary>
    NetCdf4,

    /// <summary>The classic format (CDF-1), which everything reads: no groups, nothing compressed, files to 2 GiB.</summary>
    Classic,

    /// <summary>The classic format with 64-bit offsets (CDF-2): as the classic one, for larger files.</summary>
    Offset64,

    /// <summary>The classic format with 64-bit data (CDF-5): unsigned and 64-bit integers besides.</summary>
    Data64,
}
