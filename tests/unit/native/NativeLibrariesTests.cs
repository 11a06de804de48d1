using Isopleth.Native;

namespace Isopleth.Tests.Native;

public class NativeLibrariesTests
{
    private static NativeLibrary Library(string name, params string[] files) => new(name, files, $"apt-get install lib{name}9");

    [Fact]
    public void Load_LibraryThatIsNowhere_NamesItAndTheCommandThatInstallsIt()
    {
        var error = Assert.Throws<NativeLibraryMissingException>(() => NativeLibraries.Load(Library("nowhere", "libnowhere.so.9", "libnowhere.so.8")));

        Assert.Contains("'nowhere'", error.Message, StringComparison.Ordinal);
        Assert.Contains("libnowhere.so.9, libnowhere.so.8", error.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libnowhere9", error.Message, StringComparison.Ordinal);
        Assert.Contains("ISOPLETH_LIB_NOWHERE", error.Message, StringComparison.Ordinal);
        Assert.Equal("nowhere", error.Library.Name);
    }

    [Fact]
    public void Load_FirstNameMissing_TakesTheNext()
    {
        Assert.NotEqual(0, NativeLibraries.Load(Library("second", "libnowhere.so.9", "libc.so.6")));
        Assert.True(NativeLibraries.IsAvailable(Library("second", "libnowhere.so.9", "libc.so.6"), out var from));
        Assert.Equal("libc.so.6", from);
    }

    [Fact]
    public void Load_OverrideThatHoldsNothing_IsNotPassedOver()
    {
        Environment.SetEnvironmentVariable("ISOPLETH_LIB_OVERRIDDEN", "/no/such/libc.so.6");

        Assert.False(NativeLibraries.IsAvailable(Library("overridden", "libc.so.6"), out var reason));

        Assert.Contains("/no/such/libc.so.6", reason, StringComparison.Ordinal);
        Assert.Contains("Correct or unset ISOPLETH_LIB_OVERRIDDEN", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OverrideThatIsAFolder_LooksForTheLibraryThere()
    {
        var libc = File.ReadLines("/proc/self/maps").First(l => l.EndsWith("/libc.so.6", StringComparison.Ordinal));
        var folder = Path.GetDirectoryName(libc[libc.IndexOf('/')..])!;
        Environment.SetEnvironmentVariable("ISOPLETH_LIB_INFOLDER", folder);

        Assert.True(NativeLibraries.IsAvailable(Library("infolder", "libc.so.6"), out var from));

        Assert.Equal(Path.Combine(folder, "libc.so.6"), from);
    }
}
