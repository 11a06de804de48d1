using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The variables of all groups of a file by their paths, and what a name in one group means (CF §2.7).</summary>
internal sealed class CfGroups
{
    /// <summary>Whether numbers in attributes have types; those of JSON have none.</summary>
    public required bool HasTypes { get; init; }

    /// <summary>The variables of all groups.</summary>
    public IReadOnlyCollection<Variable> All => _variables.Values;

    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);

    /// <summary>Adds a group.</summary>
    /// <param name="path">Its path with a slash at its end; empty for the root.</param>
    /// <param name="group">The group, which may hold coordinates of groups above too.</param>
    /// <param name="own">The names of its own variables; null when all are.</param>
    public void Add(string path, Dataset group, IReadOnlySet<string>? own)
    {
        foreach (var array in group.Coordinates.Values.Concat(group.Variables.Values).Where(a => own?.Contains(a.Name) != false))
        {
            _variables["/" + path.TrimStart('/') + array.Name] = array.Variable;
        }
    }

    public bool Owns(string path, string name) => _variables.ContainsKey("/" + path.TrimStart('/') + name);

    /// <summary>A path from the root or from a group, or a name: in the group, in those above, and of a coordinate anywhere.</summary>
    public Variable? Find(string path, string name) => PathOf(path, name) is { } found ? _variables[found] : null;

    /// <summary>Whether a name means a variable of a group that is neither this one nor above it.</summary>
    public bool IsElsewhere(string path, string name) => !name.Contains('/', StringComparison.Ordinal) && PathOf(path, name) is { } found && !("/" + path.TrimStart('/')).StartsWith(found[..(found.LastIndexOf('/') + 1)], StringComparison.Ordinal);

    /// <summary>The names of a group's variables that an attribute of any variable of the file names.</summary>
    public IEnumerable<string> Named(string path, string attribute)
    {
        var group = "/" + path.TrimStart('/');
        foreach (var (of, variable) in _variables)
        {
            foreach (var word in (variable.Attributes.GetValueOrDefault(attribute) as string ?? "").Split((char[])[' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (PathOf(of[..(of.LastIndexOf('/') + 1)], word) is { } found && found[..(found.LastIndexOf('/') + 1)] == group)
                {
                    yield return found[group.Length..];
                }
            }
        }
    }

    private string? PathOf(string path, string name)
    {
        var steps = (name.StartsWith('/') ? name : path + name).Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        for (var up = steps.IndexOf(".."); up > 0; up = steps.IndexOf(".."))
        {
            steps.RemoveRange(up - 1, 2);
        }

        for (var above = steps.Count; above > 0; above--)
        {
            if ("/" + string.Join('/', steps[..(above - 1)].Append(steps[^1])) is var candidate && _variables.ContainsKey(candidate))
            {
                return candidate;
            }

            if (name.Contains('/', StringComparison.Ordinal))
            {
                return null;
            }
        }

        return _variables.FirstOrDefault(v => v.Value.Name == name && v.Value.Rank == 1).Key;
    }
}
