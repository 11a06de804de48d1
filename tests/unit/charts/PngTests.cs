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
    public void ToPng_WithoutCairo_NamesTheLibraryAndThePackage()
    {
        Environment.SetEnvironmentVariable("ISOPLETH_LIB_CAIRO", "/nowhere/libcairo.so.2");
        try
        {
            var error = Assert.Throws<NativeLibraryMissingException>(() => TestScenes.SwathMap().ToPng());

            Assert.Contains("cairo", error.Message);
            Assert.Contains("apt-get install libcairo2", error.Message);
            Assert.True(TestScenes.SwathMap(100, 170).ToMimeBundle().ContainsKey("image/svg+xml"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ISOPLETH_LIB_CAIRO", null);
        }
    }

    [Fact]
    public void ToMimeBundle_SmallFigure_HasPlotlySvgAndText()
    {
        var bundle = TestScenes.SwathMap().ToMimeBundle();

        Assert.Equal(["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"], bundle.Select(entry => entry.Key));
        Assert.NotEmpty(bundle["application/vnd.plotly.v1+json"]!["data"]!.AsArray());
        Assert.StartsWith("<svg", (string)bundle["image/svg+xml"]!, StringComparison.Ordinal);
        Assert.Contains("100 pixels", (string)bundle["text/plain"]!);
    }

    [Fact]
    public void ToMimeBundle_ManyPixels_HasThePngThatIsSmaller()
    {
        var map = TestScenes.SwathMap(120, 200);

        var bundle = map.ToMimeBundle();

        var png = (string)bundle["image/png"]!;
        Assert.False(bundle.ContainsKey("image/svg+xml"));
        Assert.True(png.Length < map.ToSvg().Length);
        Assert.Equal(map.Width, Size(Convert.FromBase64String(png)).Width);
    }
}
