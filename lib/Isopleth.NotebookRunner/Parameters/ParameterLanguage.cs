namespace Isopleth.NotebookRunner.Parameters;

/// <summary>How a language's notebooks declare parameters and are given values.</summary>
internal abstract class ParameterLanguage
{
    private static readonly ParameterLanguage CSharpLanguage = new CSharp();
    private static readonly ParameterLanguage PythonLanguage = new Python();

    /// <summary>The declarations in a <c>parameters</c> cell, in order.</summary>
    public abstract IReadOnlyList<ParameterDeclaration> Scan(string source);

    /// <summary>A comment of one line.</summary>
    public abstract string Comment(string text);

    /// <summary>The line that declares a parameter anew with another value.</summary>
    /// <exception cref="FormatException">The value is none of the parameter's type.</exception>
    public abstract string Assign(ParameterDeclaration declaration, ParameterValue value);

    /// <summary>The value as the parameter takes it: a scalar for a text parameter is the text that was written.</summary>
    public abstract ParameterValue Adapt(ParameterDeclaration declaration, ParameterValue value);

    /// <summary>A declaration as the language writes it, with its comment.</summary>
    public abstract string Describe(ParameterDeclaration declaration);

    /// <summary>The language of that name.</summary>
    /// <exception cref="ParameterException">Parameters are not known for it.</exception>
    public static ParameterLanguage Named(string? name) => name?.ToUpperInvariant() switch
    {
        "C#" or "CSHARP" => CSharpLanguage,
        "PYTHON" or "PYTHON3" => PythonLanguage,
        _ => throw new ParameterException("language", $"Parameters cannot be given to a notebook of language '{name ?? "(none named)"}': they are written for C# and Python. Name the language in the notebook's kernelspec, or choose the kernel."),
    };

    private static ParameterValue AsText(ParameterValue value) =>
        value is BooleanValue or IntegerValue or RealValue ? new TextValue(value.Written ?? value.ToJson()!.ToString()) : value;

    private sealed class CSharp : ParameterLanguage
    {
        public override IReadOnlyList<ParameterDeclaration> Scan(string source) => CSharpDeclarations.Scan(source);

        public override string Comment(string text) => "// " + text;

        public override string Assign(ParameterDeclaration declaration, ParameterValue value)
        {
            var type = declaration.TypeName is { } name ? CSharpType.Parse(name) : CSharpType.Object;
            var literal = CSharpLiteral.Write(value, type);
            var declared = declaration.TypeName ?? (value is NullValue ? "object" : "var");
            return $"{declaration.Modifiers}{declared} {declaration.Name} = {literal};";
        }

        public override ParameterValue Adapt(ParameterDeclaration declaration, ParameterValue value) =>
            declaration.TypeName is { } name && CSharpType.Parse(name).Name == "string" ? AsText(value) : value;

        public override string Describe(ParameterDeclaration declaration) =>
            $"{declaration.TypeName ?? "var"} {declaration.Name}{(declaration.Default is { } text ? $" = {text}" : "")}{(declaration.Comment is { } comment ? $"  // {comment}" : "")}";
    }

    private sealed class Python : ParameterLanguage
    {
        public override IReadOnlyList<ParameterDeclaration> Scan(string source) => PythonDeclarations.Scan(source);

        public override string Comment(string text) => "# " + text;

        public override string Assign(ParameterDeclaration declaration, ParameterValue value) => $"{declaration.Name} = {PythonLiteral.Write(value)}";

        public override ParameterValue Adapt(ParameterDeclaration declaration, ParameterValue value) => PythonDeclarations.IsText(declaration) ? AsText(value) : value;

        public override string Describe(ParameterDeclaration declaration) =>
            $"{declaration.Name}{(declaration.TypeName is { } type ? $": {type}" : "")} = {declaration.Default}{(declaration.Comment is { } comment ? $"  # {comment}" : "")}";
    }
}
