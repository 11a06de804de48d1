using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A text in LaTeX, shown as it is.</summary>
/// <param name="latexCode">The text, with the dollars around its formulas.</param>
public sealed class LaTeXString(string latexCode) : IMimeBundle
{
    /// <summary>A text in LaTeX.</summary>
    /// <param name="source">The text.</param>
    public static implicit operator LaTeXString(string source) => new(source);

    /// <inheritdoc/>
    public JsonObject ToMimeBundle() => CellCommands.Latex(latexCode).ToMimeBundle();

    /// <summary>The text.</summary>
    /// <returns>LaTeX.</returns>
    public override string ToString() => latexCode;
}

/// <summary>A formula in LaTeX.</summary>
/// <param name="latexCode">The formula, without dollars around it.</param>
public sealed class MathString(string latexCode) : IMimeBundle
{
    /// <summary>A formula in LaTeX.</summary>
    /// <param name="source">The formula.</param>
    public static implicit operator MathString(string source) => new(source);

    /// <inheritdoc/>
    public JsonObject ToMimeBundle() => CellCommands.Latex(latexCode).ToMimeBundle();

    /// <summary>The formula.</summary>
    /// <returns>LaTeX.</returns>
    public override string ToString() => latexCode;
}
