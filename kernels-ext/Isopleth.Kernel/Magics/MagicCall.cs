using System.Globalization;

namespace Isopleth.Kernel.Magics;

/// <summary>A magic as a cell calls it.</summary>
public sealed class MagicCall
{
    private readonly Dictionary<string, MagicArgument> _given;
    private readonly MagicCell _cell;
    private readonly CellPart _part;
    private readonly string _name;
    private readonly Action<string, object?>? _set;

    internal MagicCall(MagicCell cell, CellPart part, string name, Dictionary<string, MagicArgument> given, Action<string, object?>? set) =>
        (_cell, _part, _name, _given, _set) = (cell, part, name, given, set);

    /// <summary>The lines beneath it; empty unless it takes text.</summary>
    public string Text => _part.Text;

    /// <summary>The number of its line in the cell, from 1.</summary>
    public int LineNumber => _part.LineNumber + 1;

    /// <summary>The cell's name, as errors tell it.</summary>
    public string CellName => _name;

    /// <summary>The variables of the session, by name.</summary>
    public IReadOnlyList<(string Name, object? Value)> Variables => _cell.Session.Variables();

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken Cancellation => _cell.Cancellation;

    internal MagicTable Table => _cell.Table;

    internal MagicCell Cell => _cell;

    /// <summary>What was given for an argument or an option, or null. A flag that is given is empty.</summary>
    /// <param name="parameter">The parameter's name.</param>
    public string? this[string parameter] => _given.GetValueOrDefault(parameter)?.Text;

    /// <summary>Whether an argument, an option or a flag was given.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <returns>True when it was.</returns>
    public bool Has(string parameter) => _given.ContainsKey(parameter);

    /// <summary>What was given for a parameter: the variable's value where one is named as <c>@csharp:name</c>, else the text.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <returns>The value, or null.</returns>
    public object? Value(string parameter) => _given.GetValueOrDefault(parameter)?.Value;

    /// <summary>The number that was given for a parameter of type <see cref="MagicValueType.Number"/>.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <returns>The number, or null.</returns>
    public double? Number(string parameter) => this[parameter] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A fault of what was given for a parameter, which is underlined.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <returns>The exception, to be thrown.</returns>
    public MagicException Fault(string parameter, string message) =>
        _given.TryGetValue(parameter, out var argument) ? new(message, argument.Start, argument.Length) : new(message);

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    public void Show(object? value) => _cell.Output.Display(Formatter.ToBundle(value), metadata: Formatter.ToMetadata(value));

    /// <summary>Shows the value of the trailing expression, as the cell's result.</summary>
    /// <param name="value">The value.</param>
    public void Result(object? value) => _cell.Result(value);

    /// <summary>Runs something on the cell thread, where an interrupt reaches it also when it waits.</summary>
    /// <param name="body">What; what it throws is thrown.</param>
    public void OnCellThread(Action body) => _cell.OnCellThread(body);

    /// <summary>Carries out the magics that stand in the text of another language: <c>#!share</c> and <c>#!set</c> make variables of that language.</summary>
    /// <param name="set">Sets a variable of the language.</param>
    /// <returns>The text with empty lines in their places.</returns>
    public string TakeDirectives(Action<string, object?> set)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (!Text.Contains("#!", StringComparison.Ordinal))
        {
            return Text;
        }

        var lines = Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (CellPart.NameIn(lines[i]) is { } name)
            {
                var part = new CellPart(name, lines[i], _part.LineNumber + 1 + i, "");
                _cell.RunNested(part, _name, name is "share" or "set" ? set : null);
                lines[i] = "";
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Declares a variable of the language whose cell this is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    internal void Hand(string name, object? value) => (_set ?? _cell.DeclareAny)(name, value);

    /// <summary>Whether the magic stands in the text of another language than C#.</summary>
    internal bool IsForeign => _set is not null;

    /// <summary>Declares a C# variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="MagicException">It cannot be named so.</exception>
    public void Declare(string name, object? value) => _cell.Declare(name, value);

    /// <summary>Runs C# in the session, as a cell would.</summary>
    /// <param name="code">The code.</param>
    /// <param name="name">The name that errors tell it under.</param>
    public void RunCell(string code, string name) => _cell.RunNested(code, name);

    /// <summary>Does something when the cell has ended, well or not.</summary>
    /// <param name="action">What.</param>
    public void AtEnd(Action action) => _cell.Endings.Add(action);
}
