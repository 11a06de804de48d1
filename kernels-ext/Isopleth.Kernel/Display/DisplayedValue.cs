using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Display;

/// <summary>Something that was shown, and can be shown anew in the same place.</summary>
/// <param name="DisplayId">Its identity among the outputs.</param>
/// <param name="MimeType">The MIME type that it was asked for in, or null for all that it has.</param>
public sealed record DisplayedValue(string DisplayId, string? MimeType = null)
{
    /// <summary>Shows another value in its place, in whichever cell it stands.</summary>
    /// <param name="value">The value.</param>
    public void Update(object? value) => CellOutput.Current?.Update(DisplayId, Bundle(value, MimeType), Formatter.ToMetadata(value));

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeType">The MIME type, or null for all that it has.</param>
    internal static DisplayedValue Show(object? value, string? mimeType) => Show(value, Bundle(value, mimeType), mimeType);

    /// <summary>Shows a value in some MIME types.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The MIME types; none for all that it has.</param>
    internal static DisplayedValue Show(object? value, IReadOnlyList<string> mimeTypes)
    {
        if (mimeTypes.Count < 2)
        {
            return Show(value, mimeTypes.Count == 0 ? null : mimeTypes[0]);
        }

        var bundle = new JsonObject();
        foreach (var mimeType in mimeTypes)
        {
            bundle[mimeType] = MimeTypes.Content(mimeType, Formatter.Format(value, mimeType));
        }

        bundle.TryAdd(MimeTypes.Text, PlainText.Of(value));
        return Show(value, bundle, mimeType: null);
    }

    private static DisplayedValue Show(object? value, JsonObject bundle, string? mimeType)
    {
        var shown = new DisplayedValue(Guid.NewGuid().ToString("N"), mimeType);
        CellOutput.Current?.Display(bundle, shown.DisplayId, Formatter.ToMetadata(value));
        return shown;
    }

    private static JsonObject Bundle(object? value, string? mimeType)
    {
        if (mimeType is null)
        {
            return Formatter.ToBundle(value);
        }

        var bundle = new MimeContent(mimeType, Formatter.Format(value, mimeType)).ToMimeBundle();
        if (value is not string && mimeType != MimeTypes.Text)
        {
            bundle[MimeTypes.Text] = value is byte[] bytes && MimeTypes.IsBinary(mimeType) ? $"<{mimeType}, {bytes.Length} bytes>" : PlainText.Of(value);
        }

        return bundle;
    }
}

/// <summary>Shows values in the words of .NET Interactive.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeType">The MIME type to show it in; null for all that it has.</param>
    /// <returns>What was shown, to be updated later.</returns>
    /// <exception cref="ArgumentException">The value has no form in <paramref name="mimeType"/>.</exception>
    public static DisplayedValue Display(this object? value, string? mimeType = null) => DisplayedValue.Show(value, mimeType);

    /// <inheritdoc cref="CellCommands.display(object?, string[])"/>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows a span.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="values">The span, whose elements are copied; one of characters is shown as text.</param>
    /// <param name="mimeType">The MIME type to show it in; null for all that it has.</param>
    /// <returns>What was shown, to be updated later.</returns>
    /// <exception cref="ArgumentException">The values have no form in <paramref name="mimeType"/>.</exception>
    [OverloadResolutionPriority(-1)] // whatever is an object stays one
    public static DisplayedValue Display<T>(this ReadOnlySpan<T> values, string? mimeType = null) =>
        DisplayedValue.Show(typeof(T) == typeof(char) ? values.ToString() : values.ToArray(), mimeType);

    /// <summary>Shows a text as content of a MIME type.</summary>
    /// <param name="content">The text.</param>
    /// <param name="mimeType">Its MIME type.</param>
    /// <returns>What was shown, to be updated later.</returns>
    public static DisplayedValue DisplayAs(this string content, string mimeType) => DisplayedValue.Show(content, mimeType);

    /// <summary>Shows a sequence of records as a table.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="rows">The records.</param>
    /// <returns>What was shown, to be updated later.</returns>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T> rows) => DisplayedValue.Show(rows, MimeTypes.Html);
}
