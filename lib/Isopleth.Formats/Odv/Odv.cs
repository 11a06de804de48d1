using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Ocean Data View spreadsheets, with SeaDataNet's vocabularies and quality flags.</summary>
/// <remarks>
/// All rows lie along <c>row</c>; what a station tells once (cruise, place, time) stands in each of its rows, and <c>station_index</c> counts the stations. A value
/// column has its flags in <c>NAME_qc</c>; values flagged 9 (missing) by SeaDataNet's scheme L20, empty ones and the file's own missing-value indicators are NaN.
/// The P01 and P06 terms are the attributes <c>sdn_parameter_urn</c> and <c>sdn_uom_urn</c>. UTF-8, and Latin-1 where a file is no UTF-8.
/// </remarks>
public static class Odv
{
    /// <summary>Opens a spreadsheet; it is read as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The data set, in memory.</returns>
    /// <exception cref="DataFormatException">The file is missing or no ODV spreadsheet, or a line is wrong; the message has the line and the column.</exception>
    public static Dataset Open(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return CfDecoder.Decode(new OdvReader(full, File.ReadAllBytes(full)).Read());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NetCdfSignature.Missing(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The file cannot be read: {e.Message}", full, innerException: e);
        }
    }

    /// <summary>Writes a spreadsheet that ODV and SeaDataNet's tools read; a file that is there is replaced only when the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">
    /// Variables along one dimension, as <see cref="Open"/> gives them: <c>longitude</c>, <c>latitude</c> and <c>time</c>, and where there are <c>Cruise</c>, <c>Station</c>, <c>Type</c>,
    /// <c>LOCAL_CDI_ID</c>, <c>EDMO_code</c>, <c>station_index</c>; other texts stand for the station, other numbers for the sample, with their flags in <c>NAME_qc</c>. What a station has once is written once.
    /// <c>sdn_parameter_urn</c> and <c>sdn_uom_urn</c> become the header's mapping to the vocabularies P01 and P06.
    /// </param>
    /// <param name="options">Flags and comments; the defaults when null.</param>
    /// <exception cref="ArgumentException">A place or time is missing, a variable lies along something else, or a flag is none of the scheme L20.</exception>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, Dataset data, OdvWriteOptions? options = null)
    {
        var writer = new OdvWriter(data, options ?? new OdvWriteOptions());
        AtomicFile.Write(path, writer.Write);
    }

    /// <summary>Whether a text begins as an ODV spreadsheet does.</summary>
    internal static bool Is(string text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                if (line.Contains("SDN_parameter_mapping", StringComparison.Ordinal) || line.Contains("ODV Spreadsheet", StringComparison.Ordinal))
                {
                    return true;
                }
            }
            else if (!line.IsWhiteSpace())
            {
                // With commas it is told from any other table by the name that only ODV gives its times.
                return line.StartsWith("Cruise", StringComparison.OrdinalIgnoreCase) && line.Contains("Station", StringComparison.OrdinalIgnoreCase)
                    && (line.IndexOfAny('\t', ';') > 0 || line.Contains("yyyy-mm-dd", StringComparison.OrdinalIgnoreCase) || line.Contains("mon/day/yr", StringComparison.OrdinalIgnoreCase) || line.Contains("time_ISO8601", StringComparison.OrdinalIgnoreCase));
            }
        }

        return false;
    }
}
