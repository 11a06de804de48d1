using System.Text.Json.Nodes;

namespace Isopleth.Jupyter;

/// <summary>Where a cell's outputs go. Every member may be called from any thread, also after the cell has ended (outputs then still belong to their cell).</summary>
public interface IOutputs
{
    /// <summary>A piece of standard output or standard error. Pieces that follow within 40 ms leave as one message; all leave before the next other output and before the cell's end.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text.</param>
    void Stream(string name, string text);

    /// <summary>Shows something.</summary>
    /// <param name="data">MIME bundle.</param>
    /// <param name="metadata">Metadata by MIME type.</param>
    /// <param name="displayId">An identity to update it by later, or null.</param>
    void Display(JsonObject data, JsonObject? metadata = null, string? displayId = null);

    /// <summary>Replaces what was shown under <paramref name="displayId"/>, in whichever cell it stands.</summary>
    /// <param name="displayId">The identity given to <see cref="Display"/>.</param>
    /// <param name="data">MIME bundle.</param>
    /// <param name="metadata">Metadata by MIME type.</param>
    void Update(string displayId, JsonObject data, JsonObject? metadata = null);

    /// <summary>The value of the cell's trailing expression (<c>execute_result</c>).</summary>
    /// <param name="data">MIME bundle.</param>
    /// <param name="metadata">Metadata by MIME type.</param>
    void Result(JsonObject data, JsonObject? metadata = null);

    /// <summary>Clears the cell's outputs.</summary>
    /// <param name="wait">True to wait until the next output comes, which avoids flicker.</param>
    void Clear(bool wait = false);

    /// <summary>Asks the person at the front end for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="password">True to hide what is typed.</param>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">The front end takes no input (<c>allow_stdin</c> is false).</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted while it waited.</exception>
    string ReadLine(string prompt, bool password = false);
}
