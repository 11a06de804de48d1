using System.Reflection;
using Isopleth.Kernel.Cells;

namespace Isopleth.Kernel.Packages;

/// <summary>The packages of a session. What a cell asks for is added whole or not at all.</summary>
/// <param name="session">The session.</param>
internal sealed class SessionPackages(Session session)
{
    private readonly Dictionary<string, RestoredPackage> _have = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PackageRequest> _asked = new(StringComparer.OrdinalIgnoreCase);
    // Asked for in versions that no source has, and answered with the next one.
    private readonly HashSet<PackageRequest> _answered = [];
    private readonly List<string> _sources = [];

    /// <summary>Adds what a cell asks for, and shows how it goes.</summary>
    /// <param name="packages">What stands behind <c>nuget:</c>.</param>
    /// <param name="sources">Package sources: addresses, or folders that exist.</param>
    /// <param name="progress">Shows it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PackageException">It is not to be had; the session is as it was.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the session is as it was.</exception>
    public void Add(IReadOnlyList<string> packages, IReadOnlyList<string> sources, BringProgress progress, CancellationToken cancellation)
    {
        var wanted = Wanted([.. packages.Select(PackageRequest.Parse).Where(static r => !r.IsBuiltIn).Distinct()]);
        string[] places = [.. _sources.Concat(sources).Distinct(StringComparer.Ordinal)];
        if (wanted.Count > 0)
        {
            progress.During($"Fetching {string.Join(", ", wanted)}", tick => Add(wanted, places, tick, cancellation));
        }

        _sources.Clear();
        _sources.AddRange(places);
    }

    /// <returns>What was added, in words.</returns>
    private string Add(List<PackageRequest> wanted, string[] sources, Action<TimeSpan> tick, CancellationToken cancellation)
    {
        var restored = Restore(wanted, sources, tick, cancellation);
        if (restored.FirstOrDefault(p => _have.TryGetValue(p.Name, out var loaded) && loaded.Version != p.Version) is { } other)
        {
            throw Conflict(other.Name, _have[other.Name].Version, $"{string.Join(", ", wanted)} needs {other.Version}", wanted[0].Name);
        }

        var added = restored.Where(p => !_have.ContainsKey(p.Name)).ToList();
        var own = Reference(added, wanted);
        foreach (var package in added)
        {
            _have[package.Name] = package;
        }

        foreach (var request in wanted)
        {
            _asked[request.Name] = request with { Version = _have[request.Name].Version };
            _answered.Add(request);
        }

        var rest = added.Count - wanted.Count;
        return $"Added {string.Join(", ", wanted.Select(r => $"{_have[r.Name].Name} {_have[r.Name].Version}{(r.IsMetBy(_have[r.Name].Version) ? "" : $" (there is no {r.Version})")}"))}{(rest > 0 ? $" and {rest} that {(wanted.Count == 1 ? "it rests" : "they rest")} on" : "")}{string.Concat(own.Select(static file => $"; {file}"))}";
    }

    /// <summary>Restores the packages with all that the session has. A source that an earlier cell added and that cannot be reached is forgotten: it would make every later request fail.</summary>
    private IReadOnlyList<RestoredPackage> Restore(List<PackageRequest> wanted, string[] sources, Action<TimeSpan> tick, CancellationToken cancellation)
    {
        try
        {
            return PackageRestore.Restore([.. _asked.Values], wanted, sources, tick, cancellation);
        }
        catch (PackageException e) when (e.Unreachable && _sources.Find(source => source.Contains("://", StringComparison.Ordinal) && e.Message.Contains(source, StringComparison.OrdinalIgnoreCase)) is { } source)
        {
            _sources.Remove(source);
            throw new PackageException($"{e.Message} An earlier #i line added this source; it is taken back, so that the cell can be run again without it.") { Subject = e.Subject };
        }
    }

    /// <summary>Those of the requests that the session does not meet yet.</summary>
    private List<PackageRequest> Wanted(List<PackageRequest> requests)
    {
        if (requests.GroupBy(static r => r.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new PackageException($"The cell asks for {twice.Key} in two versions, {string.Join(" and ", twice.Select(static r => r.Version))}. Keep one of the lines.") { Subject = twice.Key };
        }

        var wanted = new List<PackageRequest>();
        foreach (var request in requests)
        {
            if (!_have.TryGetValue(request.Name, out var loaded))
            {
                wanted.Add(request);
            }
            else if (!request.IsMetBy(loaded.Version) && !_answered.Contains(request))
            {
                throw Conflict(loaded.Name, loaded.Version, $"the cell asks for {request.Version}", loaded.Name);
            }
        }

        return wanted;
    }

    private static PackageException Conflict(string name, string loaded, string asked, string subject) =>
        new($"{name} {loaded} is loaded already, and {asked}; a process holds one version of a package. Ask for {name} {loaded}, or restart the kernel and run the cell with the other version first.") { Subject = subject };

    /// <summary>Gives the packages to the cells. What the kernel or the framework has already is not loaded a second time.</summary>
    /// <returns>Where the kernel's own in another version stands in for one that is wanted, in words.</returns>
    private List<string> Reference(List<RestoredPackage> packages, List<PackageRequest> wanted)
    {
        var compile = new List<string>();
        var own = new List<string>();
        foreach (var package in packages)
        {
            foreach (var file in package.Compile)
            {
                if (session.Housed(file) is not { } housed)
                {
                    compile.Add(file);
                }
                else if (AssemblyName.GetAssemblyName(housed).Version is var has && AssemblyName.GetAssemblyName(file).Version is var brings && has < brings)
                {
                    throw new PackageException($"{package.Name} {package.Version} brings {Path.GetFileName(file)} {brings}, and the kernel itself runs with {has}, which cannot be exchanged. Ask for an older version of the package.") { Subject = package.Name };
                }
                else
                {
                    compile.Add(housed);
                    if (has != brings && wanted.Exists(r => r.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase)))
                    {
                        own.Add($"{package.Name} is used in the kernel's own version, {has!.ToString(2)}");
                    }
                }
            }
        }

        session.Add(
            compile,
            [.. packages.SelectMany(static p => p.Runtime).Where(file => session.Housed(file) is null)],
            [.. packages.SelectMany(static p => p.Native)]);
        foreach (var file in packages.SelectMany(static p => p.Extensions))
        {
            session.Bring(file);
        }

        return own;
    }
}
