using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Catalogue;
using Isopleth.Chains;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth catalogue [WORD…]</c>: what there is, or what fits a search.</summary>
internal static class CatalogueCommand
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var words = new Argument<string[]>("word") { Arity = ArgumentArity.ZeroOrMore, Description = "What is searched for: what, where or when, in words; all entries when nothing is named." };
        var json = new Option<bool>("--json") { Description = "Writes one JSON object: the entries, best first, each with what the catalogue says of it and the code that opens it." };
        var command = new Command("catalogue", "Lists the catalogue, or searches it by meaning.") { words, json };
        command.SetAction(parsed =>
        {
            var catalogue = HouseCatalogue.Open();
            var search = string.Join(' ', parsed.GetValue(words)!);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Json(catalogue, search).ToJsonString(Readable));
            }
            else
            {
                Console.WriteLine(search.Length == 0 ? catalogue.ToString() : catalogue.Find(search).ToString());
            }

            return 0;
        });
        return command;
    }

    private static JsonObject Json(Catalogue.Catalogue catalogue, string search) => new()
    {
        ["name"] = catalogue.Name,
        ["search"] = search,
        ["entries"] = new JsonArray([.. search.Length == 0 ? catalogue.Entries.Select(Entry) : catalogue.Find(search).Select(Match)]),
        ["problems"] = new JsonArray([.. catalogue.Validate().Select(p => (JsonNode)p.ToString())]),
    };

    private static JsonObject Entry(CatalogueEntry entry)
    {
        var json = entry.ToJson();
        json["unavailable"] = Unavailable(entry);
        return json;
    }

    /// <summary>Why the entry's files are not here, and what to do; null when they are, or when that cannot be told before its parameters are chosen.</summary>
    private static string? Unavailable(CatalogueEntry entry)
    {
        OpenRequest request;
        try
        {
            request = entry.Resolve(new Dictionary<string, object?>(StringComparer.Ordinal));
        }
        catch (CatalogueException)
        {
            return null;
        }

        try
        {
            _ = request.Arguments.List("urlpath").Count == 0 ? [] : request.LocalFiles("urlpath");
            return null;
        }
        catch (CatalogueException e)
        {
            return $"{e.Problem.Reason} {e.Hint}";
        }
    }

    private static JsonObject Match(CatalogueMatch match)
    {
        var entry = Entry(match.Entry);
        entry["score"] = match.Score;
        entry["reasons"] = new JsonArray([.. match.Reasons.Select(r => (JsonNode)r)]);
        entry["missing"] = new JsonArray([.. match.Missing.Select(m => (JsonNode)m)]);
        return entry;
    }
}
