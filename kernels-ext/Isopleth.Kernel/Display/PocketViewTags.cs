using System.Diagnostics.CodeAnalysis;

namespace Isopleth.Kernel.Display;

/// <summary>The tags under the name that notebooks know where they import nothing.</summary>
[SuppressMessage("Design", "CA1052", Justification = "It has what it inherits.")]
[SuppressMessage("Design", "MA0036", Justification = "It has what it inherits.")]
public abstract class PocketViewTags : Microsoft.DotNet.Interactive.Formatting.PocketViewTags;
