namespace Isopleth.Kernel.Packages;

/// <summary>Why what a cell asked for by <c>#r</c>, <c>#i</c> or <c>#load</c> is not to be had. The session is as it was before.</summary>
/// <param name="message">What was asked, what is there, what to do.</param>
internal sealed class PackageException(string message) : Exception(message)
{
    /// <summary>The name that the cell's error carries.</summary>
    public string ErrorName { get; init; } = "PackageError";

    /// <summary>Whether a source could not be reached, so that what an earlier restore found may serve instead.</summary>
    public bool Unreachable { get; init; }
}
