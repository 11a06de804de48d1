using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Magics;

/// <summary>A cell with magics in it, run part by part.</summary>
/// <param name="table">The magics.</param>
/// <param name="session">The session.</param>
/// <param name="output">Where the cell shows what it shows.</param>
/// <param name="runCSharp">Runs C# under a name that errors tell it by.</param>
internal sealed class MagicCell(MagicTable table, Session session, CellOutput output, Func<string, string, CellError?> runCSharp)
{
    /// <summary>The magics.</summary>
    public MagicTable Table => table;

    /// <summary>The session.</summary>
    public Session Session => session;

    /// <summary>Where the cell shows what it shows.</summary>
    public CellOutput Output => output;

    /// <summary>What is to be done when the cell has ended.</summary>
    public List<Action> Endings { get; } = [];

    /// <summary>Runs the cell.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The first error, or null.</returns>
    public CellError? Run(string code, string name)
    {
        try
        {
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
            if ((part.IsCSharp ? runCSharp(part.Text, name) : Call(part, name)) is { } error)
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

            magic.Run(new MagicCall(this, MagicLine.Parse(magic, part.Line), part.Text));
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
