using Isopleth.Arrays;
using Isopleth.Catalogue;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>The granules of a folder or of a query to a catalogue, each when it is there as a whole, in the order in which they were finished.</summary>
/// <remarks>
/// The folder or catalogue itself is the queue: what is not taken yet waits in it. A file counts as whole when it has not changed for a while and is as long as its header says;
/// hidden files and those whose names end in <c>.tmp</c>, <c>.part</c> or <c>.partial</c> are somebody's work in progress.
/// </remarks>
internal sealed class GranuleArrivals(ScreeningChainOptions options, Func<FileInfo, bool> isDone)
{
    private readonly Dictionary<string, (long Size, DateTime Modified, long SeenAt)> _seen = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _found;

    /// <summary>The next granule, waiting for it; null when nothing has come for as long as the options allow. A file that never became whole comes with its error.</summary>
    public async Task<(FileInfo File, DataFormatException? Error)?> NextAsync(CancellationToken cancellationToken)
    {
        var idleSince = Environment.TickCount64;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isWaiting = false;
            foreach (var file in Candidates())
            {
                var unchanged = Unchanged(file);
                if (unchanged < options.Settle)
                {
                    isWaiting = true;
                    continue;
                }

                if (Problem(file.FullName) is not { } problem)
                {
                    return (file, null);
                }

                if (unchanged >= options.GiveUp)
                {
                    return (file, problem);
                }

                isWaiting = true;
            }

            if (isWaiting)
            {
                idleSince = Environment.TickCount64;
            }
            else if (options.StopAfterIdle is { } limit && Environment.TickCount64 - idleSince >= limit.TotalMilliseconds)
            {
                return null;
            }

            await Task.Delay(options.Poll, cancellationToken);
        }
    }

    private List<FileInfo> Candidates()
    {
        try
        {
            return [.. (options.Watch is { } folder ? new DirectoryInfo(folder).EnumerateFiles() : Found().Select(path => new FileInfo(path)))
                .Where(f => !f.Name.StartsWith('.') && f.Extension is not (".tmp" or ".part" or ".partial"))
                .Where(f => f.Exists && !isDone(f))
                .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DataFormatException("There is no such folder to watch.", options.Watch, innerException: e);
        }
    }

    /// <summary>What the query finds; while somebody edits the catalogue and it cannot be read, what it found last.</summary>
    private IReadOnlyList<string> Found()
    {
        var (catalogue, words) = options.WatchQuery!.Value;
        try
        {
            return _found = CatalogueGranules.FindNow(catalogue, words);
        }
        catch (CatalogueException) when (_found is not null)
        {
            return _found;
        }
    }

    /// <summary>How long a file has been as it is, by this process's own clock: that of the file's machine may differ.</summary>
    private TimeSpan Unchanged(FileInfo file)
    {
        var now = Environment.TickCount64;
        if (!_seen.TryGetValue(file.FullName, out var seen) || seen.Size != file.Length || seen.Modified != file.LastWriteTimeUtc)
        {
            _seen[file.FullName] = (file.Length, file.LastWriteTimeUtc, now);
            return TimeSpan.Zero;
        }

        return TimeSpan.FromMilliseconds(now - seen.SeenAt);
    }

    private static DataFormatException? Problem(string path)
    {
        try
        {
            using var data = DataStore.Open(path);
            return null;
        }
        catch (DataFormatException e)
        {
            return e;
        }
    }
}
