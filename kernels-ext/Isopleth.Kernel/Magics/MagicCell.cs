using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Magics;

/// <summary>A cell with magics in it, run part by part.</summary>
/// <param name="table">The magics.</param>
/// <param name="session">The session.</param>
/// <param name="output">Where the cell shows what it shows.</param>
/// <param name="runCSharp">Runs C# under a name that errors tell it by, and gives the value of its trailing expression to what shows it.</param>
/// <param name="cancellation">Cancelled when the cell is interrupted.</param>
internal sealed class MagicCell(
    MagicTable table, Session session, CellOutput output, Func<string, string, Action<object?>, CellError?> runCSharp, CancellationToken cancellation)
{
    private Action<object?> _show = static _ => { };

    /// <summary>The magics.</summary>
    public MagicTable Table => table;

    /// <summary>The session.</summary>
    public Session Session => session;

    /// <summary>Where the cell shows what it shows.</summary>
    public CellOutput Output => output;

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>What is to be done when the cell has ended.</summary>
    public List<Action> Endings { get; } = [];

    /// <summary>Runs the cell.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="name">Its name.</param>
    /// <param name="show">Shows the value of its trailing expression.</param>
    /// <returns>The first error, or null.</returns>
    public CellError? Run(string code, string name, Action<object?> show)
    {
        try
        {
            _show = show;
            return RunParts(code, name);
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

        RunNested(SharedValues.Declaration(name, value, type), $"declaration of {name}");
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

    private CellError? RunParts(string code, string name)
    {
        var parts = CellPart.Of(code, table);
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

    private CellError? Call(CellPart part, string name)
    {
        try
        {
            var magic = table.Find(part.Name) ?? throw table.Unknown(part);
            if (MagicLine.AsksHelp(part.Line))
            {
                output.Display(Formatter.ToBundle(magic.Help));
                return null;
            }

            magic.Run(new MagicCall(this, part, name, MagicLine.Parse(magic, part.Line, session.Variables)));
            return null;
        }
        catch (MagicException e)
        {
            return e.ToError(name, part.LineNumber, part.Line);
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
