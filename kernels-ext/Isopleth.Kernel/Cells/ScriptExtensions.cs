using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>Extension methods in script syntax, which has them at the top of a cell alone: their classes keep them as plain methods, and beside each class stand extension methods that call them.</summary>
/// <remarks>So they see the types that ordinary cells declare, which a library does not.</remarks>
internal static class ScriptExtensions
{
    /// <summary>A cell in this form; null where it holds namespaces or extension blocks, which have no such form.</summary>
    /// <param name="cell">The cell.</param>
    public static SyntaxTree? Of(SyntaxTree cell)
    {
        var root = cell.GetCompilationUnitRoot();
        if (root.Members.Any(static m => m is BaseNamespaceDeclarationSyntax || (m is ClassDeclarationSyntax type && type.Members.Any(SyntaxKind.ExtensionBlockDeclaration))))
        {
            return null;
        }

        var members = root.Members.SelectMany(static member => member is ClassDeclarationSyntax type && type.Members.Any(IsExtension) ? InScript(type) : [member]);
        return CellCompiler.Parse(root.WithMembers(SyntaxFactory.List(members)).ToFullString(), cell.FilePath);
    }

    private static List<MemberDeclarationSyntax> InScript(ClassDeclarationSyntax type)
    {
        List<MemberDeclarationSyntax> members =
        [
            WithoutExtensions(type),
            .. type.Members.Where(static m => IsExtension(m) && m.Modifiers.Any(static word => word.IsKind(SyntaxKind.PublicKeyword) || word.IsKind(SyntaxKind.InternalKeyword)))
                .Select(method => Calling(type.Identifier.Text, (MethodDeclarationSyntax)method)),
        ];
        members[^1] = members[^1].WithTrailingTrivia(type.GetTrailingTrivia()); // what follows keeps its lines and columns
        return members;
    }

    private static bool IsExtension(MemberDeclarationSyntax member) =>
        member is MethodDeclarationSyntax { ParameterList.Parameters: [var first, ..] } && first.Modifiers.Any(SyntaxKind.ThisKeyword);

    /// <summary>The class with blanks for the word <c>this</c>, so that all else stands where it did, and for the word <c>public</c>, since the types of cells are not public where they do not say so.</summary>
    private static MemberDeclarationSyntax WithoutExtensions(ClassDeclarationSyntax type)
    {
        var text = type.ToFullString().ToCharArray();
        var words = type.Modifiers.Where(static m => m.IsKind(SyntaxKind.PublicKeyword))
            .Concat(type.Members.Where(IsExtension).Select(static m => ((MethodDeclarationSyntax)m).ParameterList.Parameters[0].Modifiers.First(static word => word.IsKind(SyntaxKind.ThisKeyword))));
        foreach (var word in words)
        {
            text.AsSpan(word.SpanStart - type.FullSpan.Start, word.Span.Length).Fill(' ');
        }

        return SyntaxFactory.ParseMemberDeclaration(new string(text), options: CellCompiler.ParseOptions)!.WithoutTrailingTrivia();
    }

    /// <summary>An extension method on the line where its class ends, which calls the plain method.</summary>
    private static MemberDeclarationSyntax Calling(string type, MethodDeclarationSyntax method)
    {
        var types = method.TypeParameterList is { } generic ? $"<{string.Join(", ", generic.Parameters.Select(static p => p.Identifier.Text))}>" : "";
        var arguments = method.ParameterList.Parameters.Select(static p => $"{Passed(p)}{p.Identifier.Text}");
        var head = method.WithAttributeLists([]).WithModifiers(SyntaxFactory.TokenList(SyntaxFactory.Token(SyntaxKind.StaticKeyword)))
            .WithBody(null).WithExpressionBody(null).WithSemicolonToken(default).NormalizeWhitespace(eol: " ").ToString();
        var call = $"{(method.ReturnType is RefTypeSyntax ? "ref " : "")}{type}.{method.Identifier.Text}{types}({string.Join(", ", arguments)})";
        return SyntaxFactory.ParseMemberDeclaration($" {head} => {call};", options: CellCompiler.ParseOptions)!;
    }

    private static string Passed(ParameterSyntax parameter) =>
        parameter.Modifiers.Select(static m => m.Kind()).FirstOrDefault(static k => k is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword) switch
        {
            SyntaxKind.RefKeyword => "ref ",
            SyntaxKind.OutKeyword => "out ",
            SyntaxKind.InKeyword => "in ",
            _ => "",
        };
}
