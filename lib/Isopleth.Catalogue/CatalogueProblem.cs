namespace Isopleth.Catalogue;

/// <summary>What is wrong with a catalogue file, one of its entries, or the way an entry is used, and what to do about it.</summary>
/// <param name="File">The catalogue file, or the folder.</param>
/// <param name="Line">The line in <paramref name="File"/>, counted from 1; 0 when the whole file is meant.</param>
/// <param name="Column">The column in <paramref name="Line"/>, counted from 1; 0 when the whole file is meant.</param>
/// <param name="Key">The dotted path of the key at fault, for example <c>sources.etna.parameters.granule.type</c>; empty when the whole file is meant.</param>
/// <param name="Reason">What is wrong: the value found and what was expected.</param>
/// <param name="Hint">What to do.</param>
public sealed record CatalogueProblem(string File, int Line, int Column, string Key, string Reason, string Hint)
{
    /// <summary>One line in the form compilers use: <c>file:line:column: key: reason hint</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        var where = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        var what = Key.Length > 0 ? $"{Key}: {Reason}" : Reason;
        return Hint.Length > 0 ? $"{where}: {what} {Hint}" : $"{where}: {what}";
    }
}
