using System.Text;

namespace Isopleth.Jupyter.Notebooks;

/// <summary>Writes a whole file or nothing: a reader never meets half a notebook, and a failed write leaves what stood before.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte order mark: beside the target first, then renamed over it.</summary>
    /// <param name="path">The file; missing folders are made, a link is followed, and the mode of a file that stands there is kept.</param>
    /// <param name="text">Its whole text.</param>
    /// <exception cref="IOException">It cannot be written; the message names the file.</exception>
    public static void WriteAllText(string path, string text)
    {
        try
        {
            Write(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write {path}: {e.Message}", e);
        }
    }

    private static void Write(string path, string text)
    {
        // A device or a pipe (/dev/stdout, /dev/fd/63) is written to, never replaced.
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return;
        }

        var link = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null;
        var target = link?.FullName ?? Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var temporary = $"{target}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, text);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
