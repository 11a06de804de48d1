using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DotNet.Interactive;

/// <summary>The session with all of its languages.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Notebooks call them on an instance.")]
public sealed class CompositeKernel : Kernel, IEnumerable<Kernel>
{
    internal CompositeKernel()
        : base("root")
    {
    }

    /// <summary>The languages, C# first. Empty outside of a cell, but for it.</summary>
    public IReadOnlyList<Kernel> ChildKernels => [Current, .. new[] { "fsharp", "html", "javascript", "markdown", "mermaid", "sql", "value" }.Select(FindKernelByName).OfType<Kernel>()];

    /// <summary>The language of cells that name none.</summary>
    public string DefaultKernelName => Current.Name;

    /// <summary>Would add a language.</summary>
    /// <param name="kernel">The language.</param>
    /// <param name="aliases">Its other names.</param>
    /// <exception cref="NotSupportedException">Always: the languages of this kernel are its own.</exception>
    public void Add(Kernel kernel, IEnumerable<string>? aliases = null) => throw new NotSupportedException(
        "This kernel takes no kernels of other languages. An extension adds a magic to it (IKernelExtension, context.AddMagic); a notebook can have a kernel of its own for every language.");

    /// <inheritdoc/>
    public IEnumerator<Kernel> GetEnumerator() => ChildKernels.GetEnumerator();

    /// <inheritdoc/>
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
