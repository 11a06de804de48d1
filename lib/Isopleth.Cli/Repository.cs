namespace Isopleth.Cli;

/// <summary>The working copy that this program was built from, and where things stand in it.</summary>
internal sealed class Repository
{
    private Repository(string root) => Root = root;

    /// <summary>The working copy: <c>ISOPLETH_ROOT</c>, or the nearest folder above the program that holds <c>Isopleth.slnx</c>.</summary>
    public static Repository Current { get; } = new(Find());

    public string Root { get; }

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>A program that the build made of a project.</summary>
    public string Program(string project, string? name = null) => Path.Combine(Artifacts, "bin", project, "release", name ?? project);

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("ISOPLETH_ROOT") is { Length: > 0 } given)
        {
            return given;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Isopleth.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Isopleth.slnx above {AppContext.BaseDirectory}; set ISOPLETH_ROOT to the repository's folder.");
    }
}
