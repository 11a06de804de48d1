using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Isopleth.Kernel.Cells;

namespace Isopleth.Kernel.Packages;

/// <summary>The projects of a session: built, and their output given to the cells.</summary>
/// <param name="session">The session.</param>
internal sealed partial class ProjectReferences(Session session)
{
    // From what is made for this platform alone to what is made for many.
    private static readonly string[] Platforms =
        [RuntimeInformation.RuntimeIdentifier, "linux", $"unix-{RuntimeInformation.RuntimeIdentifier.Split('-')[^1]}", "unix"];

    private readonly Dictionary<string, Guid> _built = new(StringComparer.Ordinal);

    /// <summary>Builds a project and gives what comes of it, and what it rests on, to the cells.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="progress">Told now and then how long it has lasted.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PackageException">It does not build, or what was built before is loaded already; the session is as it was.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the session is as it was.</exception>
    public void Add(string path, Action<TimeSpan> progress, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new PackageException($"There is no project {path}; correct the path behind #r.") { Subject = Path.GetFileName(path) };
        }

        var (status, output) = DotnetProgram.Run(
            ["build", path, "-c", "Release", "-nologo", "-tl:off", "-v:m", "-p:CopyLocalLockFileAssemblies=true"], Path.GetDirectoryName(path)!, progress, cancellation);

        // "  Name -> /path/Name.dll", the project's own line last.
        var target = Output().Matches(output).LastOrDefault()?.Groups[1].Value;
        if (status != 0 || target is null)
        {
            var errors = Error().Matches(output).Select(static m => m.Value.Trim()).Distinct(StringComparer.Ordinal).Take(10).ToList();
            throw new PackageException($"{Path.GetFileName(path)} does not build:\n{(errors.Count > 0 ? string.Join('\n', errors) : output.Trim())}") { Subject = Path.GetFileName(path) };
        }

        var built = ReferenceStages.VersionId(target);
        if (_built.TryGetValue(path, out var before))
        {
            if (before != built)
            {
                throw new PackageException($"{Path.GetFileName(path)} has changed since it was loaded; restart the kernel to load it anew.") { Subject = Path.GetFileName(path) };
            }

            return;
        }

        var folder = Path.GetDirectoryName(target)!;
        string[] assemblies = [target, .. Directory.EnumerateFiles(folder, "*.dll").Where(file => file != target && session.Housed(file) is null)];

        // What is of this platform goes before what stands for it on others.
        string[] ofPlatform = [.. Platforms.Select(name => Path.Combine(folder, "runtimes", name)).Where(Directory.Exists)];
        var runtime = ofPlatform.SelectMany(static place => Files(Path.Combine(place, "lib"), "*.dll")).Where(file => session.Housed(file) is null);
        session.Add(assemblies, [.. runtime, .. assemblies], [.. ofPlatform.SelectMany(static place => Files(Path.Combine(place, "native"), "*")), .. Directory.EnumerateFiles(folder, "*.so*")]);
        _built[path] = built;
    }

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories) : [];

    [GeneratedRegex(@"^\s*\S+ -> (.+\.dll)\s*$", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^.*error \w+\d+: .*$", RegexOptions.Multiline)]
    private static partial Regex Error();
}
