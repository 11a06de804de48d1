using System.Text.RegularExpressions;
using Isopleth.Formats;
using Isopleth.Jupyter;
using Isopleth.Kernel.Magics;

namespace Isopleth.Magics;

/// <summary>What may follow in the text of <c>#!sql</c>: SQL's words, DuckDB's functions, tables, C# variables, and the columns of those that the query names.</summary>
internal static partial class SqlCompletion
{
    private static readonly Lazy<(string[] Words, string[] Functions)> Known = new(static () =>
    {
        using var connection = DuckDbConnection.Open();
        return (Column(connection, "SELECT upper(keyword_name) AS n FROM duckdb_keywords() ORDER BY n"),
            Column(connection, "SELECT DISTINCT function_name AS n FROM duckdb_functions() WHERE regexp_matches(function_name, '^[a-z][a-z0-9_]*$') ORDER BY n"));
    }, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Completions at a place.</summary>
    /// <param name="place">The place.</param>
    public static IEnumerable<CompletionItem> At(MagicTextAt place)
    {
        if (InString().IsMatch(place.Before))
        {
            return [];
        }

        if (place.Word.StartsWith('$'))
        {
            return place.Variables.Select(static v => new CompletionItem("$" + v.Name, "variable"));
        }

        // Those of C# stand behind the database's own, which go before them in a query.
        var tables = Tables(place.Option("--db")).Concat(place.Variables.Select(static v => (v.Name, Columns: SqlVariables.ColumnsOf(v.Value)!)).Where(static v => v.Columns is not null))
            .DistinctBy(static t => t.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (Owner().Match(place.Before) is { Success: true } owner)
        {
            var name = owner.Groups[1].Value;
            var meant = Regex.Match(place.Text, $@"\b(?:FROM|JOIN|,)\s*""?(\w+)""?\s+(?:AS\s+)?{Regex.Escape(name)}\b", RegexOptions.IgnoreCase) is { Success: true } alias ? alias.Groups[1].Value : name;
            return tables.Where(t => t.Name.Equals(meant, StringComparison.OrdinalIgnoreCase)).SelectMany(static t => Named(t.Columns, t.Name));
        }

        var named = tables.Where(t => Regex.IsMatch(place.Text, $@"\b{Regex.Escape(t.Name)}\b", RegexOptions.IgnoreCase));
        var rows = tables.Select(static t => new CompletionItem(t.Name, "class", string.Join(", ", t.Columns)));
        return BeforeTable().IsMatch(place.Before)
            ? rows
            : [.. named.SelectMany(static t => Named(t.Columns, t.Name)), .. rows, .. Known.Value.Words.Select(w => new CompletionItem(place.Word.Any(char.IsLower) ? w.ToLowerInvariant() : w, "keyword")), .. Known.Value.Functions.Select(static f => new CompletionItem(f, "function"))];

        static IEnumerable<CompletionItem> Named(IEnumerable<string> columns, string table) => columns.Select(column => new CompletionItem(column, "field", $"of {table}"));
    }

    private static List<(string Name, IReadOnlyList<string> Columns)> Tables(string? database)
    {
        if (SqlMagic.Opened(database) is not { } connection)
        {
            return [];
        }

        var columns = connection.Table("SELECT table_name AS t, column_name AS c FROM information_schema.columns ORDER BY table_name, ordinal_position");
        return
        [
            .. Enumerable.Range(0, columns.Columns.Count == 0 ? 0 : columns.Count).Select(i => (Table: (string)columns["t"][i]!, Column: (string)columns["c"][i]!))
                .GroupBy(static row => row.Table, static row => row.Column).Select(static table => (table.Key, (IReadOnlyList<string>)[.. table])),
        ];
    }

    private static string[] Column(DuckDbConnection connection, string sql) => connection.Table(sql)["n"].To<string>();

    [GeneratedRegex("""(?:^|[^\w"])"?(\w+)"?\.$""")]
    private static partial Regex Owner();

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|DESCRIBE|SUMMARIZE)\s+$", RegexOptions.IgnoreCase)]
    private static partial Regex BeforeTable();

    /// <summary>Whether a text or a comment is still open.</summary>
    [GeneratedRegex(@"^(?:[^'-]|'[^']*'|-(?!-))*(?:'[^']*|--[^\n]*)$")]
    private static partial Regex InString();
}
