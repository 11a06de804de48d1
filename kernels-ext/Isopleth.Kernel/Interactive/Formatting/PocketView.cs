namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The element that <see cref="PocketViewTags"/> make, under the name that notebooks of .NET Interactive know.</summary>
public sealed class PocketView : Isopleth.Kernel.Display.PocketView
{
    /// <summary>An empty element.</summary>
    /// <param name="tag">Its tag.</param>
    public PocketView(string tag)
        : base(tag)
    {
    }

    private PocketView(string tag, IReadOnlyList<KeyValuePair<string, object?>> attributes, IReadOnlyList<object?> content)
        : base(tag, attributes, content)
    {
    }

    private protected override Isopleth.Kernel.Display.PocketView With(string tag, IReadOnlyList<KeyValuePair<string, object?>> attributes, IReadOnlyList<object?> content) =>
        new PocketView(tag, attributes, content);
}
