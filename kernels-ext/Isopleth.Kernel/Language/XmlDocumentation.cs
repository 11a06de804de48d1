using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Isopleth.Kernel.Language;

/// <summary>A member's XML documentation, as text to read.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Parameters">Its parameters and type parameters, with what is said of each.</param>
/// <param name="Returns">What it gives.</param>
/// <param name="Exceptions">What it throws, and when.</param>
/// <param name="Remarks">What else is said of it.</param>
internal sealed partial record XmlDocumentation(
    string Summary, IReadOnlyList<(string Name, string Text)> Parameters, string Returns, IReadOnlyList<(string Name, string Text)> Exceptions, string Remarks)
{
    /// <summary>Reads a member's documentation; null when there is none.</summary>
    /// <param name="xml">The member's XML.</param>
    public static XmlDocumentation? Parse(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml))
        {
            return null;
        }

        XElement member;
        try
        {
            member = XElement.Parse($"<doc>{xml}</doc>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }

        return new(
            Text(member.Descendants("summary").FirstOrDefault()),
            [.. member.Descendants("param").Concat(member.Descendants("typeparam")).Select(static p => ((string?)p.Attribute("name") ?? "", Text(p)))],
            Text(member.Descendants("returns").FirstOrDefault()),
            [.. member.Descendants("exception").Select(static e => (Short((string?)e.Attribute("cref")), Text(e)))],
            Text(member.Descendants("remarks").FirstOrDefault()));
    }

    private static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var text = new StringBuilder();
        Write(element, text);
        return Blanks().Replace(text.ToString(), " ").Replace(" \n", "\n", StringComparison.Ordinal).Replace("\n ", "\n", StringComparison.Ordinal).Trim();
    }

    private static void Write(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value.Replace('\n', ' '));
                    break;
                case XElement { Name.LocalName: "item" or "listheader" } item:
                    text.Append("\n- ").AppendJoin(": ", item.Elements().Any(static e => e.Name.LocalName is "term" or "description") ? item.Elements().Select(Text) : [Text(item)]);
                    break;
                case XElement { Name.LocalName: "para" or "list" or "p" } paragraph:
                    text.Append('\n');
                    Write(paragraph, text);
                    text.Append('\n');
                    break;
                case XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference when !reference.Nodes().Any():
                    text.Append('`').Append(Short((string?)(reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword") ?? reference.Attribute("href")))).Append('`');
                    break;
                case XElement { Name.LocalName: "c" or "code" } code:
                    text.Append('`').Append(code.Value).Append('`');
                    break;
                case XElement other:
                    Write(other, text);
                    break;
            }
        }
    }

    /// <summary>The last part of a documentation identity: <c>T:System.Math</c> is <c>Math</c>.</summary>
    private static string Short(string? reference)
    {
        if (reference is null || !reference.Contains(':', StringComparison.Ordinal) || reference.StartsWith("http", StringComparison.Ordinal))
        {
            return reference ?? "";
        }

        var name = reference[(reference.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0].Split('`')[0];
        return reference[0] == 'T' ? name[(name.LastIndexOf('.') + 1)..] : string.Join('.', name.Split('.').TakeLast(2));
    }

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Blanks();
}
