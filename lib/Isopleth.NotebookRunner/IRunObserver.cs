namespace Isopleth.NotebookRunner;

/// <summary>Hears of a run as it goes. Calls come one at a time.</summary>
public interface IRunObserver
{
    /// <summary>A cell begins.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Its number among the cells that run, from 1.</param>
    /// <param name="count">How many cells run.</param>
    void CellStarted(CellReport cell, int number, int count);

    /// <summary>A cell wrote to standard output or standard error; or, at its end, what it showed is told as text in its last state.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">What it wrote.</param>
    void Written(string name, string text);

    /// <summary>A cell has ended.</summary>
    /// <param name="cell">The cell, with its state and time.</param>
    /// <param name="number">Its number among the cells that run, from 1.</param>
    /// <param name="count">How many cells run.</param>
    void CellFinished(CellReport cell, int number, int count);
}
