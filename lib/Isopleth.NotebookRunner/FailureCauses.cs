using System.Text.RegularExpressions;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>Tells failures of their own from those that only follow from an earlier cell's: after one missing package, fifteen cells may not find a name.</summary>
internal static partial class FailureCauses
{
    /// <summary>Notes for each failed cell of a run which earlier failed cell it follows from.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="failed">Its failed cells, in order.</param>
    public static void Trace(Notebook notebook, IReadOnlyList<CellReport> failed)
    {
        for (var i = 1; i < failed.Count; i++)
        {
            if (!IsMissing().IsMatch(failed[i].Error!.Name + " " + failed[i].Error!.Message))
            {
                continue;
            }

            var names = Quoted().Matches(failed[i].Error!.Message).Select(static name => name.Groups[1].Value).ToList();
            var cause = failed.Take(i).FirstOrDefault(earlier => names.Exists(name => Regex.IsMatch(notebook.Cells[earlier.Index].Source, $@"\b{Regex.Escape(name)}\b")))
                ?? failed.Take(i).FirstOrDefault(static earlier => earlier.FollowsFrom is null && BringsIn().IsMatch(earlier.Error!.Name));
            failed[i].FollowsFrom = cause?.FollowsFrom ?? cause?.Index;
        }
    }

    // What a compiler says of a name, a type or a member that is not there, and the kernel of a magic or a variable.
    [GeneratedRegex(@"^(?:CS0012|CS0103|CS0117|CS0234|CS0246|CS0592|CS0616|CS1061|CS1503|CS1660|CS1729|CS7036|CS8130|CS8183|FS0039|NameError)\b|^MagicError There is no (?:magic|variable)|^FS\d+ .*is not defined")]
    private static partial Regex IsMissing();

    // Cells that were to bring something in: packages, files, namespaces.
    [GeneratedRegex("^(?:PackageError|LoadError|MagicError|CS0246|CS0234|CS0006|FS\\d+|ModuleNotFoundError|ImportError)$")]
    private static partial Regex BringsIn();

    [GeneratedRegex(@"'#?!?([A-Za-z_]\w*)")]
    private static partial Regex Quoted();
}
