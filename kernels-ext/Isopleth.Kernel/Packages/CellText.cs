namespace Isopleth.Kernel.Packages;

/// <summary>Something to run: a cell, or a file that one loads.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Name">The name that its line numbers are told under.</param>
/// <param name="Folder">Where its relative paths start.</param>
/// <param name="Loading">The files that led here.</param>
internal sealed record CellText(string Code, string Name, string Folder, IReadOnlyList<string> Loading)
{
    /// <summary>A file that this one loads.</summary>
    /// <param name="file">Its path as <c>#load</c> gives it.</param>
    /// <exception cref="PackageException">There is no such file, or it loads itself.</exception>
    public CellText Load(string file)
    {
        var path = Path.GetFullPath(file, Folder);
        if (!File.Exists(path))
        {
            throw new PackageException($"#load \"{file}\" finds nothing: there is no file {path}.") { ErrorName = "LoadError", Subject = file };
        }

        return Loading.Contains(path, StringComparer.Ordinal)
            ? throw new PackageException($"{path} loads itself: {string.Join(" → ", Loading.Append(path).Select(Path.GetFileName))}. Take one of these #load lines out.") { ErrorName = "LoadError", Subject = file }
            : new(File.ReadAllText(path), file, Path.GetDirectoryName(path)!, [.. Loading, path]);
    }
}
