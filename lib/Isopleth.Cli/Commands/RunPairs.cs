namespace Isopleth.Cli.Commands;

/// <summary>Options of two values, <c>-p NAME VALUE</c>, as papermill has them. The parser knows only options of one value or of as many as follow,
/// which would swallow IN and OUT or mistake a value such as <c>-5</c> for an option; so each pair is one value by the time it parses.</summary>
internal static class RunPairs
{
    private const char Separator = '\u001f';

    /// <summary>Joins the two words after each <c>-p</c> and <c>-r</c> of a <c>run</c> command line; other command lines stay as they are.</summary>
    public static string[] Join(string[] arguments)
    {
        if (arguments is not ["run", ..])
        {
            return arguments;
        }

        var joined = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            var option = arguments[i] switch
            {
                "-p" or "--parameters" => "--parameters",
                "-r" or "--parameters_raw" => "--parameters_raw",
                _ => null,
            };
            if (option is not null && i + 2 < arguments.Length)
            {
                joined.Add($"{option}={arguments[i + 1]}{Separator}{arguments[i + 2]}");
                i += 2;
            }
            else
            {
                joined.Add(arguments[i]);
            }
        }

        return [.. joined];
    }

    /// <summary>Takes a joined pair apart.</summary>
    /// <exception cref="ArgumentException">It is no pair.</exception>
    public static (string Name, string Value) Split(string pair, string option) => pair.Split(Separator, 2) is [var name, var value]
        ? (name, value)
        : throw new ArgumentException($"{option} takes a name and a value, for example {option} threshold 3.5; '{pair}' stands alone.");
}
