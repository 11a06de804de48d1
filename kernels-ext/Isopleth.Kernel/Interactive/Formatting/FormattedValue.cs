namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value as it is shown in one MIME type.</summary>
/// <param name="MimeType">The MIME type.</param>
/// <param name="Value">Its text.</param>
public sealed record FormattedValue(string MimeType, string Value);
