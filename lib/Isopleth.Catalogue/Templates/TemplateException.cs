namespace Isopleth.Catalogue.Templates;

/// <summary>A template cannot be read or rendered; whoever knows the entry turns it into a <see cref="CatalogueException"/>.</summary>
internal sealed class TemplateException(string reason, string hint) : Exception(reason)
{
    public string Hint => hint;
}
