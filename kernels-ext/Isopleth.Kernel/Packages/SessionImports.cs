using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Packages;

/// <summary>What the cells of a session brought in from outside.</summary>
/// <param name="session">The session.</param>
internal sealed class SessionImports(Session session)
{
    private readonly SessionPackages _packages = new(session);
    private readonly ProjectReferences _projects = new(session);

    /// <summary>Brings in what a cell asks for: packages, then projects.</summary>
    /// <param name="lines">What it asks for.</param>
    /// <param name="folder">Where its relative paths start.</param>
    /// <param name="output">Its outputs.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PackageException">It is not to be had.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Add(ImportLines lines, string folder, CellOutput output, CancellationToken cancellation)
    {
        _packages.Add(lines.Packages, [.. lines.Sources.Select(source => Source(source, folder))], new BringProgress(output), cancellation);
        foreach (var project in lines.Projects)
        {
            new BringProgress(output).During($"Building {Path.GetFileName(project)}", tick =>
            {
                _projects.Add(Path.GetFullPath(project, folder), tick, cancellation);
                return $"Added {Path.GetFileName(project)}";
            });
        }
    }

    private static string Source(string source, string folder)
    {
        if (source.Contains("://", StringComparison.Ordinal))
        {
            return source;
        }

        var path = Path.GetFullPath(source, folder);
        return Directory.Exists(path) ? path : throw new PackageException($"#i \"nuget:{source}\" names no package source: there is no folder {path}. Give an address as https://…/index.json, or a folder that holds .nupkg files.") { Subject = source };
    }
}
