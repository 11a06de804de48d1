using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth open FILE</c>: what is in a file of any format.</summary>
internal static class OpenCommand
{
    /// <summary>Groups shown in full; a file with more names the rest.</summary>
    private const int ShownGroups = 12;

    /// <summary>A summary comes at once: of a store with thousands of groups the first are shown.</summary>
    private static readonly TimeSpan TimeForGroups = TimeSpan.FromSeconds(0.5);

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Files or folders of any format.", Arity = ArgumentArity.OneOrMore };
        var group = new Option<string?>("--group") { Description = "One group, layer or part, by the name that the whole tells." };
        var command = new Command("open", """
            Tells what is in a file of any format: dimensions, coordinates, variables with their units, attributes, groups.

            Exit codes: 0 all were opened; 2 one was not, and the message says why.
            """) { files, group };
        command.SetAction(arguments => arguments.GetValue(files)!.Select(file => Show(file, arguments.GetValue(group))).Max());
        return command;
    }

    private static int Show(string path, string? part)
    {
        try
        {
            var format = DataStore.Recognise(path);
            using var data = part is null ? DataStore.Open(path) : DataStore.Open(path, part);
            Console.WriteLine($"{path}: {format.Name}");
            Console.WriteLine(data);
            if (part is null)
            {
                ShowGroups(path, data);
            }

            Place(data);
            return 0;
        }
        catch (Exception e) when (e is DataFormatException or ArgumentException)
        {
            Console.Error.WriteLine($"isopleth open: {e.Message}");
            return RunExitCode.Usage;
        }
    }

    /// <summary>The groups that hold something, whatever stands before them; those that only hold groups or metadata's attributes are named above.</summary>
    private static void ShowGroups(string path, Dataset data)
    {
        var (shown, begun) = (0, Stopwatch.GetTimestamp());
        foreach (var group in data.Groups)
        {
            if (shown == ShownGroups || Stopwatch.GetElapsedTime(begun) > TimeForGroups)
            {
                Console.WriteLine("The other groups: --group NAME shows one.");
                return;
            }

            try
            {
                using var inner = DataStore.Open(path, group, data);
                if (inner.Variables.Count + inner.Coordinates.Count > 0)
                {
                    Console.WriteLine($"{group}: {inner}");
                    shown++;
                }
            }
            catch (DataFormatException e)
            {
                Console.WriteLine($"{group}: {e.Message}");
            }
        }
    }

    /// <summary>Where and when the data are, as far as their coordinates can be read.</summary>
    private static void Place(Dataset data)
    {
        try
        {
            var extent = DataExtent.Of(data);
            if (extent.Box is { } box)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Box:   {box[0]:0.#####} {box[1]:0.#####} {box[2]:0.#####} {box[3]:0.#####} (west, south, east, north)"));
            }

            if (extent.Start is not null)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Times: {extent.Start:yyyy-MM-dd'T'HH:mm:ss} to {extent.End:yyyy-MM-dd'T'HH:mm:ss}"));
            }
        }
        catch (DataFormatException)
        {
            // What they are has been told; this would only have been more.
        }
    }
}
