using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Isopleth.Kernel.Cells;

/// <summary>The cells run so far: what the next cell sees, and the values of its variables.</summary>
internal sealed class Session
{
    private readonly AssemblyLoadContext _context = new("cells");
    private readonly Dictionary<string, Assembly> _assemblies = new(StringComparer.Ordinal);
    private object?[] _submissions = new object?[64];
    private int _count;

    /// <summary>An empty session.</summary>
    public Session()
    {
        Compiler = new(References);
        _context.Resolving += (context, name) => _assemblies.TryGetValue(name.Name!, out var cell) ? cell
            : References.PathOf(name.Name!) is { } path ? context.LoadFromAssemblyPath(path)
            : null;
    }

    /// <summary>The compiler of this session's cells.</summary>
    public CellCompiler Compiler { get; }

    /// <summary>What cells have referred to.</summary>
    public CellReferenceResolver References { get; } = new();

    /// <summary>The last cell that was accepted.</summary>
    public CSharpCompilation? Last { get; private set; }

    /// <summary>Compiles a cell as the next one; the session stays as it is.</summary>
    /// <param name="tree">The cell.</param>
    /// <param name="references">References that no cell before has.</param>
    /// <param name="usings">Imports that no cell before has.</param>
    public CompiledCell Compile(SyntaxTree tree, IReadOnlyList<MetadataReference>? references = null, IReadOnlyList<string>? usings = null) =>
        Compiler.Compile($"cell-{_count}", tree, Last, references ?? [], usings ?? []);

    /// <summary>Runs a compiled cell.</summary>
    /// <param name="cell">A cell compiled as the next one, without errors.</param>
    /// <param name="keep">Whether the session goes on from it. False evaluates an expression beside the session.</param>
    /// <returns>The value of its trailing expression, when it ends.</returns>
    public Task<object?> Run(CompiledCell cell, bool keep = true)
    {
        if (cell.Image is null)
        {
            Last = keep ? cell.Compilation : Last;
            return Task.FromResult<object?>(null);
        }

        if (_count + 2 >= _submissions.Length)
        {
            Array.Resize(ref _submissions, _submissions.Length * 2);
        }

        var assembly = _context.LoadFromStream(new MemoryStream(cell.Image), new MemoryStream(cell.Symbols!));
        var entry = cell.Compilation.GetEntryPoint(default)!;
        var factory = assembly.GetType(entry.ContainingType.MetadataName)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        _count++;
        if (!keep)
        {
            return factory([.. _submissions]);
        }

        _assemblies[assembly.GetName().Name!] = assembly;
        Last = cell.Compilation;
        return factory(_submissions);
    }

    /// <summary>After a cell was cut short: variables that it declares but never reached keep the values that they had before it.</summary>
    /// <param name="cell">The cell that was cut short.</param>
    /// <param name="line">The line that it stopped in, from 0; null when not known.</param>
    public void KeepUnreached(CompiledCell cell, int? line)
    {
        var latest = Array.FindLastIndex(_submissions, static s => s is not null);
        if (latest < 0 || _submissions[latest]!.GetType().Assembly.GetName().Name != cell.Compilation.AssemblyName)
        {
            return;
        }

        foreach (var declared in cell.Compilation.SyntaxTrees[0].GetCompilationUnitRoot().Members.OfType<FieldDeclarationSyntax>())
        {
            if (line is { } reached && declared.GetLocation().GetLineSpan().EndLinePosition.Line < reached)
            {
                continue;
            }

            foreach (var variable in declared.Declaration.Variables)
            {
                Keep(variable.Identifier.ValueText);
            }
        }

        void Keep(string name)
        {
            if (Field(latest, name) is not { } field || !IsDefault(field.GetValue(_submissions[latest])))
            {
                return;
            }

            for (var earlier = latest - 1; earlier >= 0; earlier--)
            {
                if (Field(earlier, name) is { } before)
                {
                    if (before.FieldType == field.FieldType)
                    {
                        field.SetValue(_submissions[latest], before.GetValue(_submissions[earlier]));
                    }

                    return;
                }
            }
        }

        FieldInfo? Field(int submission, string name) =>
            _submissions[submission]?.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public);
    }

    private static bool IsDefault(object? value) =>
        value is null || (value is ValueType && value.Equals(Activator.CreateInstance(value.GetType())));
}
