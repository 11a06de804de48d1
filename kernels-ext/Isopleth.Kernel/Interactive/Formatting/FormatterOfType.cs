using System.Diagnostics.CodeAnalysis;
using OwnTypes = Isopleth.Kernel.Display.MimeTypes;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary><see cref="Formatter"/> for one type.</summary>
/// <typeparam name="T">The type.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The form that notebooks know.")]
public static class Formatter<T>
{
    /// <inheritdoc cref="Formatter.Register{T}(Func{T, string}, string)"/>
    public static void Register(Func<T, string> formatter, string mimeType = OwnTypes.Text) => Formatter.Register(formatter, mimeType);

    /// <inheritdoc cref="Formatter.Register{T}(Action{T, TextWriter}, string)"/>
    public static void Register(Action<T, TextWriter> formatter, string mimeType = OwnTypes.Text) => Formatter.Register(formatter, mimeType);
}
