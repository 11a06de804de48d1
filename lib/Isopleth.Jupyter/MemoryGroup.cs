using System.Globalization;

namespace Isopleth.Jupyter;

/// <summary>The memory group (cgroup 1 or 2) that this process and the kernels that it starts live in.</summary>
internal static class MemoryGroup
{
    /// <summary>How many processes of the group the kernel of the system has killed for memory, or null where it does not tell.</summary>
    public static long? Kills() => Environment.GetEnvironmentVariable("JUPYTERHUB_SERVER_GROUP") is { Length: > 0 } group
        ? KillsIn([group])
        : KillsIn(Folders(Read("/proc/self/cgroup"), "/sys/fs/cgroup"));

    /// <summary>The folders that may stand for the group, the likeliest first: inside a container the group's own folder is the root of what is mounted.</summary>
    /// <param name="groups">What <c>/proc/self/cgroup</c> says.</param>
    /// <param name="mount">Where the groups are mounted.</param>
    public static IEnumerable<string> Folders(string groups, string mount)
    {
        foreach (var line in groups.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // id:controllers:path; cgroup 2 has no controllers there.
            if (line.Split(':', 3) is [_, var controllers, var path] && (controllers.Length == 0 || controllers.Split(',').Contains("memory", StringComparer.Ordinal)))
            {
                var root = controllers.Length == 0 ? mount : Path.Combine(mount, "memory");
                yield return root + path;
                yield return root;
            }
        }
    }

    /// <summary>The count of the first of some folders that tells it.</summary>
    /// <param name="folders">Folders of groups.</param>
    public static long? KillsIn(IEnumerable<string> folders) => folders
        .SelectMany(static folder => new[] { Path.Combine(folder, "memory.oom_control"), Path.Combine(folder, "memory.events") })
        .SelectMany(static file => Read(file).Split('\n'))
        .Where(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal))
        .Select(static line => (long?)long.Parse(line.AsSpan("oom_kill ".Length), NumberStyles.None, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
