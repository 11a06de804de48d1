using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Language;

/// <summary>The documentation of an assembly: the XML file beside it, or those of the SDK's reference pack. Read only when asked for.</summary>
/// <remarks>Files are searched as bytes for the one member that is wanted: 32 MB of the reference pack take some milliseconds, and nothing is kept but what was found.</remarks>
/// <param name="assembly">The assembly's file.</param>
internal sealed class FileDocumentation(string assembly) : DocumentationProvider
{
    private static readonly ConcurrentDictionary<string, string> Found = new(StringComparer.Ordinal);
    private static readonly Lazy<IReadOnlyList<string>> Framework = new(FindFramework, LazyThreadSafetyMode.PublicationOnly);

    private readonly string _assembly = assembly;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FileDocumentation other && other._assembly == _assembly;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_assembly);

    /// <inheritdoc/>
    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        Found.GetOrAdd(documentationMemberID, id => Files().Select(file => Find(file, id)).FirstOrDefault(static xml => xml is not null) ?? "");

    private IEnumerable<string> Files()
    {
        var beside = Path.ChangeExtension(_assembly, ".xml");
        return Path.GetDirectoryName(_assembly) is var folder && (folder == ReferencePack.Folder || folder == ReferencePack.Runtime)
                ? Framework.Value.OrderByDescending(file => Path.GetFileNameWithoutExtension(file) == Path.GetFileNameWithoutExtension(_assembly))
            : File.Exists(beside) ? [beside]
            : [];
    }

    private static string? Find(string file, string id)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        var start = bytes.IndexOf(Encoding.UTF8.GetBytes($"<member name=\"{id}\">"));
        if (start < 0)
        {
            return null;
        }

        var member = bytes[start..];
        var end = member.IndexOf("</member>"u8);
        return end < 0 ? null : Encoding.UTF8.GetString(member[..(end + "</member>".Length)]);
    }

    /// <summary>The reference pack's files, those that document the most used types first.</summary>
    private static IReadOnlyList<string> FindFramework()
    {
        string[] first = ["System.Runtime", "System.Collections", "System.Linq", "System.Console", "System.Memory", "System.Threading"];
        return ReferencePack.Folder is not { } pack ? []
            : [.. Directory.EnumerateFiles(pack, "*.xml").OrderBy(file => Array.IndexOf(first, Path.GetFileNameWithoutExtension(file)) is var rank && rank < 0 ? int.MaxValue : rank)];
    }
}
