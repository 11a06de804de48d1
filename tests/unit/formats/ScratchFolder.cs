namespace Isopleth.Tests.Formats;

/// <summary>A folder of its own for each test, gone when the test ends.</summary>
public abstract class ScratchFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-test-").FullName;

    protected string Scratch(string name) => Path.Combine(_folder, name);

    protected string[] ScratchFiles() => [.. Directory.EnumerateFileSystemEntries(_folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
