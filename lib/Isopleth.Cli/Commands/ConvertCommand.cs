using System.CommandLine;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth convert IN OUT</c>: a notebook from <c>.dib</c> to <c>.ipynb</c>, or back.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        var input = new Argument<string>("IN") { Description = "The notebook, .dib or .ipynb." };
        var output = new Argument<string>("OUT") { Description = "Where it goes, .ipynb or .dib; overwritten if it is there." };
        var command = new Command("convert", "Converts a notebook between .dib, the text form of .NET Interactive, and .ipynb. Cell texts and languages stay exactly as they are.") { input, output };
        command.SetAction(parsed => Convert(parsed.GetValue(input)!, parsed.GetValue(output)!));
        return command;
    }

    private static int Convert(string input, string output)
    {
        if (Path.GetExtension(output) is not (".dib" or ".ipynb"))
        {
            Console.Error.WriteLine($"isopleth convert: {output} is neither .dib nor .ipynb; its ending says what to write.");
            return RunExitCode.Usage;
        }

        try
        {
            var notebook = Notebook.Load(input);
            notebook.Save(output);
            if (Dib.IsDib(output) && Lost(notebook) is { Length: > 0 } lost)
            {
                Console.Error.WriteLine($"isopleth convert: a .dib holds texts and languages alone; {lost} stay behind in {input}.");
            }

            return RunExitCode.Success;
        }
        catch (NotebookFormatException e)
        {
            Console.Error.WriteLine($"isopleth convert: {e.Message}");
            return RunExitCode.Usage;
        }
    }

    private static string Lost(Notebook notebook) => string.Join(" and ", new[]
    {
        notebook.Cells.Any(static c => c.IsCode && c.Outputs.Count > 0) ? "outputs" : "",
        notebook.Cells.Any(static c => c.Tags.Count > 0) ? "tags" : "",
        notebook.Cells.Any(static c => c.Json["attachments"] is not null) ? "attachments" : "",
    }.Where(static part => part.Length > 0));
}
