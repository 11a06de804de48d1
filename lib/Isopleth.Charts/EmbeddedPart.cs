using System.IO.Compression;

namespace Isopleth.Charts;

/// <summary>The npm parts that travel inside the assembly, gzip-compressed.</summary>
internal static class EmbeddedPart
{
    /// <summary>The whole part, decompressed.</summary>
    public static byte[] Read(string name)
    {
        using var packed = typeof(EmbeddedPart).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The part '{name}' is not inside {typeof(EmbeddedPart).Assembly.GetName().Name}; build the project again.");
        using var stream = new GZipStream(packed, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
