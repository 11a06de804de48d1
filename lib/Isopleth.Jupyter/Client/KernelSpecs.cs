namespace Isopleth.Jupyter;

/// <summary>The kernels installed on this machine, found as Jupyter finds them.</summary>
public static class KernelSpecs
{
    /// <summary>The folders that may hold a <c>kernels</c> folder, first wins: JUPYTER_PATH, the user's data folder, <c>/usr/local/share/jupyter</c>, <c>/usr/share/jupyter</c>.</summary>
    public static IReadOnlyList<string> SearchPath
    {
        get
        {
            var path = new List<string>();
            path.AddRange((Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
            path.Add(UserDataDirectory);
            path.Add("/usr/local/share/jupyter");
            path.Add("/usr/share/jupyter");
            return path;
        }
    }

    /// <summary>The user's Jupyter data folder: JUPYTER_DATA_DIR, or <c>jupyter</c> under XDG_DATA_HOME or <c>~/.local/share</c>.</summary>
    public static string UserDataDirectory
    {
        get
        {
            if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } own)
            {
                return own;
            }

            var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
            return Path.Combine(data, "jupyter");
        }
    }

    /// <summary>Every kernel that can be read, by name; one that stands earlier on the path hides those of its name that follow, and a faulty one is left out (<see cref="Find"/> says what is wrong with it).</summary>
    /// <returns>The specs, ordered by name.</returns>
    public static IReadOnlyList<KernelSpec> All()
    {
        var specs = new List<KernelSpec>();
        foreach (var folder in Folders().Values)
        {
            try
            {
                specs.Add(KernelSpec.Load(folder));
            }
            catch (JupyterException)
            {
                // One broken spec must not hide the others.
            }
        }

        return specs;
    }

    /// <summary>The kernel of a name.</summary>
    /// <param name="name">Its name (upper and lower case are the same, as in Jupyter).</param>
    /// <returns>Its spec.</returns>
    /// <exception cref="KernelSpecNotFoundException">There is none; the message lists those that there are.</exception>
    /// <exception cref="JupyterException">Its <c>kernel.json</c> is faulty; the message says where.</exception>
    public static KernelSpec Find(string name)
    {
        var folders = Folders();
        return folders.TryGetValue(name, out var folder)
            ? KernelSpec.Load(folder)
            : throw new KernelSpecNotFoundException(name, [.. folders.Keys], SearchPath);
    }

    private static SortedDictionary<string, string> Folders()
    {
        var folders = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var root in SearchPath)
        {
            var kernels = new DirectoryInfo(Path.Combine(root, "kernels"));
            if (!kernels.Exists)
            {
                continue;
            }

            foreach (var folder in kernels.EnumerateDirectories())
            {
                if (File.Exists(Path.Combine(folder.FullName, "kernel.json")))
                {
                    folders.TryAdd(folder.Name, folder.FullName);
                }
            }
        }

        return folders;
    }
}
