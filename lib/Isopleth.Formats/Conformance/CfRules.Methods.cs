using System.Globalization;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Cell methods (§7.3, §7.4, appendix E).</summary>
internal sealed partial class CfRules
{
    private static readonly HashSet<string> Methods =
    [
        "point", "sum", "maximum", "maximum_absolute_value", "median", "mid_range", "minimum", "minimum_absolute_value", "mean", "mean_absolute_value", "mean_of_upper_decile", "mode", "range",
        "root_mean_square", "standard_deviation", "sum_of_squares", "variance",
    ];

    /// <summary>One entry of <c>cell_methods</c>.</summary>
    private sealed record CellEntry(List<string> Names, string Method, List<string> Types, bool IsClimatological, string Comment);

    /// <summary>The entries; null when they are not written as such.</summary>
    private static List<CellEntry>? CellEntries(string text)
    {
        var tokens = new Queue<string>(CellToken().Matches(text).Select(m => m.Value));
        var entries = new List<CellEntry>();
        while (tokens.Count > 0)
        {
            var names = new List<string>();
            while (tokens.TryPeek(out var name) && name.EndsWith(':'))
            {
                names.Add(tokens.Dequeue()[..^1]);
            }

            if (names.Count == 0 || names.Contains("") || !tokens.TryDequeue(out var method) || !Word().IsMatch(method))
            {
                return null;
            }

            var (types, isClimatological) = (new List<string>(), false);
            while (tokens.TryPeek(out var next) && next is "where" or "over" or "within")
            {
                var keyword = tokens.Dequeue();
                if (!tokens.TryDequeue(out var what) || !Word().IsMatch(what) || keyword == "within" && what is not ("days" or "years"))
                {
                    return null;
                }

                if (keyword != "where" && what is "days" or "years")
                {
                    isClimatological = true;
                }
                else if (keyword == "over" && types.Count != 1)
                {
                    return null;
                }
                else
                {
                    types.Add(what);
                }
            }

            entries.Add(new(names, method, types, isClimatological, tokens.TryPeek(out var comment) && comment.StartsWith('(') ? tokens.Dequeue() : ""));
        }

        return entries.Count == 0 ? null : entries;
    }

    private void CellMethods(Variable variable)
    {
        if (!Has(variable, "cell_methods"))
        {
            return;
        }

        if (CellEntries(Text(variable, "cell_methods") ?? "") is not { } entries)
        {
            Error("7.3", variable, $"cell_methods is '{variable.Attributes["cell_methods"]}'.", "Write it as 'time: mean', or 'lat: lon: mean (interval: 1 hour)'.");
            return;
        }

        foreach (var entry in entries)
        {
            Entry(variable, entry);
        }

        foreach (var twice in entries.Where(e => !e.IsClimatological).SelectMany(e => e.Names).Where(n => DimensionsOf(variable).Contains(n)).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            // Order matters, and a dimension that was collapsed once is gone; a climatological time alone is collapsed several times.
            Error("7.3", variable, $"The dimension '{twice.Key}' occurs {twice.Count()} times in cell_methods.", "Name each dimension once.");
        }
    }

    private void Entry(Variable variable, CellEntry entry)
    {
        var intervals = Interval().Matches(entry.Comment);
        foreach (var interval in intervals.Select(i => i.Groups))
        {
            if (!double.TryParse(interval["value"].ValueSpan, CultureInfo.InvariantCulture, out _) || Parse(interval["unit"].Value) is null)
            {
                Error("7.3", variable, $"The interval '{interval["value"].Value} {interval["unit"].Value}' in cell_methods is no number with a unit.", "Write for example (interval: 1 hour).");
            }
        }

        if (intervals.Count > 1 && intervals.Count != entry.Names.Count)
        {
            Error("7.3", variable, $"There are {intervals.Count} intervals for {entry.Names.Count} dimension{(entry.Names.Count > 1 ? "s" : "")} in cell_methods.", "Give one interval, or one for each dimension.");
        }

        if (!Methods.Contains(entry.Method))
        {
            Error("7.3", variable, $"'{entry.Method}' is no cell method.", $"There are {string.Join(", ", Methods)}.");
        }

        foreach (var type in entry.Types.Where(t => !Vocabularies.AreaTypes.Contains(t) && !(Find(t) is { } named && IsText(named))))
        {
            Error("7.3", variable, $"'{type}' is no area type.", "Use one of cfconventions.org's table, for example sea_ice, or a variable with the standard name area_type.");
        }

        foreach (var name in entry.Names.Where(n => n != "area" && !variable.Dimensions.Contains(n) && Find(n) is null && _names.UnitsOf(n) is null))
        {
            Error("7.3", variable, $"cell_methods speaks of '{name}', which is neither a dimension, a coordinate nor a standard name.", "Mend the name.");
        }

        foreach (var coordinate in entry.Names.Select(n => _variables.GetValueOrDefault(n)).OfType<Variable>().Where(c => !IsText(c)))
        {
            if (entry.IsClimatological && !Has(coordinate, "climatology"))
            {
                Error("7.4", variable, $"cell_methods speaks of a climatology, and '{coordinate.Name}' has no climatology.", "Give the time coordinate a climatology attribute instead of bounds, with the beginning and the end of each period.");
            }
            else if (entry.Method != "point" && Methods.Contains(entry.Method) && !Has(coordinate, "bounds", "climatology") && IsAnyCoordinate(coordinate))
            {
                Advice("7.3", variable, $"The {entry.Method} over '{coordinate.Name}' is of cells that have no boundaries.", $"Give '{coordinate.Name}' bounds.");
            }
        }
    }

    [GeneratedRegex(@"\([^)]*\)|[^\s(]+", RegexOptions.NonBacktracking)]
    private static partial Regex CellToken();

    [GeneratedRegex(@"^[A-Za-z]\w*$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"interval:\s+(?<value>\S+)\s+(?<unit>[^\s)]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Interval();
}
