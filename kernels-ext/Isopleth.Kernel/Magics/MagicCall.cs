using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Magics;

/// <summary>A magic as a cell calls it.</summary>
public sealed class MagicCall
{
    private readonly Dictionary<string, string> _values;
    private readonly MagicCell _cell;

    internal MagicCall(MagicCell cell, Dictionary<string, string> values, string text) => (_cell, _values, Text) = (cell, values, text);

    /// <summary>The lines beneath it; empty unless it takes text.</summary>
    public string Text { get; }

    internal MagicTable Table => _cell.Table;

    internal IReadOnlyList<(string Name, object? Value)> Variables => _cell.Session.Variables();

    /// <summary>What was given for an argument or an option, or null.</summary>
    /// <param name="parameter">The parameter's name.</param>
    public string? this[string parameter] => _values.GetValueOrDefault(parameter);

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    public void Show(object? value) => _cell.Output.Display(Formatter.ToBundle(value), metadata: Formatter.ToMetadata(value));

    /// <summary>Runs C# in the session, as a cell would.</summary>
    /// <param name="code">The code.</param>
    /// <param name="name">The name that errors tell it under.</param>
    public void RunCell(string code, string name) => _cell.RunNested(code, name);

    /// <summary>Does something when the cell has ended, well or not.</summary>
    /// <param name="action">What.</param>
    public void AtEnd(Action action) => _cell.Endings.Add(action);
}
