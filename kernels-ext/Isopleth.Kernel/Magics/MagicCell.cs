using System.Runtime.ExceptionServices;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Magics;

/// <summary>A cell with magics in it, run part by part.</summary>
/// <param name="table">The magics.</param>
/// <param name="session">The session.</param>
/// <param name="output">Where the cell shows what it shows.</param>
/// <param name="runCSharp">Runs C# under a name that errors tell it by, and gives the value of its trailing expression to what shows it.</param>
/// <param name="onCellThread">Runs something on the cell thread, and gives what it threw.</param>
/// <param name="cancellation">Cancelled when the cell is interrupted.</param>
internal sealed class MagicCell(
    MagicTable table, Session session, CellOutput output, Func<string, string, Action<object?>, CellError?> runCSharp, Func<Action, Exception?> onCellThread, CancellationToken cancellation)
{
    private Action<object?> _show = static _ => { };

    /// <summary>The magics.</summary>
    public MagicTable Table => table;

    /// <summary>The session.</summary>
    public Session Session => session;

    /// <summary>Where the cell shows what it shows.</summary>
    public CellOutput Output => output;

    /// <summary>The cell's text.</summary>
    public required string Code { get; init; }

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>What is to be done when the cell has ended.</summary>
    public List<Action> Endings { get; } = [];

    /// <summary>Runs the cell.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="name">Its name.</param>
    /// <param name="show">Shows the value of its trailing expression.</param>
    /// <param name="before">How many lines stand before the user's own.</param>
    /// <returns>The first error, or null.</returns>
    public CellError? Run(string code, string name, Action<object?> show, int before)
    {
        try
        {
            _show = show;
            return RunParts(code, name, before);
        }
        finally
        {
            foreach (var ending in Endings)
            {
                ending();
            }
        }
    }

    /// <summary>Runs a text that the cell's own code submits.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="show">Shows the value of its trailing expression.</param>
    /// <returns>The first error, or null.</returns>
    public CellError? Submit(string code, Action<object?> show)
    {
        var outer = _show;
        try
        {
            _show = show;
            return RunParts(code, "submitted code");
        }
        finally
        {
            _show = outer;
        }
    }

    /// <summary>Declares a C# variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">Its type; null for that of the value.</param>
    /// <exception cref="MagicException">It cannot be named so.</exception>
    public void Declare(string name, object? value, Type? type = null)
    {
        if (!SharedValues.IsName(name))
        {
            throw new MagicException($"'{name}' cannot name a variable; take letters, digits and underscores, a letter first.");
        }

        type = SharedValues.Nameable(type ?? value?.GetType() ?? typeof(object));
        if (SharedValues.Files(type).Where(file => session.Housed(file) is null).ToList() is { Count: > 0 } files)
        {
            session.Add(files, files, []);
        }

        RunNested(SharedValues.Declaration(name, value, type), $"declaration of {name}");
    }

    /// <summary>The variables of a language.</summary>
    /// <param name="language">The language, as its magic names it.</param>
    public IReadOnlyList<(string Name, object? Value)> VariablesOf(string language) => language == "fsharp" ? table.Languages.FSharp.Variables : session.Variables();

    /// <summary>Declares a C# variable of whatever type its value has.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void DeclareAny(string name, object? value) => Declare(name, value);

    /// <summary>Runs something on the cell thread, where an interrupt reaches it.</summary>
    /// <param name="body">What; what it throws is thrown.</param>
    public void OnCellThread(Action body)
    {
        if (onCellThread(body) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>Shows the value of the trailing expression.</summary>
    /// <param name="value">The value.</param>
    public void Result(object? value) => _show(value);

    /// <summary>Runs one magic.</summary>
    /// <param name="part">The magic.</param>
    /// <param name="name">The cell's name.</param>
    /// <param name="set">Sets a variable of the language in whose text it stands; null for C#.</param>
    public void RunNested(CellPart part, string name, Action<string, object?>? set)
    {
        if (Call(part, name, set) is { } error)
        {
            throw new NestedError(error);
        }
    }

    /// <summary>Runs a text that a magic brings in.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="name">Its name.</param>
    public void RunNested(string code, string name)
    {
        if (RunParts(code, name) is { } error)
        {
            throw new NestedError(error);
        }
    }

    private CellError? RunParts(string code, string name, int before = 0)
    {
        var parts = CellPart.Of(code, table, before);
        if (parts.Find(part => !part.IsCSharp && table.Find(part.Name) is null) is { } unknown)
        {
            return Call(unknown, name);
        }

        foreach (var part in parts)
        {
            if ((part.IsCSharp ? runCSharp(part.Text, name, _show) : Call(part, name)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private CellError? Call(CellPart part, string name, Action<string, object?>? set = null)
    {
        try
        {
            var magic = table.Find(part.Name) ?? throw table.Unknown(part);
            if (MagicLine.AsksHelp(part.Line))
            {
                output.Display(Formatter.ToBundle(magic.Help));
                return null;
            }

            magic.Run(new MagicCall(this, part, name, MagicLine.Parse(magic, part.Line, VariablesOf), set));
            return null;
        }
        catch (MagicException e)
        {
            return e.ToError(name, part);
        }
        catch (NestedError e)
        {
            return e.Error;
        }
    }

    private sealed class NestedError(CellError error) : Exception
    {
        public CellError Error => error;
    }
}
