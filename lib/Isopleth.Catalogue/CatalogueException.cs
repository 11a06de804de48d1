namespace Isopleth.Catalogue;

/// <summary>A catalogue, one of its entries, or the way an entry is used is at fault; <see cref="Problem"/> says where, what and what to do.</summary>
public sealed class CatalogueException : Exception
{
    /// <summary>Makes the exception of a problem.</summary>
    /// <param name="problem">What is wrong, where, and what to do.</param>
    /// <param name="cause">The exception that revealed it, if any.</param>
    public CatalogueException(CatalogueProblem problem, Exception? cause = null)
        : base(problem.ToString(), cause) => Problem = problem;

    /// <summary>What is wrong, where, and what to do.</summary>
    public CatalogueProblem Problem { get; }

    /// <summary>The catalogue file, or the folder.</summary>
    public string File => Problem.File;

    /// <summary>The line in <see cref="File"/>, counted from 1; 0 when the whole file is meant.</summary>
    public int Line => Problem.Line;

    /// <summary>The column in <see cref="Line"/>, counted from 1; 0 when the whole file is meant.</summary>
    public int Column => Problem.Column;

    /// <summary>The dotted path of the key at fault; empty when the whole file is meant.</summary>
    public string Key => Problem.Key;

    /// <summary>What to do.</summary>
    public string Hint => Problem.Hint;
}
