using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Chains;

/// <summary>Tells the lines of a file to whoever reads a named pipe, whenever somebody does, and remembers on the disk how far it was read.</summary>
/// <remarks>
/// Nobody waits for a reader: the lines lie in the file. The pipe is open for reading too, so that opening and writing never wait and never fail for want of a reader, and what
/// a reader has left in the pipe is there for the next one. A line counts as told when it has left the pipe. After a kill, or a reader that ends within a line, lines of the
/// last 4096 bytes come again; none is left out.
/// </remarks>
internal sealed partial class AlertPipe : IDisposable
{
    /// <summary>What any pipe holds, so that writing no more than it lacks of this does not wait [bytes].</summary>
    private const int Room = 4096;
    private const nuint BytesToRead = 0x541B; // FIONREAD

    private readonly FileStream _pipe;
    private readonly string _lines;
    private readonly SafeFileHandle _place;
    private readonly TimeSpan _patience;
    private readonly Action<string> _notice;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Task _telling;
    private long _offered;
    private long _told;
    private long _read;

    /// <summary>Begins to tell.</summary>
    /// <param name="pipe">The pipe, open for reading and writing; it is closed with this.</param>
    /// <param name="lines">The file of lines; beside it, with the ending <c>read</c>, lies how far it was read.</param>
    /// <param name="length">How much of it may be told already [bytes].</param>
    /// <param name="patience">How long nothing may be read before a notice is given.</param>
    /// <param name="notice">Takes notices.</param>
    public AlertPipe(FileStream pipe, string lines, long length, TimeSpan patience, Action<string> notice)
    {
        (_pipe, _lines, _offered, _patience, _notice) = (pipe, lines, length, patience, notice);
        _place = File.OpenHandle(Path.ChangeExtension(lines, "read"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _read = _told = LineStart(Math.Min(Remembered(), length));
        _telling = Task.Run(TellAsync);
    }

    /// <summary>Lets the file be told up to a length.</summary>
    /// <param name="length">[bytes].</param>
    public void Offer(long length)
    {
        Volatile.Write(ref _offered, length);
        _ = _more.Release();
    }

    /// <summary>Waits until everything is read, as long as somebody reads.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var (read, still) = (Volatile.Read(ref _read), Stopwatch.StartNew());
        while (read < _offered && still.Elapsed < _patience && !_telling.IsCompleted)
        {
            await Task.Delay(20, cancellationToken);
            if (Volatile.Read(ref _read) is var now && now > read)
            {
                read = now;
                still.Restart();
            }
        }

        if (read < _offered)
        {
            _notice($"{Count(read)} alerts were not read at {_pipe.Name}; they are in {_lines}, and the next run tells them.");
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _ = ((IAsyncResult)_telling).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(1));

        // A reader that is there takes in a moment what is still in the pipe; it need not be told again.
        for (var i = 0; i < 10 && Unread() > 0; i++)
        {
            Thread.Sleep(10);
        }

        Remember(_told - Unread());
        _pipe.Dispose();
        _place.Dispose();
        _stop.Dispose();
        _more.Dispose();
    }

    private async Task TellAsync()
    {
        using var lines = File.OpenHandle(_lines, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var (still, isNoticed) = (Stopwatch.StartNew(), false);
        while (true)
        {
            if (_read == Volatile.Read(ref _offered))
            {
                await _more.WaitAsync(_stop.Token);
                (still, isNoticed) = (Stopwatch.StartNew(), false);
                continue;
            }

            var unread = Unread();
            if (_told - unread > _read)
            {
                Remember(_told - unread);
                (still, isNoticed) = (Stopwatch.StartNew(), false);
            }

            var next = Next(lines, _told, Room - unread);
            if (next.Length > 0)
            {
                await _pipe.WriteAsync(next, _stop.Token);
                _told += next.Length;
                continue;
            }

            if (!isNoticed && still.Elapsed > _patience)
            {
                isNoticed = true;
                _notice($"Nobody reads the alerts at {_pipe.Name}; the screening goes on, and they wait in {_lines}.");
            }

            await Task.Delay(20, _stop.Token);
        }
    }

    /// <summary>Whole lines that fit; one that is longer than any pipe's least room goes alone.</summary>
    private byte[] Next(SafeFileHandle lines, long from, int room)
    {
        var left = Volatile.Read(ref _offered) - from;
        for (var length = Math.Min(left, room); length > 0; length = Math.Min(left, 2 * length))
        {
            var bytes = new byte[length];
            _ = RandomAccess.Read(lines, bytes, from);
            var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            if (end > 0 || room < Room || length == left)
            {
                return bytes[..end];
            }
        }

        return [];
    }

    /// <summary>Bytes in the pipe that nobody has taken yet.</summary>
    private int Unread() => ioctl(_pipe.SafeFileHandle, BytesToRead, out var count) == 0 ? Math.Max(0, count) : 0;

    private void Remember(long read)
    {
        if (read > _read)
        {
            Volatile.Write(ref _read, read);
            RandomAccess.Write(_place, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{read,20}\n")), 0);
        }
    }

    private long Remembered()
    {
        var bytes = new byte[64];
        var text = Encoding.ASCII.GetString(bytes, 0, RandomAccess.Read(_place, bytes, 0));
        return long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0;
    }

    /// <summary>Where the line begins that a place lies in.</summary>
    private long LineStart(long place)
    {
        using var lines = File.OpenRead(_lines);
        for (; place > 0; place--)
        {
            lines.Position = place - 1;
            if (lines.ReadByte() == '\n')
            {
                break;
            }
        }

        return place;
    }

    private int Count(long from)
    {
        using var lines = File.OpenRead(_lines);
        lines.Position = from;
        using var text = new StreamReader(lines);
        var count = 0;
        while (text.ReadLine() is not null)
        {
            count++;
        }

        return count;
    }

    [LibraryImport("libc")]
    private static partial int ioctl(SafeFileHandle file, nuint request, out int value);
}
