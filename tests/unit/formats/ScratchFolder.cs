namespace Isopleth.Tests.Formats;

/// <summary>A folder of its own for each test, gone when the test ends.</summary>
public abstract class ScratchFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("isopleth-test-").FullName;

    protected string Scratch(string name) => Path.Combine(folder, name);

    protected string[] ScratchFiles() => [.. Directory.EnumerateFileSystemEntries(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
