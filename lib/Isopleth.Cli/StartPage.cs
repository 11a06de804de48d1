using System.Globalization;
using System.Text.Json.Nodes;
using Isopleth.Charts;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.Cli;

/// <summary>What JupyterLab's start page shows: the curated notebooks by theme, each with a picture out of its own outputs.</summary>
internal static class StartPage
{
    private const int PictureWidth = 360;
    private const string IndexName = "index.json";

    // The themes in the order of the house; one that is not named here comes after them.
    private static readonly List<string> Order = ["", "atmosphere", "ocean", "land", "data", "offload", "teaching"];

    private static readonly List<string> Levels = ["beginner", "intermediate", "advanced"];

    /// <summary>Where the page's index and pictures go: beside JupyterLab's extension, which shows them.</summary>
    public static string FolderIn(Repository repository) => Path.Combine(Kernelspec.OwnJupyterPath(repository), "labextensions", "isopleth", "static", "start");

    /// <summary>Writes index and pictures of the notebooks below a folder, unless they are newer than all of them.</summary>
    public static void Write(string notebooks, string folder)
    {
        var files = Directory.EnumerateFiles(notebooks, "*.ipynb", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "TEMPLATE.ipynb" && !f.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        var index = Path.Combine(folder, IndexName);
        var listed = new JsonArray([.. files.Select(f => (JsonNode)Name(notebooks, f))]);
        if (File.Exists(index) && files.All(f => File.GetLastWriteTimeUtc(f) < File.GetLastWriteTimeUtc(index)) && JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(index))!["files"], listed))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var themes = files.GroupBy(f => Path.GetDirectoryName(Name(notebooks, f))!)
            .OrderBy(t => Order.IndexOf(t.Key) is var at && at >= 0 ? at : Order.Count).ThenBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => new JsonObject { ["name"] = t.Key, ["notebooks"] = new JsonArray([.. t.Select(f => Entry(notebooks, f, folder)).OrderBy(e => Levels.IndexOf((string?)e["level"] ?? ""))]) });
        File.WriteAllText(index, new JsonObject { ["themes"] = new JsonArray([.. themes]), ["files"] = listed }.ToJsonString());
    }

    private static string Name(string notebooks, string file) => Path.GetRelativePath(notebooks, file);

    private static JsonObject Entry(string notebooks, string file, string folder)
    {
        var notebook = Notebook.Load(file);
        var about = notebook.Metadata["isopleth"] as JsonObject;
        var lines = (notebook.Cells.FirstOrDefault(c => !c.IsCode)?.Source ?? "").Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)).ToArray();
        var number = (int?)about?["picture"] ?? 1;
        var (png, alt) = Pictures(notebook).Skip(number - 1).FirstOrDefault();
        string? picture = null;
        if (png is not null)
        {
            picture = Path.ChangeExtension(Name(notebooks, file).Replace(Path.DirectorySeparatorChar, '-'), ".png");
            File.WriteAllBytes(Path.Combine(folder, picture), Thumbnail.Of(png, PictureWidth));
        }

        return new()
        {
            ["path"] = Name(notebooks, file),
            ["title"] = lines.FirstOrDefault()?.TrimStart('#', ' ') ?? Path.GetFileNameWithoutExtension(file),
            ["promise"] = lines.Length > 1 ? lines[1] : "",
            ["minutes"] = (int?)about?["minutes"],
            ["level"] = (string?)about?["level"],
            ["picture"] = picture,
            ["alt"] = alt,
        };
    }

    private static IEnumerable<(byte[] Png, string Alt)> Pictures(Notebook notebook) =>
        from cell in notebook.Cells
        where cell.IsCode
        from output in cell.Outputs
        let data = output?["data"] as JsonObject
        where data?["image/png"] is not null
        select (Convert.FromBase64String(Text(data["image/png"])), Text(data["text/plain"]));

    // Multi-line text is a list of lines in a notebook's file.
    private static string Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(l => (string?)l)),
        null => "",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", node),
    };
}
