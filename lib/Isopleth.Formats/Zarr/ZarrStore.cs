using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Where the keys of a Zarr hierarchy have their bytes: a folder, a ZIP archive, a web server.</summary>
internal abstract class ZarrStore(string source) : IDisposable
{
    public string Source { get; } = source;

    public static ZarrStore Open(string uri)
    {
        if (uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return new Web(uri.TrimEnd('/') + "/");
        }

        var full = Path.GetFullPath(uri);
        return Directory.Exists(full) ? new Folder(full) : File.Exists(full) ? new Zip(full) : throw NetCdfSignature.Missing(full);
    }

    /// <summary>The bytes of a key; null when there are none.</summary>
    public abstract byte[]? Get(string key);

    /// <summary>Part of the bytes of a key; null when there are none. A negative start counts from the end.</summary>
    public virtual byte[]? Get(string key, long start, int length)
    {
        var whole = Get(key);
        var from = start < 0 ? whole?.Length + start : start;
        return whole is null ? null : from >= 0 && from + length <= whole.Length ? whole.AsSpan((int)from!, length).ToArray() : throw new InvalidDataException("the shard is cut off");
    }

    /// <summary>All bytes of a key, or a part of them, in an array of the shared pool, which the caller gives back; null when there are none.</summary>
    public virtual ArraySegment<byte>? Rent(string key, (long Start, int Length)? part = null)
    {
        if ((part is { } p ? Get(key, p.Start, p.Length) : Get(key)) is not { } bytes)
        {
            return null;
        }

        var room = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(room, 0);
        return new(room, 0, bytes.Length);
    }

    /// <summary>The names of the folders below a path, or null when the store cannot list them.</summary>
    public abstract IReadOnlyList<string>? Children(string path);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private sealed class Folder(string root) : ZarrStore(root)
    {
        public override byte[]? Get(string key)
        {
            var path = Path.Combine(Source, key);
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }

        public override byte[]? Get(string key, long start, int length)
        {
            if (Rent(key, (start, length)) is not { } rented)
            {
                return null;
            }

            var bytes = rented.ToArray();
            ArrayPool<byte>.Shared.Return(rented.Array!);
            return bytes;
        }

        public override ArraySegment<byte>? Rent(string key, (long Start, int Length)? part = null)
        {
            var path = Path.Combine(Source, key);
            if (!File.Exists(path))
            {
                return null;
            }

            using var file = File.OpenHandle(path);
            var size = RandomAccess.GetLength(file);
            var (start, length) = part ?? (0, size <= Array.MaxLength ? (int)size : throw new InvalidDataException($"{size} bytes do not fit into memory"));
            var from = start < 0 ? size + start : start;
            if (from < 0 || from + length > size)
            {
                throw new InvalidDataException("the shard is cut off");
            }

            var room = ArrayPool<byte>.Shared.Rent(length);
            for (int done = 0, count; done < length; done += count)
            {
                count = RandomAccess.Read(file, room.AsSpan(done, length - done), from + done);
                if (count == 0)
                {
                    throw new InvalidDataException("the file became shorter while it was read");
                }
            }

            return new(room, 0, length);
        }

        public override IReadOnlyList<string> Children(string path) => !Directory.Exists(Path.Combine(Source, path)) ? [] : [.. Directory.EnumerateDirectories(Path.Combine(Source, path)).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
    }

    private sealed class Zip : ZarrStore
    {
        private readonly ZipArchive _archive;
        private readonly Dictionary<string, ZipArchiveEntry> _entries;
        private readonly Lock _gate = new();

        public Zip(string path)
            : base(path)
        {
            _archive = ZipFile.OpenRead(path);

            // The hierarchy may be the archive's only folder.
            var meta = _archive.Entries.Where(e => e.Name is "zarr.json" or ".zgroup" or ".zarray" or ".zmetadata" or ".zattrs").MinBy(e => e.FullName.Count(c => c == '/'));
            var prefix = meta is null ? "" : meta.FullName.Contains('/', StringComparison.Ordinal) && !_archive.Entries.Any(e => e.FullName is "zarr.json" or ".zgroup" or ".zarray" or ".zmetadata")
                ? meta.FullName[..(meta.FullName.IndexOf('/', StringComparison.Ordinal) + 1)] : "";
            _entries = _archive.Entries.Where(e => e.Name.Length > 0 && e.FullName.StartsWith(prefix, StringComparison.Ordinal)).DistinctBy(e => e.FullName).ToDictionary(e => e.FullName[prefix.Length..], StringComparer.Ordinal);
        }

        public override byte[]? Get(string key)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                return null;
            }

            lock (_gate)
            {
                using var stream = entry.Open();
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                return bytes.ToArray();
            }
        }

        public override IReadOnlyList<string> Children(string path)
        {
            var prefix = path.Length == 0 ? "" : path + "/";
            return [.. _entries.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..].Split('/')).Where(p => p.Length > 1).Select(p => p[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }

        public override void Dispose()
        {
            _archive.Dispose();
            base.Dispose();
        }
    }

    private sealed class Web(string root) : ZarrStore(root)
    {
        private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromMinutes(1) };
        private readonly ConcurrentDictionary<string, byte[]?> _metadata = new(StringComparer.Ordinal);

        public override byte[]? Get(string key) => key.EndsWith("zarr.json", StringComparison.Ordinal) || key.Contains("/.z", StringComparison.Ordinal) || key.StartsWith(".z", StringComparison.Ordinal)
            ? _metadata.GetOrAdd(key, k => Fetch(k, null))
            : Fetch(key, null);

        public override byte[]? Get(string key, long start, int length) =>
            Fetch(key, start < 0 ? new(null, -start) : new(start, start + length - 1)) is { } bytes ? bytes.Length == length ? bytes : throw new InvalidDataException("the server sent another range than was asked for") : null;

        public override IReadOnlyList<string>? Children(string path) => null;

        /// <summary>Asks three times, with a growing pause, where the server says that it is busy or does not answer.</summary>
        private byte[]? Fetch(string key, System.Net.Http.Headers.RangeHeaderValue? range)
        {
            const int tries = 3;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, Source + string.Join('/', key.Split('/').Select(Uri.EscapeDataString)));
                    request.Headers.Range = range;
                    using var response = Client.Send(request);
                    if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
                    {
                        return null;
                    }

                    _ = response.EnsureSuccessStatusCode();
                    using var stream = response.Content.ReadAsStream();
                    using var bytes = new MemoryStream();
                    stream.CopyTo(bytes);
                    return range is not null && response.StatusCode == HttpStatusCode.OK ? Part(bytes.ToArray(), range.Ranges.Single()) : bytes.ToArray();
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
                {
                    var isBusy = e is not HttpRequestException { StatusCode: { } status } || (int)status >= 500 || status == HttpStatusCode.TooManyRequests;
                    if (attempt == tries || !isBusy)
                    {
                        throw new DataFormatException($"The server does not give '{key}'{(attempt == 1 ? "" : $", asked {attempt} times")}: {e.Message}", Source, innerException: e);
                    }

                    Thread.Sleep(100 << (2 * attempt));
                }
            }
        }

        /// <summary>What was asked for of all that a server sent that knows no ranges.</summary>
        private static byte[] Part(byte[] whole, System.Net.Http.Headers.RangeItemHeaderValue range)
        {
            var from = range.From ?? Math.Max(0, whole.Length - range.To!.Value);
            var to = Math.Min(whole.Length, (range.From is null ? whole.Length : range.To!.Value + 1));
            return from < to ? whole[(int)from..(int)to] : [];
        }
    }
}
