using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Language;

/// <summary>Symbols in the words of front ends.</summary>
internal static class SymbolKinds
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeContainingType)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>How a member is declared: its type, its name, its parameters.</summary>
    public static SymbolDisplayFormat Declaration { get; } = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef)
        .RemoveKindOptions(SymbolDisplayKindOptions.IncludeMemberKeyword)
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>A symbol's kind as JupyterLab draws it.</summary>
    /// <param name="symbol">The symbol.</param>
    public static string Of(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IEventSymbol => "event",
        INamespaceSymbol => "module",
        ITypeParameterSymbol => "typeparameter",
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "struct",
        INamedTypeSymbol { TypeKind: TypeKind.Interface } => "interface",
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => "enum",
        ITypeSymbol => "class",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enummember",
        IFieldSymbol { IsConst: true } => "constant",
        IFieldSymbol field when IsVariable(field) => "variable",
        IFieldSymbol => "field",
        _ => "variable",
    };

    /// <summary>Whether a symbol is a variable that a cell declares at its top level.</summary>
    /// <param name="symbol">The symbol.</param>
    public static bool IsVariable(ISymbol symbol) => symbol is IFieldSymbol { ContainingType.IsScriptClass: true };

    /// <summary>A symbol's signature.</summary>
    /// <param name="symbol">The symbol.</param>
    public static string Signature(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field when IsVariable(field) => $"{field.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {field.Name}",
        ILocalSymbol local => $"{local.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {local.Name}",
        { ContainingType.IsScriptClass: true } => symbol.ToDisplayString(Format.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)),
        _ => symbol.ToDisplayString(Format),
    };
}
