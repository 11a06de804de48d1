using System.IO.Enumeration;

namespace Isopleth.Catalogue;

/// <summary>An entry whose parameters are chosen and whose templates are filled in: what a driver opens.</summary>
public sealed class OpenRequest
{
    internal OpenRequest(CatalogueEntry entry, string driver, CatalogueMetadata parameters, CatalogueMetadata arguments) =>
        (Entry, Driver, Parameters, Arguments) = (entry, driver, parameters, arguments);

    /// <summary>The entry.</summary>
    public CatalogueEntry Entry { get; }

    /// <summary>The name of the driver that opens it.</summary>
    public string Driver { get; }

    /// <summary>The values of the parameters, given and default.</summary>
    public CatalogueMetadata Parameters { get; }

    /// <summary>The driver's arguments, as the entry's <c>args</c> with templates filled in.</summary>
    public CatalogueMetadata Arguments { get; }

    /// <summary>The one local file that the argument <paramref name="key"/> names; it may be a pattern with <c>*</c> and <c>?</c>.</summary>
    /// <param name="key">The argument, usually <c>urlpath</c>. A relative path starts at the catalogue file's folder.</param>
    /// <returns>The full path of the file.</returns>
    /// <exception cref="CatalogueException">There is no such argument, it is remote, no file matches, or several do; the message says what to set or choose.</exception>
    public string LocalFile(string key) => Single(key, LocalFiles(key));

    /// <summary>The one place that the argument <paramref name="key"/> names: a local file or folder, or an address of the web.</summary>
    /// <param name="key">The argument, usually <c>urlpath</c>. A relative path starts at the catalogue file's folder; it may be a pattern with <c>*</c> and <c>?</c>.</param>
    /// <returns>The full path, or the address (<c>http</c> or <c>https</c>) as it stands.</returns>
    /// <exception cref="CatalogueException">There is no such argument, it is remote in another way, nothing matches, or several do; the message says what to set or choose.</exception>
    public string Place(string key) =>
        Arguments.Text(key) is { } address && (address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal))
            ? address
            : Single(key, Matches(key, folders: true));

    private string Single(string key, IReadOnlyList<string> files) =>
        files is [var single]
            ? single
            : throw Entry.Fault($"args.{key}", $"{files.Count} files match '{Arguments.Text(key)}': {string.Join(", ", files.Take(4).Select(Path.GetFileName))}{(files.Count > 4 ? ", …" : "")}; one was expected.",
                Entry.Parameters.Count > 0 ? $"Choose one with a parameter: {string.Join(", ", Entry.Parameters.Select(p => p.Name))}." : "Give the entry a parameter that chooses one, and use it in the pattern.");

    /// <summary>The local files that the argument <paramref name="key"/> names, sorted by name.</summary>
    /// <param name="key">The argument: a path, a pattern with <c>*</c> and <c>?</c>, or a list of them.</param>
    /// <returns>Full paths, at least one.</returns>
    /// <exception cref="CatalogueException">There is no such argument, it is remote, or no file matches.</exception>
    public IReadOnlyList<string> LocalFiles(string key) => Matches(key, folders: false);

    private string[] Matches(string key, bool folders)
    {
        var patterns = Arguments.List(key);
        if (patterns.Count == 0)
        {
            throw Entry.Fault("args", $"The driver '{Driver}' needs the argument '{key}'.", $"Add {key}: under args.");
        }

        return [.. patterns.SelectMany(p => Matches(key, CatalogueMetadata.TextOf(p) ?? "", folders))];
    }

    private string[] Matches(string key, string pattern, bool folders)
    {
        var scheme = pattern.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && !pattern.StartsWith("file://", StringComparison.Ordinal))
        {
            throw Entry.Fault($"args.{key}", $"'{pattern}' is remote ({pattern[..scheme]}); only local files can be opened so far.", "Fetch the file and name its local path.");
        }

        var path = Path.GetFullPath(scheme > 0 ? pattern[(scheme + 3)..] : pattern, Entry.Folder);
        var files = FilesLike(path, folders);
        return files.Length > 0
            ? files
            : throw Entry.Fault($"args.{key}", $"No file matches '{path}'.", Entry.AdviceOnMissingFile(key));
    }

    // Segment by segment, so that a folder may be a pattern too.
    private static string[] FilesLike(string path, bool foldersToo)
    {
        if (File.Exists(path) || (foldersToo && Directory.Exists(path)))
        {
            return [path];
        }

        var root = Path.GetPathRoot(path)!;
        IEnumerable<string> folders = [root];
        var segments = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            var last = i == segments.Length - 1;
            var pattern = segment.AsSpan().IndexOfAny('*', '?') >= 0;
            folders = pattern || last
                ? folders.SelectMany(f => Children(f, segment, files: last, folders: !last || foldersToo))
                : folders.Select(f => Path.Combine(f, segment)).Where(Directory.Exists);
        }

        return [.. folders.Order(StringComparer.Ordinal)];
    }

    private static List<string> Children(string folder, string pattern, bool files, bool folders)
    {
        var children = (files ? Directory.EnumerateFiles(folder) : []).Concat(folders ? Directory.EnumerateDirectories(folder) : []);
        return [.. children.Where(c => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(c), ignoreCase: false))];
    }
}
