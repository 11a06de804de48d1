namespace Isopleth.Kernel.Magics;

/// <summary>A language besides C# whose cells this kernel runs, with variables of its own. Its assembly names it as an extension names itself, and is loaded with its first cell.</summary>
public interface ICellLanguage
{
    /// <summary>Its variables, by name.</summary>
    IReadOnlyList<(string Name, object? Value)> Variables { get; }

    /// <summary>What a name stands for, variable or function.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False where it stands for nothing that has a value.</returns>
    bool TryGet(string name, out object? value);

    /// <summary>Sets a variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="MagicException">The language cannot hold it.</exception>
    void Set(string name, object? value);

    /// <summary>The names that a name may be completed to; no cell runs meanwhile.</summary>
    /// <param name="name">What is typed of it, with the names and dots before it.</param>
    /// <returns>The names, without those before the last dot.</returns>
    IReadOnlyList<string> Complete(string name);

    /// <summary>Makes assemblies known to its cells.</summary>
    /// <param name="files">All that were brought from outside so far, in the order that they came.</param>
    void Reference(IReadOnlyList<string> files);

    /// <summary>Runs a cell, on the cell thread.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="name">Its name, as errors tell it.</param>
    /// <param name="cancellation">Cancelled when it is interrupted.</param>
    /// <returns>The value of its trailing expression; null where it ends in none.</returns>
    /// <exception cref="MagicException">It does not compile.</exception>
    object? Run(string code, string name, CancellationToken cancellation);
}

/// <summary>The value that a cell of another language ends in.</summary>
/// <param name="Value">The value, which may be null.</param>
public sealed record ShownValue(object? Value);
