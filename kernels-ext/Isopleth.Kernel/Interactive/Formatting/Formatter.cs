using System.Globalization;
using Own = Isopleth.Kernel.Display.Formatter;
using OwnTypes = Isopleth.Kernel.Display.MimeTypes;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary><see cref="Own"/> with the calls that notebooks of .NET Interactive make.</summary>
public static class Formatter
{
    /// <summary>The MIME type that values are shown in where nothing else is said.</summary>
    public static string DefaultMimeType
    {
        get => Own.PreferredMimeTypesFor(typeof(object)) is [var chosen, ..] ? chosen : OwnTypes.Html;
        set => SetPreferredMimeTypesFor(typeof(object), value);
    }

    /// <summary>How many elements of a sequence are shown.</summary>
    public static int ListExpansionLimit
    {
        get => Own.ListExpansionLimit;
        set => Own.ListExpansionLimit = value;
    }

    /// <summary>How deep a value within a value is expanded.</summary>
    public static int RecursionLimit
    {
        get => Own.RecursionLimit;
        set => Own.RecursionLimit = value;
    }

    /// <summary>Says how values of a type are shown in one MIME type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="formatter">What a value becomes.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register<T>(Func<T, string> formatter, string mimeType = OwnTypes.Text) => Own.Register(formatter, mimeType);

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = OwnTypes.Text) => Own.Register(formatter, mimeType);

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="formatter">Writes a value; false where it has no form for it, which is then shown as plain text.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register<T>(Func<T, FormatContext, bool> formatter, string mimeType = OwnTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Own.Register<T>(value => Written(value!, (it, context) => formatter((T)it, context)), mimeType);
    }

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = OwnTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Own.Register(type, value => Written(value, (it, context) =>
        {
            formatter(it, context.Writer);
            return true;
        }), mimeType);
    }

    /// <summary>Says how values of a type are shown in one MIME type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="formatter">What a value becomes.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Type type, Func<object, string> formatter, string mimeType = OwnTypes.Text) => Own.Register(type, formatter, mimeType);

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="formatter">Writes a value; false where it has no form for it.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Type type, Func<object, FormatContext, bool> formatter, string mimeType = OwnTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Own.Register(type, value => Written(value, formatter), mimeType);
    }

    /// <summary>Shows values of a type in these MIME types alone.</summary>
    /// <param name="type">The type.</param>
    /// <param name="preferredMimeTypes">The MIME types.</param>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes) => Own.SetPreferredMimeTypesFor(type, preferredMimeTypes);

    /// <summary>Shows values of a type in one MIME type alone.</summary>
    /// <param name="type">The type.</param>
    /// <param name="preferredMimeType">The MIME type.</param>
    public static void SetPreferredMimeTypeFor(Type type, string preferredMimeType) => Own.SetPreferredMimeTypesFor(type, preferredMimeType);

    /// <summary>The MIME types that values of a type are shown in.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Those that were set, or else the default one.</returns>
    public static IReadOnlyCollection<string> GetPreferredMimeTypesFor(Type type) => Own.PreferredMimeTypesFor(type) ?? [DefaultMimeType];

    /// <summary>Forgets all registrations and sets the limits back.</summary>
    public static void ResetToDefault() => Own.ResetToDefault();

    /// <summary>A value in one MIME type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public static string ToDisplayString(this object? value, string mimeType = OwnTypes.Text) => Own.Format(value, mimeType);

    /// <summary>Writes a value as plain text.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public static void FormatTo<T>(this T value, TextWriter writer, string mimeType = OwnTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Own.Format(value, mimeType));
    }

    private static string Written(object value, Func<object, FormatContext, bool> formatter)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        return formatter(value, new(writer)) ? writer.ToString() : value.ToString() ?? "";
    }
}

/// <summary>What a formatter writes to.</summary>
/// <param name="writer">The writer.</param>
public sealed class FormatContext(TextWriter writer)
{
    /// <summary>The writer.</summary>
    public TextWriter Writer { get; } = writer;
}
