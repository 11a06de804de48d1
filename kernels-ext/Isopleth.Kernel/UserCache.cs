namespace Isopleth.Kernel;

/// <summary>Where the kernel keeps what it can make again: <c>$XDG_CACHE_HOME/isopleth</c>, <c>~/.cache/isopleth</c> without it.</summary>
internal static class UserCache
{
    /// <summary>A folder of the cache; it may not be there yet.</summary>
    /// <param name="name">Its name.</param>
    public static string Folder(string name) => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "isopleth", name);
}
