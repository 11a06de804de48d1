using System.Diagnostics.CodeAnalysis;
using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary><see cref="Formatter"/> for one type, as older notebooks write it: <c>Formatter&lt;Plume&gt;.Register(…)</c>.</summary>
/// <typeparam name="T">The type.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The form that notebooks know.")]
public static class Formatter<T>
{
    /// <summary>Says how values of the type are shown in one MIME type.</summary>
    /// <param name="formatter">What a value becomes.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Func<T, string> formatter, string mimeType = MimeTypes.Text) => Formatter.Register(formatter, mimeType);

    /// <summary>How many elements are shown of a value of the type, which is a sequence.</summary>
    public static int ListExpansionLimit
    {
        get => Formatter.LimitFor(typeof(T)) ?? Formatter.ListExpansionLimit;
        set => Formatter.SetLimitFor(typeof(T), value);
    }

    /// <summary>Says how values of the type are written in one MIME type.</summary>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Action<T, TextWriter> formatter, string mimeType = MimeTypes.Text) => Formatter.Register(formatter, mimeType);
}
