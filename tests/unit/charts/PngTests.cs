using System.Buffers.Binary;
using Isopleth.Native;

namespace Isopleth.Charts.Tests;

/// <summary>Whatever draws with libcairo, one test at a time: one of them hides the library.</summary>
[Collection("libcairo")]
public class PngTests
{
    private static (int Width, int Height) Size(byte[] png) => (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

    [Theory]
    [InlineData(1, 400, 300)]
    [InlineData(2, 800, 600)]
    [InlineData(1.5, 600, 450)]
    public void ToPng_AtAScale_HasThatManyPixels(double scale, int width, int height)
    {
        var png = new Chart { Width = 400, Height = 300 }.AddLine([1, 2], [1, 2]).ToPng(scale);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal((width, height), Size(png));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(double.NaN)]
    public void ToPng_ImpossibleScale_SaysWhatIsPossible(double scale) =>
        Assert.Contains("between 0.1 and 10", Assert.Throws<ArgumentOutOfRangeException>(() => TestScenes.SwathMap().ToPng(scale)).Message);

    [Fact]
    public void ToPng_HugePicture_SaysWhatMayHelp() =>
        Assert.Contains("smaller width", Assert.Throws<InvalidOperationException>(() => new Chart { Width = 40_000, Height = 300 }.AddLine([1, 2], [1, 2]).ToPng()).Message);

    [Fact]
    public void Thumbnail_OfAPicture_HasItsWidthItsProportionsAndItsColours()
    {
        var white = new Chart { Width = 400, Height = 300 }.AddLine([1, 2], [1, 2]).ToPng();

        var small = Thumbnail.Of(white, 100);

        Assert.Equal((100, 75), Size(small));
        Assert.True(small.Length < white.Length);

        // A thumbnail of the thumbnail, at its own size, is the same picture.
        Assert.Equal(small, Thumbnail.Of(small, 100));
    }

    [Fact]
    public void Thumbnail_OfWhatIsNoPng_SaysSo() =>
        Assert.Contains("no PNG", Assert.Throws<ArgumentException>(() => Thumbnail.Of([1, 2, 3], 100)).Message);

    [Fact]
    public void ToPng_WithoutCairo_NamesTheLibraryAndThePackage()
    {
        Environment.SetEnvironmentVariable("ISOPLETH_LIB_CAIRO", "/nowhere/libcairo.so.2");
        try
        {
            var error = Assert.Throws<NativeLibraryMissingException>(() => TestScenes.SwathMap().ToPng());

            Assert.Contains("cairo", error.Message);
            Assert.Contains("apt-get install libcairo2", error.Message);
            Assert.StartsWith("<svg", (string)TestScenes.SwathMap().ToMimeBundle()["image/svg+xml"]!, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ISOPLETH_LIB_CAIRO", null);
        }
    }

    [Fact]
    public void ToMimeBundle_AnyFigure_HasPlotlyAPictureAndText()
    {
        var map = TestScenes.SwathMap();

        var bundle = map.ToMimeBundle();

        Assert.Equal(["application/vnd.plotly.v1+json", "image/png", "text/plain"], bundle.Select(entry => entry.Key));
        Assert.NotEmpty(bundle["application/vnd.plotly.v1+json"]!["data"]!.AsArray());
        Assert.Contains("100 pixels", (string)bundle["text/plain"]!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MimeMetadata_OfABundle_IsTheSizeToShowItAtAndTheAlternativeText(int scale)
    {
        var map = TestScenes.SwathMap();

        var (width, height) = Size(Convert.FromBase64String((string)map.ToMimeBundle(scale)["image/png"]!));

        var metadata = map.MimeMetadata()["image/png"]!;
        Assert.Equal((width, height), (scale * (int)metadata["width"]!, scale * (int)metadata["height"]!));
        Assert.Equal(map.ToString(), (string)metadata["alt"]!);
    }
}
