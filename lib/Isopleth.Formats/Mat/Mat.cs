using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>MATLAB's files up to version 7 (MAT level 5); from version 7.3 on they are HDF5 and open with <see cref="NetCdf"/>.</summary>
/// <remarks>
/// Numbers and texts are read; cells, structures, sparse and complex matrices are listed. A matrix keeps its shape as MATLAB shows it, row-major here.
/// MATLAB names no dimensions: all of one length share the name <c>dim_LENGTH</c>. Source: "MAT-File Format", MathWorks.
/// </remarks>
public static class Mat
{
    /// <summary>Opens a file. The variables' names and shapes are read; values come when they are asked for.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="DataFormatException">The file is missing, truncated, damaged, or no MAT file of level 5.</exception>
    public static Dataset Open(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            using var reader = new MatReader(full);
            return CfDecoder.Decode(new StoredDataset([.. reader.Variables()], new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["description"] = reader.Description }) { Source = full });
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or OverflowException or ArgumentException)
        {
            throw new DataFormatException($"The MAT file is truncated or damaged: {e.Message}", full, hint: "Fetch or write it again.", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The file cannot be read: {e.Message}", full, innerException: e);
        }
    }
}
