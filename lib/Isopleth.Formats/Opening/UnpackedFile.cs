using System.IO.Compression;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>What is in a gzip file, in a file of its own while it is needed.</summary>
internal sealed class UnpackedFile : IDisposable
{
    private readonly string _folder;

    /// <summary>Unpacks a file.</summary>
    /// <exception cref="DataFormatException">It is damaged, or the disk has no room.</exception>
    public UnpackedFile(string packed)
    {
        _folder = Directory.CreateTempSubdirectory("isopleth-unpacked-").FullName;
        var name = System.IO.Path.GetFileName(packed);
        Path = System.IO.Path.Combine(_folder, name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name);
        try
        {
            using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using var to = File.Create(Path);
            from.CopyTo(to);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Dispose();
            throw new DataFormatException($"This gzip file cannot be unpacked: {e.Message}", packed, hint: "Fetch or write it again.", innerException: e);
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
