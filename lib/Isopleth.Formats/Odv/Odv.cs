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
                return line.StartsWith("Cruise", StringComparison.OrdinalIgnoreCase) && line.Contains("Station", StringComparison.OrdinalIgnoreCase) && line.IndexOfAny('\t', ';') > 0;
            }
        }

        return false;
    }
}
