namespace Isopleth.Native;

/// <summary>A native library is not on this machine; the message names it and the command that installs it.</summary>
public sealed class NativeLibraryMissingException : DllNotFoundException
{
    internal NativeLibraryMissingException(NativeLibrary library, IEnumerable<string> tried, string? overridden)
        : base(Describe(library, tried, overridden)) => Library = library;

    /// <summary>The library that is missing.</summary>
    public NativeLibrary Library { get; }

    private static string Describe(NativeLibrary library, IEnumerable<string> tried, string? overridden)
    {
        var looked = string.Join(", ", tried);
        return string.IsNullOrEmpty(overridden)
            ? $"The native library '{library.Name}' was not found (looked for {looked}). Install it with: {library.Install}; or set {library.OverrideVariable} to the file."
            : $"The native library '{library.Name}' was not found at {looked}, which {library.OverrideVariable} names. Correct or unset {library.OverrideVariable}, or install the library with: {library.Install}.";
    }
}
