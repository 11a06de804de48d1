using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The probe's own side: opens the files that it is told of, a line each, and dies of those that nobody survives.</summary>
internal static class Probe
{
    public const string Ready = "ready";
    public const string Answer = "> ";

    /// <summary>How many values are read along each dimension of what is not read whole.</summary>
    private const int Head = 4;

    /// <summary>Variables are read whole as long as there are not more values than these in all, texts as long as there are not more in each: they lie in a heap of their own.</summary>
    private const long MostValues = 1 << 21;
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
        var left = MostValues;
        Values(data.Coordinates.Values.Concat(data.Variables.Values).Select(a => a.Variable), ref left);
        if (data.Groups.Count > 0 && DataStore.Recognise(path).Name.Contains("NetCDF", StringComparison.Ordinal))
        {
            // There may be more than a thousand groups: the file is opened once for all of them.
            using var file = NetCdfFile.Open(path, byLibrary: true);
            foreach (var group in file.GroupPaths)
            {
                Values(file.Read(group, markUnwritten: false).Variables, ref left);
            }
        }
    }

    private static void Values(IEnumerable<Variable> variables, ref long left)
    {
        foreach (var variable in variables.Where(v => v.ElementType != typeof(object)))
        {
            var part = variable;
            var isWhole = variable.Size <= (variable.ElementType == typeof(string) ? MostTexts : left);
            left -= isWhole ? variable.Size : 0;
            foreach (var (dimension, length) in isWhole ? [] : variable.Dimensions.Zip(variable.Shape).DistinctBy(d => d.First))
            {
                part = part.Isel(dimension, ..Math.Min(Head, length));
            }

            _ = part.Load();
        }
    }
}
