using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting.Csv;

/// <summary>Values as lines of fields between commas.</summary>
public static class CsvFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = MimeTypes.Csv;

    /// <summary>What writes values of a type as lines of fields between commas.</summary>
    /// <param name="type">The type.</param>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor(Type type) => Formatter.GetPreferredFormatterFor(type, MimeType);

    /// <summary>What writes values of a type as lines of fields between commas.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>What is registered, or what the kernel does without.</returns>
    public static ITypeFormatter GetPreferredFormatterFor<T>() => GetPreferredFormatterFor(typeof(T));
}

/// <summary>Writes values of a type as lines of fields between commas.</summary>
/// <typeparam name="T">The type.</typeparam>
public sealed class CsvFormatter<T> : TypeFormatter<T>
{
    /// <summary>By a function that may have no form for a value.</summary>
    /// <param name="format">The function.</param>
    public CsvFormatter(FormatDelegate<T> format)
        : base(MimeTypes.Csv, format)
    {
    }

    /// <summary>By a function that writes.</summary>
    /// <param name="format">The function.</param>
    public CsvFormatter(Action<T, FormatContext> format)
        : base(MimeTypes.Csv, format)
    {
    }

    /// <summary>By a function that gives the text.</summary>
    /// <param name="format">The function.</param>
    public CsvFormatter(Func<T, string> format)
        : base(MimeTypes.Csv, format)
    {
    }
}
