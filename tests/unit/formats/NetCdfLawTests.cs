using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Whatever is written is read back, whatever its shape, chunks and compression, whole or in part.</summary>
public class NetCdfLawTests : ScratchFolder
{
    [Fact]
    public void WriteThenRead_AnyShapeChunksAndCompression_GivesTheSameValues()
    {
        var lengths = from rank in Gen.Choose(0, 4) from all in Gen.ArrayOf(Gen.Choose(1, 9), rank) select all;
        var cases = from shape in lengths from chunk in Gen.Choose(1, 12) from level in Gen.Choose(0, 2) from stride in Gen.Choose(1, 3) from start in Gen.Choose(0, 4) select (shape, chunk, level, stride, start);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var names = c.shape.Select((_, i) => $"d{i}").ToArray();
            var size = c.shape.Aggregate(1, (a, b) => a * b);
            var memory = new Dataset(
            [
                DataArray.Create("double", names, c.shape, Enumerable.Range(0, size).Select(i => i % 5 == 0 ? double.NaN : Math.Sqrt(i)).ToArray()),
                DataArray.Create("byte", names, c.shape, Enumerable.Range(0, size).Select(i => (byte)(i * 7)).ToArray()),
                DataArray.Create("text", names, c.shape, Enumerable.Range(0, size).Select(i => $"№ {i}").ToArray()),
            ]);
            var path = Scratch("law.nc");
            NetCdf.Write(path, memory, new NetCdfWriteOptions { DeflateLevel = c.level, Chunks = names.ToDictionary(n => n, _ => c.chunk) });
            using var file = NetCdf.Open(path);
            return Same(memory, file) && Same(Part(memory, c.start, c.stride), Part(file, c.start, c.stride));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithReplay(20210401, 17963));
    }

    private static Dataset Part(Dataset data, int start, int stride) =>
        data.Isel([.. data.Dimensions.Select(d => (d.Key, new PositionSelector(Math.Min(start, d.Value - 1).., stride)))]);

    private static bool Same(Dataset a, Dataset b) =>
        a["double"].ToDoubles().SequenceEqual(b["double"].ToDoubles())
        && a["byte"].To<byte>().SequenceEqual(b["byte"].To<byte>())
        && a["text"].To<string>().SequenceEqual(b["text"].To<string>());
}
