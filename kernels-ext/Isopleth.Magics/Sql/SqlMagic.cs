using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isopleth.Formats;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Magics;

namespace Isopleth.Magics;

/// <summary><c>#!sql</c>: SQL by DuckDB over files, over C# variables by their names, and over databases.</summary>
internal static partial class SqlMagic
{
    private const int RowsShown = 20;
    private static readonly Dictionary<string, DuckDbConnection> Open = new(StringComparer.Ordinal);

    /// <summary>The magic.</summary>
    public static Magic Magic { get; } = new(
        "sql", "Queries files, C# variables and databases with DuckDB's SQL: FROM 'file.parquet', FROM variable, $variable for a single value.",
        "var volcanoes = new[] { new { Name = \"Etna\", Height = 3357 }, new { Name = \"Stromboli\", Height = 924 } };\nvar least = 1000;\n#!sql --name high\nSELECT Name, Height FROM volcanoes WHERE Height > $least\n#!csharp\nhigh[\"Name\"][0]",
        Run)
    {
        Parameters =
        [
            new("--name", "The variable that gets the answer, as a Table of columns") { Type = MagicValueType.NewVariable },
            new("--db", "The DuckDB database to query; made when it is not there. Without it, one in memory that lasts as long as the session") { Type = MagicValueType.File() with { Name = "text", Fault = static (_, _) => null } },
            new("--rows", "How many rows are shown; 20 if not given") { Type = MagicValueType.Number },
        ],
        TakesText = true,
        CompleteText = SqlCompletion.At,
    };

    /// <summary>The connection that a query of that database goes through, or null where none was opened yet.</summary>
    /// <param name="path">The database's file; null for the one in memory.</param>
    public static DuckDbConnection? Opened(string? path) => Open.GetValueOrDefault(path is null ? "" : Path.GetFullPath(path));

    private static void Run(MagicCall call)
    {
        if (string.IsNullOrWhiteSpace(call.Text))
        {
            throw new MagicException("#!sql has no SQL beneath it; write the query in the lines that follow.");
        }

        var sql = call.TakeDirectives((name, _) => throw new MagicException($"SQL reads C# variables without #!share: FROM {name}, or ${name} for a single value."));
        var connection = Connection(call);
        var views = SqlVariables.Register(connection, sql, call.Variables);
        try
        {
            using var answer = Query(connection, sql, call);
            Show(answer, call);
        }
        catch (DuckDbException e)
        {
            // A fault of a script as a whole has no place; the first line stands for it.
            var message = e.Message.Split("\n\nLINE ", 2)[0];
            var (line, column) = e.Line is { } at ? (at, e.Column ?? 1) : (1, 1);
            throw new MagicException([new TextFault("SqlError", message, line, column, e.Line is null ? 0 : Length(sql, line, column))]);
        }
        finally
        {
            foreach (var view in views)
            {
                connection.Execute($"DROP VIEW IF EXISTS temp.{DuckDbConnection.Identifier(view)}");
            }
        }
    }

    private static DuckDbConnection Connection(MagicCall call)
    {
        var path = call["--db"] is { } file ? Path.GetFullPath(file) : "";
        if (!Open.TryGetValue(path, out var connection))
        {
            try
            {
                connection = Open[path] = DuckDbConnection.Open(path.Length == 0 ? null : path);
            }
            catch (DuckDbException e)
            {
                throw call.Fault("--db", e.Message);
            }
        }

        return connection;
    }

    /// <summary>Runs the statements; the last one's parameters are C# variables.</summary>
    private static DuckDbResult Query(DuckDbConnection connection, string sql, MagicCall call)
    {
        if (!sql.Contains('$', StringComparison.Ordinal))
        {
            return connection.Query(sql, call.Cancellation);
        }

        var statement = connection.Prepare(sql);
        foreach (var name in statement.Parameters)
        {
            var found = call.Variables.FirstOrDefault(v => v.Name == name);
            if (found.Name is null)
            {
                var place = Regex.Match(sql, $@"\${Regex.Escape(name)}\b");
                var before = sql[..place.Index].Split('\n');
                throw new MagicException([new TextFault(
                    "SqlError", MagicValueType.Variable.Fault(name, () => [.. call.Variables.Select(static v => v.Name)])!, before.Length, before[^1].Length + 1, name.Length + 1)]);
            }

            statement.Bind(name, found.Value);
        }

        return statement.Query(call.Cancellation);
    }

    private static void Show(DuckDbResult answer, MagicCall call)
    {
        if (answer.Columns.Count == 0)
        {
            return;
        }

        var rows = (int)(call.Number("--rows") ?? RowsShown);
        var (table, count) = answer.ToTable(call.Has("--name") ? int.MaxValue : Math.Max(rows, 0));
        if (call["--name"] is { } name)
        {
            call.Declare(name, table);
        }

        call.Show(new SqlAnswer(table, rows, count));
    }

    /// <summary>How long the word at a place is.</summary>
    private static int Length(string sql, int line, int column) => Math.Max(1, Word().Match(sql.Split('\n')[line - 1], column - 1).Length);

    [GeneratedRegex(@"\G(?:\w+|""[^""]*""|'[^']*')")]
    private static partial Regex Word();

    /// <summary>The first rows of an answer, and how many there are.</summary>
    private sealed record SqlAnswer(Table Table, int Rows, long Count) : IMimeBundle
    {
        public JsonObject ToMimeBundle() => new()
        {
            [MimeTypes.Html] = Table.ToHtml(Rows, Count),
            [MimeTypes.Text] = string.Create(CultureInfo.InvariantCulture, $"{Table}{(Count > Table.Count ? $" of {Count}" : "")}"),
        };
    }
}
