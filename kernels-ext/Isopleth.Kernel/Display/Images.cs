namespace Isopleth.Kernel.Display;

/// <summary>Tells images among byte arrays.</summary>
internal static class Images
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    /// <summary>The MIME type that the first bytes show, or null.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string? MimeTypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Png) ? MimeTypes.Png
        : bytes.StartsWith(Jpeg) ? MimeTypes.Jpeg
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : null;
}
