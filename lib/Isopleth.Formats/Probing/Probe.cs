using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The probe's own side: opens the files that it is told of, a line each, and dies of those that nobody survives.</summary>
internal static class Probe
{
    public const string Ready = "ready";
    public const string Answer = "> ";

    /// <summary>How many values are read along each dimension; texts are read whole, since they lie in a heap of their own.</summary>
    private const int Head = 4;
    private const int MostTexts = 1 << 14;

    /// <summary>Answers until nobody asks any more.</summary>
    public static void Run()
    {
        Console.WriteLine(Ready);
        while (Console.In.ReadLine() is { Length: > 0 } path)
        {
            // Libraries print on standard output too, at times without an end of line.
            Console.WriteLine("\n" + Answer + Of(path).ReplaceLineEndings(" | "));
        }
    }

    private static string Of(string path)
    {
        try
        {
            Read(path);
            return "ok";
        }
        catch (Exception e)
        {
            // Whoever asked judges what sort of error it may be.
            return e is DataFormatException ? $"{e.GetType().Name}: {e.Message}" : e.ToString();
        }
    }

    private static void Read(string path)
    {
        using var data = DataStore.Open(path);
        Heads(data.Coordinates.Values.Concat(data.Variables.Values).Select(a => a.Variable));
        if (data.Groups.Count > 0 && DataStore.Recognise(path).Name.Contains("NetCDF", StringComparison.Ordinal))
        {
            // There may be more than a thousand groups: the file is opened once for all of them.
            using var file = NetCdfFile.Open(path);
            foreach (var group in file.Groups().Values)
            {
                Heads(new NetCdfGroup(file, group).Read(markUnwritten: false).Variables);
            }
        }
    }

    private static void Heads(IEnumerable<Variable> variables)
    {
        foreach (var variable in variables.Where(v => v.ElementType != typeof(object)))
        {
            var head = variable;
            foreach (var (dimension, length) in variable.Dimensions.Zip(variable.Shape).DistinctBy(d => d.First))
            {
                head = variable.ElementType == typeof(string) && variable.Size <= MostTexts ? head : head.Isel(dimension, ..Math.Min(Head, length));
            }

            _ = head.Load();
        }
    }
}
