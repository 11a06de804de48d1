namespace Isopleth.Catalogue.Intake;

/// <summary>One name in a catalogue: an entry, a catalogue of its own that is read when first needed, or what is wrong with it.</summary>
internal sealed record CatalogueChild(string Name, CatalogueEntry? Entry, Lazy<Catalogue>? Nested, CatalogueProblem? Problem);
