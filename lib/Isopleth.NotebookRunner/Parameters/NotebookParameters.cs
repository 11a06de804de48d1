using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>A notebook's parameters by papermill's tags: the cell tagged <c>parameters</c> declares them with their defaults,
/// a cell tagged <c>injected-parameters</c> after it gives them other values.</summary>
public static class NotebookParameters
{
    /// <summary>The tag of the cell that declares parameters.</summary>
    public const string DeclaringTag = "parameters";

    /// <summary>The tag of the cell that gives them other values.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>The parameters that a notebook declares.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="language">Its language; null for what the notebook itself names.</param>
    /// <returns>The declarations in the cell's order; none where no cell is tagged <c>parameters</c>.</returns>
    /// <exception cref="ParameterException">The language is neither C# nor Python.</exception>
    public static IReadOnlyList<ParameterDeclaration> Inspect(Notebook notebook, string? language = null) =>
        Tagged(notebook, DeclaringTag) is { } cell ? ParameterLanguage.Named(language ?? notebook.Language).Scan(cell.Source) : [];

    /// <summary>One line for each parameter of a notebook, as its language writes a declaration.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="language">Its language; null for what the notebook itself names.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="ParameterException">The language is neither C# nor Python.</exception>
    public static IReadOnlyList<string> Describe(Notebook notebook, string? language = null) =>
        [.. Inspect(notebook, language).Select(ParameterLanguage.Named(language ?? notebook.Language).Describe)];

    /// <summary>Gives a notebook's parameters other values: replaces its injected cell, or inserts one after the cell that declares them.</summary>
    /// <param name="notebook">The notebook, which is changed.</param>
    /// <param name="values">Values by name; with none, the notebook stays as it is, what an earlier run injected included.</param>
    /// <param name="language">The notebook's language; null for what it names itself.</param>
    /// <returns>The values as the notebook takes them.</returns>
    /// <exception cref="ParameterException">A name is unknown (the message lists those there are), or a value does not fit its parameter's type.</exception>
    /// <remarks>An injected declaration keeps the type that the <c>parameters</c> cell names, so that <c>double threshold = 3;</c> given 5 becomes <c>double threshold = 5.0;</c>.
    /// A parameter of type text takes what was written (<c>007</c> stays <c>"007"</c>).</remarks>
    public static IReadOnlyDictionary<string, ParameterValue> Inject(Notebook notebook, IReadOnlyDictionary<string, ParameterValue> values, string? language = null)
    {
        if (values.Count == 0)
        {
            return values;
        }

        var writer = ParameterLanguage.Named(language ?? notebook.Language);
        var declarations = Inspect(notebook, language);
        var lines = new List<string> { writer.Comment("Parameters") };
        var taken = new OrderedDictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            var declaration = declarations.LastOrDefault(one => one.Name == name) ?? throw Unknown(notebook, writer, declarations, name);
            taken[name] = writer.Adapt(declaration, value);
            try
            {
                lines.Add(writer.Assign(declaration, taken[name]));
            }
            catch (FormatException e)
            {
                throw new ParameterException(name, $"Parameter {name}: {e.Message}. The notebook declares: {writer.Describe(declaration)}", e);
            }
        }

        var source = string.Join('\n', lines);
        if (Tagged(notebook, InjectedTag) is { } injected)
        {
            injected.Source = source;
            injected.ClearOutputs();
        }
        else
        {
            var after = notebook.Cells.ToList().FindIndex(cell => cell.IsCode && cell.HasTag(DeclaringTag));
            notebook.Insert(after + 1, Cell.Code(source, InjectedTag));
        }

        return taken;
    }

    private static Cell? Tagged(Notebook notebook, string tag) => notebook.Cells.FirstOrDefault(cell => cell.IsCode && cell.HasTag(tag));

    private static ParameterException Unknown(Notebook notebook, ParameterLanguage writer, IReadOnlyList<ParameterDeclaration> declarations, string name)
    {
        if (Tagged(notebook, DeclaringTag) is null)
        {
            return new ParameterException(name, $"The notebook takes no parameter {name}: no code cell of it is tagged '{DeclaringTag}'. Tag the cell that declares the parameters' defaults.");
        }

        var near = NearName.Find(name, declarations.Select(one => one.Name));
        var list = declarations.Count == 0 ? "(none: its parameters cell declares nothing)" : string.Join("\n  ", declarations.Select(writer.Describe));
        return new ParameterException(name, $"The notebook has no parameter {name}.{(near is null ? "" : $" Did you mean {near}?")} Its parameters are:\n  {list}");
    }
}
