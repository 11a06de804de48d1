using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>What is said when a file is not what it should be.</summary>
public class NetCdfErrorTests : ScratchFolder
{
    private string MessageOf(string path) => Assert.Throws<DataFormatException>(() => NetCdf.Open(path)).Message;

    private string File_(string name, byte[] bytes)
    {
        File.WriteAllBytes(Scratch(name), bytes);
        return Scratch(name);
    }

    [Fact]
    public void Open_NoSuchFile_NamesItAndWhatIsBeside()
    {
        _ = File_("orbit06286.nc", [1]);
        var message = MessageOf(Scratch("orbit06268.nc"));
        Assert.Contains("orbit06268.nc: There is no such file", message);
        Assert.Contains("Its folder holds orbit06286.nc", message);
        Assert.Contains("the nearest that does is", MessageOf(Scratch("none/deep/x.nc")));
    }

    [Fact]
    public void Open_Folder_SaysSo() => Assert.Contains("This is a folder, not a NetCDF file", MessageOf(Path.GetTempPath()));

    [Fact]
    public void Open_EmptyFile_SaysSo() => Assert.Contains("empty.nc: The file is empty (0 bytes)", MessageOf(File_("empty.nc", [])));

    [Fact]
    public void Open_TextFile_ShowsHowItBegins() =>
        Assert.Contains("This is no NetCDF file: it begins with the text '<!DOCTYPE html> <html>'", MessageOf(File_("page.nc", "<!DOCTYPE html>\n<html>"u8.ToArray())));

    [Fact]
    public void Open_OtherBinary_ShowsItsFirstBytes() =>
        Assert.Contains("begins with the bytes 1F8B0800", MessageOf(File_("zipped.nc", [0x1f, 0x8b, 0x08, 0x00, 0, 0, 0, 0, 0, 0])));

    [Fact]
    public void Open_Address_SaysToFetchIt() => Assert.Contains("This is an address, not a file", MessageOf("https://example.org/x.nc"));

    [Fact]
    public void Open_UnknownGroup_ListsThoseThereAre()
    {
        var path = Path.Combine(Python.Folder, "groups.nc");
        var error = Assert.Throws<DataFormatException>(() => NetCdf.Open(path, "/PRODUKT"));
        Assert.Contains("no group '/PRODUKT'; its groups are /, /PRODUCT, /PRODUCT/SUPPORT_DATA", error.Message);
        Assert.Equal(path, error.Source);
    }

    [Fact]
    public void Indexer_MissingVariable_NamesFileWantedAndThere()
    {
        using var data = NetCdf.Open(Path.Combine(Python.Folder, "packed.nc"));
        var error = Assert.Throws<ArgumentException>(() => data["packt"]);
        Assert.Contains("packed.nc has no variable 'packt'; there are packed, single, unsigned, ranged, unwritten. Did you mean 'packed'?", error.Message);
    }

    [Theory]
    [InlineData("types3.nc")]
    [InlineData("types64.nc")]
    [InlineData("types5.nc")]
    [InlineData("types4.nc")]
    public void Open_TruncatedAnywhere_IsAnErrorThatSaysTruncated(string file)
    {
        var whole = File.ReadAllBytes(Path.Combine(Python.Folder, file));
        for (var length = 8; length < whole.Length - 3; length += 97)
        {
            Assert.Contains("truncated", MessageOf(File_($"cut{length}.nc", whole[..length])));
        }
    }

    [Theory]
    [InlineData("types3.nc")]
    [InlineData("types64.nc")]
    [InlineData("types5.nc")]
    public void Open_ClassicFileDamagedAnywhere_OnlyThrowsDataErrors(string file)
    {
        var random = new Random(20210401);
        var whole = File.ReadAllBytes(Path.Combine(Python.Folder, file));
        for (var i = 0; i < 200; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var hits = random.Next(1, 12); hits > 0; hits--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            ReadEverything(File_("damaged.nc", damaged));
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(1000)]
    public void Open_RepairedInPlace_ReadsTheRepairedFile(int damagedAt)
    {
        // HDF5 knows files by their inode: what a damaged one leaves open must not be taken for its successor.
        var whole = File.ReadAllBytes(Path.Combine(Python.Folder, "types4.nc"));
        var damaged = (byte[])whole.Clone();
        damaged.AsSpan(damagedAt, 40).Clear();
        Assert.Contains("cannot be opened: its header is damaged", MessageOf(File_("same.nc", damaged)));
        Assert.Contains("cannot be opened (libnetcdf says: ", Assert.Throws<DataFormatException>(() => NetCdfFile.Open(Scratch("same.nc"), byLibrary: true)).Message);

        using var repaired = NetCdf.Open(File_("same.nc", whole));
        Assert.Equal(11, repaired.Variables.Count);
        Assert.Equal(77, repaired["v_f8"].ToDoubles().Length);
    }

    [Fact]
    public void Read_AfterDispose_SaysTheFileIsClosed()
    {
        var data = NetCdf.Open(Path.Combine(Python.Folder, "packed.nc"));
        var packed = data["packed"];
        var loaded = data["single"].Load();
        data.Dispose();
        Assert.Contains("packed.nc is closed", Assert.Throws<ObjectDisposedException>(() => packed.ToDoubles()).Message);
        Assert.Equal(1000, loaded.ToDoubles().Length);
        data.Dispose();
    }

    [Fact]
    public async Task Read_FromSeveralThreads_GivesTheSameValues()
    {
        using var data = NetCdf.Open(Path.Combine(Python.Folder, "packed.nc"));
        var expected = data["packed"].ToDoubles();
        var reads = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => data["packed"].ToDoubles())));
        Assert.All(reads, values => Assert.Equal(expected, values));
    }

    [Fact]
    public void Read_LibraryMissing_NamesTheCommandThatInstallsIt()
    {
        var (_, output, _) = ProgramRun.Run(
            Environment.ProcessPath!, ["-method", $"*{nameof(Read_WithTheLibraryOfTheEnvironment_Reads)}", "-explicit", "only", "-noColor"],
            ("ISOPLETH_LIB_NETCDF", "/nowhere/libnetcdf.so"), ("ISOPLETH_TEST_FILE", Path.Combine(Python.Folder, "packed.nc")));
        Assert.Contains("NativeLibraryMissingException", output);
        Assert.Contains("The native library 'netcdf' was not found at /nowhere/libnetcdf.so", output);
        Assert.Contains("apt-get install libnetcdf19 (Debian 12) or apt-get install libnetcdf22 (Debian 13)", output);
    }

    /// <summary>Runs in a process of its own, which has not loaded the library yet.</summary>
    [Fact(Explicit = true)]
    public void Read_WithTheLibraryOfTheEnvironment_Reads()
    {
        using var data = NetCdf.Open(Environment.GetEnvironmentVariable("ISOPLETH_TEST_FILE")!);
        Assert.Equal(1000, data["single"].ToDoubles().Length);
    }

    private static void ReadEverything(string path)
    {
        try
        {
            using var data = NetCdf.Open(path);
            foreach (var array in data.Variables.Values)
            {
                _ = array.ToString();
                _ = array.Load();
            }
        }
        catch (DataFormatException)
        {
            // What is asked: one clear error, or values.
        }
    }
}
