using Isopleth.Charts.Drawing;

namespace Isopleth.Charts;

/// <summary>A picture made small, for lists and pages of many.</summary>
public static class Thumbnail
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Scales a PNG, each pixel the mean of those that it stands for.</summary>
    /// <param name="png">The PNG file.</param>
    /// <param name="width">The new width [pixel]; the height keeps the proportions.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="ArgumentException"><paramref name="png"/> is no PNG.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">The file is damaged.</exception>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libcairo is not on this machine; the message says how to install it.</exception>
    public static byte[] Of(byte[] png, int width)
    {
        ArgumentNullException.ThrowIfNull(png);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return png.AsSpan().StartsWith(Signature)
            ? CairoCanvas.Scaled(png, width)
            : throw new ArgumentException($"These {png.Length} bytes are no PNG; a file that begins with the signature of PNG is expected.", nameof(png));
    }
}
