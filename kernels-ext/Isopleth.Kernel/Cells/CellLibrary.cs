using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Isopleth.Kernel.Cells;

/// <summary>The types of a cell as an assembly of their own.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Types">The types as the user wrote them.</param>
/// <param name="Kept">Types of the version before it that the cell does not declare, as they were compiled.</param>
/// <param name="Imports">The using directives of the cells before it.</param>
/// <param name="Compiled">What came of it.</param>
internal sealed record CellLibrary(string Name, SyntaxTree Types, IReadOnlyList<SyntaxTree> Kept, IReadOnlyList<string> Imports, CompiledCell Compiled)
{
    private MetadataReference? _reference;
    private CSharpCompilation? _written;

    /// <summary>What cells refer to it by. It must have compiled.</summary>
    public MetadataReference Reference => _reference ??= MetadataReference.CreateFromImage(Compiled.Image!, documentation: new Documentation(this), filePath: Name);

    /// <summary>The symbol of one of its types or members as the user wrote it; null where it has none.</summary>
    /// <param name="id">What documentation knows it by.</param>
    public ISymbol? Find(string id) => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, _written ??= Compiled.Compilation.ReplaceSyntaxTree(Compiled.Compilation.SyntaxTrees[0], Types));

    /// <summary>Whether it refers to another library.</summary>
    /// <param name="other">That one's name.</param>
    public bool RestsUpon(string other)
    {
        using var image = new PEReader([.. Compiled.Image!]);
        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Any(reference => metadata.StringComparer.Equals(metadata.GetAssemblyReference(reference).Name, other));
    }

    private sealed class Documentation(CellLibrary library) : DocumentationProvider
    {
        private readonly CellLibrary _library = library;

        public override bool Equals(object? obj) => obj is Documentation other && other._library == _library;

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_library.Name);

        protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
            _library.Find(documentationMemberID)?.GetDocumentationCommentXml(preferredCulture, cancellationToken: cancellationToken) ?? "";
    }
}
