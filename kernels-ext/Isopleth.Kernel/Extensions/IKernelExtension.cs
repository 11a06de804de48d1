using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Kernel.Extensions;

/// <summary>Adds something to the cells: imports, formatters, completions, magics. Its assembly names it with <see cref="KernelExtensionAttribute"/>.</summary>
/// <remarks>Cells can use every assembly that stands in the extension's folder without naming it.</remarks>
public interface IKernelExtension
{
    /// <summary>Called once, before the first cell, while the kernel is already listening.</summary>
    /// <param name="context">What can be added to. Formatters are registered with <see cref="Formatter"/>.</param>
    void Load(IKernelExtensionContext context);
}

/// <summary>What an extension can add to.</summary>
public interface IKernelExtensionContext
{
    /// <summary>Imports a namespace, or the static members of a type, into every cell.</summary>
    /// <param name="namespaceOrType">Its full name.</param>
    void AddUsing(string namespaceOrType);

    /// <summary>Adds completions that the compiler cannot know.</summary>
    /// <param name="provider">Given the cell's text and the position [UTF-16 code units], the completions there, or null where it has none.</param>
    void AddCompletions(Func<string, int, CompletionList?> provider);

    /// <summary>Adds help that the compiler cannot give.</summary>
    /// <param name="provider">Given the cell's text and the position [UTF-16 code units], the help there by MIME type, or null where it has none.</param>
    void AddInspections(Func<string, int, JsonObject?> provider);

    /// <summary>Adds a magic, in place of any of the same name.</summary>
    /// <param name="magic">The magic.</param>
    void AddMagic(Magics.Magic magic);
}

/// <summary>Names the extension that an assembly holds.</summary>
/// <param name="type">Its type, which implements <see cref="IKernelExtension"/> and has a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class KernelExtensionAttribute(Type type) : Attribute
{
    /// <summary>The extension's type.</summary>
    public Type Type { get; } = type;
}
