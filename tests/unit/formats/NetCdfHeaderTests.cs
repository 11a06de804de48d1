using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>What is declared in a file, read here, against what the C library says of it.</summary>
public sealed class NetCdfHeaderTests : ScratchFolder
{
    private void Write()
    {
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "netcdf_header_reference.py"), Path.GetDirectoryName(Scratch("x"))!]);
        Assert.True(status == 0, $"The reference needs python3-netcdf4 and python3-h5py: {error}");
    }

    [Fact]
    public void Read_WhatNetCdf4Declares_SaysAndReadsWhatTheLibraryDoes()
    {
        Write();
        foreach (var (name, isOwn) in new[] { ("many.nc", true), ("groups.nc", true), ("growing.nc", false), ("enumeration.nc", false), ("foreign.nc", false), ("compound.nc", false) })
        {
            Assert.Equal((name, isOwn), (name, IsOwn(Scratch(name))));
            using var byLibrary = NetCdfFile.Open(Scratch(name), byLibrary: true);
            using var own = NetCdfFile.Open(Scratch(name));
            Assert.Equal(Words(byLibrary), Words(own));
            foreach (var group in own.GroupPaths)
            {
                foreach (var (expected, read) in byLibrary.Read(group, markUnwritten: false).Variables.Zip(own.Read(group, markUnwritten: false).Variables).Where(v => v.First.ElementType != typeof(object)))
                {
                    Assert.Equal(Values(expected), Values(read));
                }
            }
        }
    }

    [Fact]
    public void Read_EverySample_SaysWhatTheLibraryDoes()
    {
        var own = 0;
        foreach (var path in Directory.EnumerateFiles(Samples.Path_(""), "*", SearchOption.AllDirectories).Where(IsHdf5).Where(IsOwn))
        {
            own++;
            using var byLibrary = NetCdfFile.Open(path, byLibrary: true);
            using var file = NetCdfFile.Open(path);
            Assert.Equal(Words(byLibrary), Words(file));
        }

        Assert.True(own > 60, $"Only {own} files of the samples were read without the library.");
    }

    [Fact]
    public void Read_AnyByteOther_IsRefusedLeftToTheLibraryOrReadAndNeverMore()
    {
        Write();
        var bytes = File.ReadAllBytes(Scratch("groups.nc"));
        var random = new Random(3);
        var (left, refused) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var mutant = bytes.ToArray();
            mutant[random.Next(mutant.Length)] ^= (byte)(1 << random.Next(8));
            if (i % 3 == 0)
            {
                mutant = mutant[..random.Next(64, mutant.Length)];
            }

            File.WriteAllBytes(Scratch("mutant.nc"), mutant);
            try
            {
                left += IsOwn(Scratch("mutant.nc")) ? 0 : 1;
            }
            catch (DataFormatException e)
            {
                refused += e.Message.Contains("its header is damaged, as a checksum from byte", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        Assert.InRange(left, 300, 2500);
        Assert.InRange(refused, 300, 2500);
    }

    [Fact]
    public void Open_ThenReplacedOrRemoved_ReadsTheOldValuesOrSaysSo()
    {
        static Dataset Of(int value) => new([DataArray.Create("v", ["x"], [3], new[] { value, value, value })]);
        NetCdf.Write(Scratch("a.nc"), Of(1));
        using var before = NetCdf.Open(Scratch("a.nc"));
        NetCdf.Write(Scratch("a.nc"), Of(2));
        using var after = NetCdf.Open(Scratch("a.nc"));
        File.Delete(Scratch("a.nc"));
        Assert.Equal([1, 1, 1], before["v"].To<int>());
        Assert.Contains("removed or replaced after it was opened", Assert.Throws<DataFormatException>(() => after["v"].To<int>()).Message);
    }

    private static bool IsHdf5(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[8];
        return file.ReadAtLeast(head, 8, throwOnEndOfStream: false) == 8 && head.AsSpan().SequenceEqual<byte>([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a]);
    }

    private static bool IsOwn(string path)
    {
        using var file = File.OpenHandle(path);
        return NetCdfHeader.Read(file, path) is not null;
    }

    private static string Words(NetCdfFile file) => string.Join('\n', file.GroupPaths.Select(path => $"{path}\n{Words(file.Read(path, markUnwritten: true))}"));

    private static string Words(StoredDataset group) =>
        $"{string.Join(", ", group.Dimensions)}\n{Words(group.Attributes)}\n" + string.Join('\n', group.Variables.Select(v =>
            $"{v.Name}: {v.ElementType.Name} ({string.Join(", ", v.Dimensions)}) [{string.Join(", ", v.Shape)}] in [{string.Join(", ", v.Source.Chunks ?? [])}]\n{Words(v.Attributes)}"));

    private static string Words(IReadOnlyDictionary<string, object> attributes) => string.Join('\n', attributes.Select(a => $"  {a.Key} = {Words(a.Value)}"));

    private static string Words(object value) => value is Array array
        ? $"{value.GetType().Name}({string.Join(" | ", array.Cast<object>().Select(Words))})"
        : $"{value.GetType().Name}({Convert.ToString(value, CultureInfo.InvariantCulture)})";

    private static string[] Values(Variable variable) => variable.ElementType == typeof(string) ? variable.To<string>()
        : variable.ElementType == typeof(char) ? [new string(variable.To<char>())] : [.. variable.ToDoubles().Select(v => v.ToString("R", CultureInfo.InvariantCulture))];
}
