using System.Diagnostics.CodeAnalysis;
using Isopleth.Chains;

namespace Isopleth.Magics;

/// <summary>What every cell of this house has at hand without naming where it comes from.</summary>
public static class CellScience
{
    private static readonly Lazy<Catalogue.Catalogue> Opened = new(HouseCatalogue.Open, LazyThreadSafetyMode.PublicationOnly); // a catalogue that does not open is tried again

    /// <summary>The datasets by name: what <c>ISOPLETH_CATALOGUE</c> names, else the nearest <c>datasets/intake</c> above the notebook or the kernel.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="Catalogue.CatalogueException">It is malformed.</exception>
    [SuppressMessage("Style", "IDE1006", Justification = "A variable of the cells, named as one.")]
    public static Catalogue.Catalogue catalogue => Opened.Value;
}
