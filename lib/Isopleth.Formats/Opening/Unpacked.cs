using System.IO.Compression;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Files out of archives, for libraries that read files alone; they lie in a folder of this process and go with the data set that was opened, or with the process.</summary>
internal sealed class Unpacked : IDisposable
{
    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-unpacked-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Folder.Value, Guid.NewGuid().ToString("N"))).FullName;

    private Unpacked(string name, Action<Stream> unpack, string archive)
    {
        name = Path.GetFileName(name);
        File = Path.Combine(_folder, name);
        try
        {
            if (name.Contains('\0', StringComparison.Ordinal))
            {
                throw new InvalidDataException($"'{name.Replace("\0", "\\0", StringComparison.Ordinal)}' is no name of a file");
            }

            using var file = new FileStream(File, FileMode.CreateNew, FileAccess.Write);
            unpack(file);
        }
        catch (DataFormatException)
        {
            Dispose();
            throw;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Dispose();
            throw new DataFormatException($"It cannot be unpacked: {e.Message}", archive, hint: e is InvalidDataException ? "It is damaged; fetch or write it again." : "Check the space of the temporary folder.", innerException: e);
        }
    }

    /// <summary>Where the file lies.</summary>
    public string File { get; }

    /// <summary>Unpacks what gzip packed.</summary>
    public static Unpacked Gzip(string path)
    {
        using var stream = new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress);
        return new Unpacked(Path.GetFileNameWithoutExtension(path), stream.CopyTo, path);
    }

    /// <summary>Unpacks the values of GRIB.</summary>
    public static Unpacked Grib(string path) => new(path, to => GribCcsds.Unpack(path, to), path);

    /// <summary>Opens what gzip packed.</summary>
    public static Dataset OpenGzip(string path) => Open(Gzip(path), path);

    /// <summary>Opens one entry of a ZIP archive.</summary>
    public static Dataset OpenZip(string path, string entry)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var stream = zip.GetEntry(entry)!.Open();
            return Open(new Unpacked(entry, stream.CopyTo, path), path);
        }
        catch (InvalidDataException e)
        {
            throw new DataFormatException($"This ZIP archive is damaged: {e.Message}", path, hint: "Fetch or write it again.", innerException: e);
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Dataset Open(Unpacked unpacked, string path)
    {
        try
        {
            return DataStore.Open(unpacked.File).OwnedWith(unpacked, Path.GetFullPath(path));
        }
        catch (DataFormatException e)
        {
            // Nobody knows the place to which it was unpacked.
            unpacked.Dispose();
            throw new DataFormatException($"What is packed in it does not open: {e.Message.Replace(unpacked.File, Path.GetFileName(unpacked.File), StringComparison.Ordinal)}", Path.GetFullPath(path), innerException: e);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }
}
