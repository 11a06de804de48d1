using System.Collections.Concurrent;
using System.Globalization;
using Isopleth.Formats;

namespace Isopleth.Tests.FormatsFuzz;

/// <summary>Damaged files of every format: each gives an error, or opens; none ends or blocks the process that reads it.</summary>
[Trait("Speed", "Slow")]
public sealed class FormatsFuzzTests : IDisposable
{
    private const int Seed = 20261120;
    private const int LargestSample = 100_000;
    private const int MostSamples = 30;

    /// <summary>Files in memory, where there are such.</summary>
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"isopleth-fuzz-{Environment.ProcessId}")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Formats by their kinds in <c>contents.csv</c>; <c>--full</c> makes 10,000 mutants of each.</summary>
    [Theory]
    [InlineData("classic NetCDF", "NetCDF")]
    [InlineData("NetCDF-4 and HDF5", "NetCDF", "HDF5", "MATLAB v7.3 (HDF5)")]
    [InlineData("MATLAB", "MATLAB v5")]
    [InlineData("TIFF", "GeoTIFF", "TIFF")]
    [InlineData("JPEG 2000", "JPEG2000")]
    [InlineData("PNG", "PNG")]
    [InlineData("GRIB", "GRIB")]
    [InlineData("HGT", "SRTM HGT", "HGT in zip")]
    [InlineData("Parquet", "Parquet", "GeoParquet")]
    [InlineData("Zarr", "Zarr v2 store", "Zarr v3 store", "Zarr zip store", "Zarr v2 array", "Zarr v3 array")]
    [InlineData("ODV", "ODV spreadsheet")]
    [InlineData("CSV", "CSV")]
    [InlineData("vectors", "GeoJSON", "GeoPackage", "Shapefile")]
    public async Task Open_DamagedSamples_NeitherCrashesNorHangs(string format, params string[] kinds)
    {
        var samples = SamplesOf(format, kinds);
        Assert.NotEmpty(samples);
        var (count, done, answers) = (LongRun.Of(10_000), 0, new ConcurrentDictionary<string, int>(StringComparer.Ordinal));
        var faults = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken }, async (lane, _) =>
        {
            using var probe = new FuzzedProcess();
            for (var i = lane; i < count; i += 2)
            {
                var random = new Random(Seed + i);
                var sample = samples[i % samples.Count];
                var mutant = Mutant(sample, random, Path.Combine(_folder, lane.ToString(CultureInfo.InvariantCulture)));
                var answer = await probe.Ask(mutant);
                Interlocked.Increment(ref done);
                var kind = answer.Split(':', ' ')[0];
                answers.AddOrUpdate(kind, 1, static (_, n) => n + 1);
                if (kind is not ("ok" or "DataFormatException"))
                {
                    faults.Add($"mutant {i} of {Path.GetRelativePath(Samples.Root, sample)}: {answer[..Math.Min(answer.Length, 1500)]}");
                }
            }
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{format}: {samples.Count} samples, {string.Join(", ", answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} {a.Key}"))}");
        Assert.True(faults.IsEmpty, $"{faults.Count} of {done}:\n" + string.Join("\n", faults.Order(StringComparer.Ordinal).Take(12)));
        Assert.Equal(count, done);
    }

    /// <summary>The smallest samples of a format, in the order of their names.</summary>
    private static List<string> SamplesOf(string format, string[] kinds)
    {
        var table = DuckDbConnection.Open().Table($"SELECT path, kind FROM read_csv({DuckDbConnection.Literal(Samples.Path_("contents.csv"))}, all_varchar = true, header = true) WHERE opens = 'yes'");
        var paths = Enumerable.Range(0, table.Count).Where(i => kinds.Contains((string)table["kind"][i]!)).Select(i => Path.Combine(Samples.Root, (string)table["path"][i]!)).Where(p => File.Exists(p) || Directory.Exists(p));
        var isClassic = format == "classic NetCDF";
        var all = paths.Where(p => Size(p) > 16 && (!format.Contains("NetCDF", StringComparison.Ordinal) || StartsWithCdf(p) == isClassic)).OrderBy(Size).ThenBy(p => p, StringComparer.Ordinal).ToList();
        return [.. all.Where((p, i) => i == 0 || Size(p) < LargestSample).Take(MostSamples)];
    }

    private static bool StartsWithCdf(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[3];
        return file.ReadAtLeast(head, 3, throwOnEndOfStream: false) == 3 && head.SequenceEqual("CDF"u8);
    }

    private static long Size(string path) => File.Exists(path) ? new FileInfo(path).Length : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);

    /// <summary>A copy with one damage; in a folder of files, one of them has it.</summary>
    private static string Mutant(string sample, Random random, string place)
    {
        if (File.Exists(sample))
        {
            Directory.CreateDirectory(place);

            // A new file each time: HDF5 knows files by their inode.
            var target = Path.Combine(place, Path.GetFileName(sample));
            File.Delete(target);
            File.WriteAllBytes(target, Mutation.Of(File.ReadAllBytes(sample), random));
            return target;
        }

        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        var files = Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var damaged = random.Next(files.Count);
        foreach (var (i, file) in files.Index())
        {
            var target = Path.Combine(place, Path.GetFileName(sample), Path.GetRelativePath(sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(target, i == damaged ? Mutation.Of(bytes, random) : bytes);
        }

        return Path.Combine(place, Path.GetFileName(sample));
    }
}
