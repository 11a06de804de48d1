using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Isopleth.Formats;

/// <summary>A DataCite record, from its XML or its JSON: texts by the property they stand under, with the line where there is one.</summary>
internal sealed class DataCiteRecord
{
    private readonly List<(string Path, string Text, int? Line)> _values = [];

    /// <summary>The values of a property, for example <c>creators.name</c>; a list's items stand under the list's name.</summary>
    public IEnumerable<(string Text, int? Line)> Of(string path) => _values.Where(v => v.Path == path).Select(v => (v.Text, v.Line));

    public bool Has(string path) => Of(path).Any(v => v.Text.Length > 0);

    /// <summary>How many items a list has.</summary>
    public int Count(string path) => Of(path + "[]").Count();

    public static DataCiteRecord FromXml(XElement root)
    {
        var record = new DataCiteRecord();
        foreach (var element in root.Elements())
        {
            var (name, line) = (element.Name.LocalName, Line(element));
            if (element.HasElements)
            {
                foreach (var item in element.Elements())
                {
                    record.Add(name + "[]", "", Line(item));
                    record.Item(name, item);
                }
            }
            else
            {
                // XML has one identifier; JSON has a list, with the DOI apart.
                record.Item(name == "resourceType" ? "types" : name == "identifier" ? "doi" : name, element);
                record.Add(name + "[]", "", line);
            }
        }

        return record;
    }

    public static DataCiteRecord FromJson(JsonElement root)
    {
        var record = new DataCiteRecord();
        foreach (var property in root.EnumerateObject())
        {
            record.Json(property.Name, property.Value);
        }

        return record;
    }

    private void Item(string list, XElement item)
    {
        var line = Line(item);
        foreach (var attribute in item.Attributes().Where(a => !a.IsNamespaceDeclaration))
        {
            Add($"{list}.{attribute.Name.LocalName}", attribute.Value, line);
        }

        if (!item.HasElements)
        {
            Add($"{list}.{TextName(list)}", item.Value, line);
            return;
        }

        foreach (var inner in item.Descendants())
        {
            var name = inner.Name.LocalName is "creatorName" or "contributorName" ? "name" : inner.Name.LocalName;
            foreach (var attribute in inner.Attributes().Where(a => !a.IsNamespaceDeclaration))
            {
                Add($"{list}.{attribute.Name.LocalName}", attribute.Value, Line(inner));
            }

            if (!inner.HasElements)
            {
                Add($"{list}.{name}", inner.Value, Line(inner));
            }
        }
    }

    /// <summary>What DataCite's JSON calls the text that is an element's own content in XML.</summary>
    private static string TextName(string list) => list switch
    {
        "titles" => "title",
        "dates" => "date",
        "subjects" => "subject",
        "descriptions" => "description",
        "relatedIdentifiers" => "relatedIdentifier",
        "rightsList" => "rights",
        "types" => "resourceType",
        _ => "",
    };

    private void Json(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    // What is nested deeper stands beside: the names of its members are its own.
                    Json($"{path.Split('.')[0]}.{property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Add(path + "[]", "", null);
                    Json(path, item);
                }

                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                Add(path.Contains('.', StringComparison.Ordinal) ? path : path + ".", value.ToString(), null);
                break;
        }
    }

    private void Add(string path, string text, int? line) => _values.Add((path, text.Trim(), line));

    private static int? Line(XElement element) => ((IXmlLineInfo)element).HasLineInfo() ? ((IXmlLineInfo)element).LineNumber : null;
}
