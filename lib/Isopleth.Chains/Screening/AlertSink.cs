using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Chains;

/// <summary>Where alerts go: a file, to which each is added exactly once; or a pipe, where one may come twice after a crash, with the same <c>id</c>.</summary>
internal sealed class AlertSink : IDisposable
{
    private readonly FileStream? _file;

    /// <summary>Opens the sink; of a file, what a killed run added after its last finished granule is taken away.</summary>
    /// <param name="path">The file, made when it is not there, or a named pipe, which waits for its reader; null for nowhere.</param>
    /// <param name="length">The length that the file has when only finished granules are in it.</param>
    public AlertSink(string? path, long length)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            if (_file.CanSeek)
            {
                _file.SetLength(Math.Min(length, _file.Length));
                _file.Position = _file.Length;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The alerts cannot be written: {e.Message}", path, innerException: e);
        }
    }

    /// <summary>The length of the file; 0 for a pipe.</summary>
    public long Length => _file is { CanSeek: true } ? _file.Length : 0;

    public void Write(IEnumerable<string> lines)
    {
        if (_file is null)
        {
            return;
        }

        foreach (var line in lines)
        {
            _file.Write(Encoding.UTF8.GetBytes(line));
        }

        _file.Flush(flushToDisk: _file.CanSeek);
    }

    public void Dispose() => _file?.Dispose();
}
