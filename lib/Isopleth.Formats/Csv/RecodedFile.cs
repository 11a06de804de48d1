using System.IO.Compression;
using System.Text;

namespace Isopleth.Formats;

/// <summary>A copy of a text in UTF-8, for readers of nothing else; it goes when it is disposed.</summary>
internal sealed class RecodedFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isopleth-text-");

    public RecodedFile(string path, Encoding encoding)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "utf-8.csv");
        using var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, encoding);
        using var writer = new StreamWriter(Path);
        var buffer = new char[1 << 16];
        for (int count; (count = reader.Read(buffer)) > 0;)
        {
            writer.Write(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Where the copy lies.</summary>
    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
