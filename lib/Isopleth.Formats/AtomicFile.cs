using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Files that are there whole or not at all: written beside their place, flushed, and moved into it.</summary>
public static class AtomicFile
{
    /// <summary>Lets a writer make a temporary file, then puts it in its place; when the writer fails, nothing remains and an older file stays.</summary>
    /// <param name="path">The file's place.</param>
    /// <param name="write">Writes a file at the path that it is given.</param>
    /// <exception cref="DataFormatException">The place cannot be written.</exception>
    public static void Write(string path, Action<string> write)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new DataFormatException("This is a folder; a file cannot be written in its place.", full, hint: "Name a file in it.");
        }

        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new DataFormatException($"The file cannot be written: there is no folder {folder}.", full, hint: "Create it first.");
        }

        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            Probe(temporary, full);
            write(temporary);
            using (var file = new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            NetCdfFile.BeforeReplacing(full);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Lets a writer fill a temporary folder, then puts it in its place; when the writer fails, nothing remains and an older folder stays.</summary>
    /// <param name="path">The folder's place.</param>
    /// <param name="isKind">Whether a folder that is there is of the kind that is written, and so may be replaced; an empty one may, too.</param>
    /// <param name="write">Fills the folder that it is given.</param>
    /// <exception cref="DataFormatException">The place cannot be written, or something else is there.</exception>
    public static void WriteFolder(string path, Func<string, bool> isKind, Action<string> write)
    {
        var full = Path.GetFullPath(path).TrimEnd('/');
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any() && !isKind(full)))
        {
            throw new DataFormatException("Something else is at this place, and is not replaced.", full, hint: "Choose another folder, or remove what is there.");
        }

        var beside = Path.Combine(Path.GetDirectoryName(full)!, $".{Guid.NewGuid():N}.tmp");
        var old = beside + ".old";
        try
        {
            try
            {
                _ = Directory.Exists(Path.GetDirectoryName(full)) ? Directory.CreateDirectory(beside) : throw new DirectoryNotFoundException($"there is no folder {Path.GetDirectoryName(full)}");
                write(beside);
                if (Directory.Exists(full))
                {
                    Directory.Move(full, old);
                }

                Directory.Move(beside, full);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new DataFormatException($"The folder cannot be written: {e.Message}", full, hint: "Check the place's permissions and space.", innerException: e);
            }
        }
        finally
        {
            if (Directory.Exists(old) && !Directory.Exists(full))
            {
                Directory.Move(old, full);
            }

            foreach (var rest in (string[])[beside, old])
            {
                if (Directory.Exists(rest))
                {
                    Directory.Delete(rest, recursive: true);
                }
            }
        }
    }

    /// <summary>Creates the temporary file, so that what the system objects to is said in the system's words.</summary>
    private static void Probe(string temporary, string path)
    {
        try
        {
            File.Create(temporary).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The file cannot be written: {e.Message}", path, hint: "Check the folder's permissions and space.", innerException: e);
        }
    }
}
