using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as HTML.</summary>
public static class HtmlFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = MimeTypes.Html;

    /// <summary>What writes values of a type as HTML.</summary>
    /// <param name="type">The type.</param>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What writes values of a type as HTML.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));
}

/// <summary>Writes values of a type as HTML.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class HtmlFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that may have no form for a value.</summary>
    /// <param name="format">The function.</param>
    public HtmlFormatter(FormatDelegate<T> format)
        : base(MimeTypes.Html, format)
    {
    }

    /// <summary>By a function that writes.</summary>
    /// <param name="format">The function.</param>
    public HtmlFormatter(Action<T, FormatContext> format)
        : base(MimeTypes.Html, format)
    {
    }

    /// <summary>By a function that gives the text.</summary>
    /// <param name="format">The function.</param>
    public HtmlFormatter(Func<T, string> format)
        : base(MimeTypes.Html, format)
    {
    }
}

/// <summary>Values as plain text.</summary>
public static class PlainTextFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = MimeTypes.Text;

    /// <summary>What writes values of a type as plain text.</summary>
    /// <param name="type">The type.</param>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What writes values of a type as plain text.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));
}

/// <summary>Writes values of a type as plain text.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class PlainTextFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that may have no form for a value.</summary>
    /// <param name="format">The function.</param>
    public PlainTextFormatter(FormatDelegate<T> format)
        : base(MimeTypes.Text, format)
    {
    }

    /// <summary>By a function that writes.</summary>
    /// <param name="format">The function.</param>
    public PlainTextFormatter(Action<T, FormatContext> format)
        : base(MimeTypes.Text, format)
    {
    }

    /// <summary>By a function that gives the text.</summary>
    /// <param name="format">The function.</param>
    public PlainTextFormatter(Func<T, string> format)
        : base(MimeTypes.Text, format)
    {
    }
}

/// <summary>Values as JSON.</summary>
public static class JsonFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = MimeTypes.Json;

    /// <summary>What writes values of a type as JSON.</summary>
    /// <param name="type">The type.</param>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What writes values of a type as JSON.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));
}

/// <summary>Writes values of a type as JSON.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class JsonFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that may have no form for a value.</summary>
    /// <param name="format">The function.</param>
    public JsonFormatter(FormatDelegate<T> format)
        : base(MimeTypes.Json, format)
    {
    }

    /// <summary>By a function that writes.</summary>
    /// <param name="format">The function.</param>
    public JsonFormatter(Action<T, FormatContext> format)
        : base(MimeTypes.Json, format)
    {
    }

    /// <summary>By a function that gives the text.</summary>
    /// <param name="format">The function.</param>
    public JsonFormatter(Func<T, string> format)
        : base(MimeTypes.Json, format)
    {
    }
}
