using System.Collections;
using System.Dynamic;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>An HTML element written in C#: <c>div[@class: "note"](b("Etna"), " erupts")</c>. The tags are in <see cref="PocketViewTags"/>.</summary>
/// <remarks>Calling it appends content, indexing it sets attributes (an underscore stands for a dash), a member of it adds a class. Each gives a new element. Text is escaped; <c>HTML(…)</c> is taken as it is.</remarks>
public sealed class PocketView : DynamicObject, IMimeBundle, IHtmlContent
{
    // https://html.spec.whatwg.org/multipage/syntax.html#void-elements
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr" };

    private readonly string _tag;
    private readonly IReadOnlyList<KeyValuePair<string, object?>> _attributes;
    private readonly IReadOnlyList<object?> _content;

    /// <summary>An empty element.</summary>
    /// <param name="tag">Its tag.</param>
    public PocketView(string tag)
        : this(tag, [], [])
    {
    }

    private PocketView(string tag, IReadOnlyList<KeyValuePair<string, object?>> attributes, IReadOnlyList<object?> content) =>
        (_tag, _attributes, _content) = (tag, attributes, content);

    /// <inheritdoc/>
    public override bool TryInvoke(InvokeBinder binder, object?[]? args, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        var names = binder.CallInfo.ArgumentNames;
        var unnamed = (args ?? []).Length - names.Count;
        result = new PocketView(_tag, [.. _attributes, .. Named(names, args, unnamed)], [.. _content, .. (args ?? []).Take(unnamed)]);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryGetIndex(GetIndexBinder binder, object[] indexes, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        ArgumentNullException.ThrowIfNull(indexes);
        var names = binder.CallInfo.ArgumentNames;
        var unnamed = indexes.Length - names.Count;
        var given = indexes.Take(unnamed).SelectMany(static index => index as IEnumerable<KeyValuePair<string, object?>>
            ?? throw new ArgumentException($"An attribute needs its name; write [name: {PlainText.Of(index)}] or give a dictionary."));
        result = new PocketView(_tag, [.. _attributes, .. given, .. Named(names, indexes, unnamed)], _content);
        return true;
    }

    /// <inheritdoc/>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        ArgumentNullException.ThrowIfNull(binder);
        result = new PocketView(_tag, [.. _attributes, new("class", binder.Name.Replace('_', '-'))], _content);
        return true;
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(ToString());
    }

    /// <inheritdoc/>
    public JsonObject ToMimeBundle() => new() { [MimeTypes.Html] = ToString(), [MimeTypes.Text] = ToString() };

    /// <summary>The element.</summary>
    /// <returns>HTML.</returns>
    public override string ToString()
    {
        var html = new StringBuilder().Append('<').Append(_tag);
        foreach (var attribute in _attributes.GroupBy(static a => a.Key, static a => a.Value, StringComparer.Ordinal))
        {
            // Classes add up; of any other attribute the last one holds.
            var value = attribute.Key == "class" ? string.Join(' ', attribute) : PlainText.Of(attribute.Last());
            html.Append(' ').Append(attribute.Key).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
        }

        html.Append('>');
        if (!Void.Contains(_tag) || _content.Count > 0)
        {
            Append(html, _content);
            html.Append("</").Append(_tag).Append('>');
        }

        return html.ToString();
    }

    private static IEnumerable<KeyValuePair<string, object?>> Named(IReadOnlyCollection<string> names, object?[]? values, int unnamed) =>
        names.Select((name, i) => KeyValuePair.Create(name.Replace('_', '-'), values![unnamed + i]));

    /// <summary>What a sequence holds, where all of it is HTML.</summary>
    private static List<object?>? Elements(IEnumerable sequence)
    {
        var elements = new List<object?>();
        foreach (var element in sequence)
        {
            if (element is not (IHtmlContent or IMimeBundle))
            {
                return null;
            }

            elements.Add(element);
        }

        return elements;
    }

    private static void Append(StringBuilder html, IEnumerable content)
    {
        foreach (var part in content)
        {
            switch (part)
            {
                case string text:
                    html.Append(WebUtility.HtmlEncode(text));
                    break;
                case IEnumerable and not IMimeBundle when Elements((IEnumerable)part) is { } elements:
                    Append(html, elements);
                    break;
                default:
                    html.Append(Formatter.Format(part, MimeTypes.Html));
                    break;
            }
        }
    }
}
