namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Writes values of a type in one MIME type.</summary>
public interface ITypeFormatter
{
    /// <summary>The MIME type.</summary>
    string MimeType { get; }

    /// <summary>The type.</summary>
    Type Type { get; }

    /// <summary>Writes a value.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="context">Where to.</param>
    /// <returns>False where it has no form for the value.</returns>
    bool Format(object instance, FormatContext context);
}

/// <summary>Writes a value.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="value">The value.</param>
/// <param name="context">Where to.</param>
/// <returns>False where there is no form for the value.</returns>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "The name that notebooks know.")]
public delegate bool FormatDelegate<in T>(T value, FormatContext context);

/// <summary>What a formatter writes to.</summary>
/// <param name="writer">The writer.</param>
public sealed class FormatContext(TextWriter writer) : IDisposable
{
    /// <summary>The writer.</summary>
    public TextWriter Writer { get; } = writer;

    /// <summary>Does nothing: the writer is whoever's made it.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Writes values of a type in one MIME type.</summary>
/// <typeparam name="T">The type.</typeparam>
/// <param name="mimeType">The MIME type.</param>
/// <param name="format">Writes a value.</param>
public abstract class TypeFormatter<T>(string mimeType, FormatDelegate<T> format) : ITypeFormatter
{
    private protected TypeFormatter(string mimeType, Action<T, FormatContext> format)
        : this(mimeType, (value, context) =>
        {
            format(value, context);
            return true;
        })
    {
    }

    private protected TypeFormatter(string mimeType, Func<T, string> format)
        : this(mimeType, (value, context) => context.Writer.Write(format(value)))
    {
    }

    /// <inheritdoc/>
    public string MimeType { get; } = mimeType;

    /// <inheritdoc/>
    public Type Type => typeof(T);

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="context">Where to.</param>
    /// <returns>False where it has no form for the value.</returns>
    public bool Format(T value, FormatContext context) => format(value, context);

    /// <inheritdoc/>
    bool ITypeFormatter.Format(object instance, FormatContext context) => format((T)instance, context);
}
