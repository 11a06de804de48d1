using Isopleth.Jupyter;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>Chooses the kernel that runs a notebook.</summary>
public static class KernelChoice
{
    /// <summary>The kernel named, or the one that the notebook asks for, or else one of the notebook's language.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="name">A kernel's name that overrules the notebook's; null for none.</param>
    /// <returns>The kernel.</returns>
    /// <exception cref="JupyterException">There is none such; the message lists those there are and says how to install Isopleth's.</exception>
    public static KernelSpec Find(Notebook notebook, string? name)
    {
        var all = KernelSpecs.All();
        var wanted = name ?? notebook.KernelName;
        var found = all.FirstOrDefault(spec => string.Equals(spec.Name, wanted, StringComparison.OrdinalIgnoreCase))
            ?? (name is null ? all.FirstOrDefault(spec => SameLanguage(spec.Language, LanguageOf(notebook))) ?? OfDotnet(notebook, all) : null);
        if (found is not null)
        {
            return found;
        }

        var asked = wanted is null ? "The notebook names no kernel" : $"There is no kernel '{wanted}'";
        var there = all.Count == 0 ? "none" : string.Join(", ", all.Select(spec => $"{spec.Name} ({spec.Language})"));
        throw new JupyterException($"{asked}{(notebook.Language is { } language ? $", nor another for {language}" : "")}. Kernels there are: {there}. Install Isopleth's C# kernel with: ./isopleth kernel install");
    }

    // Visual Studio Code leaves the kernel out at times, and whatever language it thought of; the cells know better.
    private static string? LanguageOf(Notebook notebook) =>
        notebook.KernelName is null && notebook.Cells.Any(static cell => cell.IsCode && cell.Language is not null) ? "C#" : notebook.Language;

    /// <summary>The C# kernel for a notebook of another language of .NET Interactive, whose cells it runs too once they name their language.</summary>
    private static KernelSpec? OfDotnet(Notebook notebook, IReadOnlyList<KernelSpec> all)
    {
        if ((notebook.KernelName is null && notebook.Language is null) || notebook.DefaultCellLanguage is not { } language || all.FirstOrDefault(static spec => SameLanguage(spec.Language, "C#")) is not { } found)
        {
            return null;
        }

        if (language != "csharp")
        {
            notebook.NameLanguages(language);
        }

        return found;
    }

    private static bool SameLanguage(string a, string? b) => b is not null && Plain(a) == Plain(b);

    private static string Plain(string language) => language.ToUpperInvariant() is "CSHARP" ? "C#" : language.ToUpperInvariant();
}
