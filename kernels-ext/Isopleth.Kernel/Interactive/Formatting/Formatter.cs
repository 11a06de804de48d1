using System.Globalization;
using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <content>The calls that notebooks of .NET Interactive make besides.</content>
public static partial class Formatter
{
    /// <summary>The MIME type that values are shown in where nothing else is said.</summary>
    public static string DefaultMimeType
    {
        get => PreferredMimeTypesFor(typeof(object)) is [var chosen, ..] ? chosen : MimeTypes.Html;
        set => SetPreferredMimeTypesFor(typeof(object), value == MimeTypes.Html ? [] : [value]);
    }

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="formatter">Writes a value; false where it has no form for it, which is then shown as plain text.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register<T>(FormatDelegate<T> formatter, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register<T>(value => Written(value!, (it, context) => formatter((T)it, context)), mimeType);
    }

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <param name="type">The type; of a generic type without arguments, as <c>typeof(List&lt;&gt;)</c>, all that it makes.</param>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register(type, value => Written(value, (it, context) =>
        {
            formatter(it, context.Writer);
            return true;
        }), mimeType);
    }

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <param name="type">The type; of a generic type without arguments, as <c>typeof(List&lt;&gt;)</c>, all that it makes.</param>
    /// <param name="formatter">Writes a value; false where it has no form for it.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Type type, FormatDelegate<object> formatter, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register(type, value => Written(value, formatter), mimeType);
    }

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <param name="formatter">Names both, and writes a value.</param>
    public static void Register(ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Register(formatter.Type, formatter.Format, formatter.MimeType);
    }

    /// <summary>Shows values of a type in one MIME type alone.</summary>
    /// <param name="type">The type.</param>
    /// <param name="preferredMimeType">The MIME type.</param>
    public static void SetPreferredMimeTypeFor(Type type, string preferredMimeType) => SetPreferredMimeTypesFor(type, preferredMimeType);

    /// <summary>The MIME types that values of a type are shown in.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Those that were set, or else the default one.</returns>
    public static IReadOnlyCollection<string> GetPreferredMimeTypesFor(Type type) => PreferredMimeTypesFor(type) is [_, ..] chosen ? chosen : [DefaultMimeType];

    /// <summary>What writes values of a type in a MIME type.</summary>
    /// <param name="actualType">The type.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor(Type actualType, string mimeType) => new PreferredFormatter(actualType, mimeType);

    /// <summary>A value in one MIME type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public static string ToDisplayString(this object? value, string mimeType = MimeTypes.Text) => Format(value, mimeType);

    /// <summary>A value as a formatter writes it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="formatter">The formatter.</param>
    /// <returns>Its text.</returns>
    public static string ToDisplayString(this object value, ITypeFormatter formatter)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(formatter);
        return Written(value, formatter.Format);
    }

    /// <summary>Writes a value as plain text.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public static void FormatTo<T>(this T value, TextWriter writer, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Format(value, mimeType));
    }

    /// <summary>Writes a value as plain text.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="context">Where to.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public static void FormatTo<T>(this T value, FormatContext context, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(context);
        value.FormatTo(context.Writer, mimeType);
    }

    private static string Written(object value, FormatDelegate<object> formatter)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        return formatter(value, new(writer)) ? writer.ToString() : value.ToString() ?? "";
    }

    private sealed record PreferredFormatter(Type Type, string MimeType) : ITypeFormatter
    {
        public bool Format(object instance, FormatContext context)
        {
            instance.FormatTo(context, MimeType);
            return true;
        }
    }
}
