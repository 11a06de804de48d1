using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Isopleth.Kernel.Magics;

/// <summary>Answers that a person wants to be asked for once (<c>saveAs</c>), in a file that no one else can read.</summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The kernel runs on Unix.")]
internal static class KeptAnswers
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file, in the user's data folder.</summary>
    public static string File => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
        "isopleth", "answers.json");

    /// <summary>The answer kept under a name, or null.</summary>
    public static string? Find(string name) => Read().GetValueOrDefault(name);

    /// <summary>Keeps an answer.</summary>
    public static void Keep(string name, string answer)
    {
        var answers = Read();
        answers[name] = answer;
        Directory.CreateDirectory(Path.GetDirectoryName(File)!, OwnerAlone | UnixFileMode.UserExecute);
        var fresh = $"{File}.{Environment.ProcessId}";
        using (var stream = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerAlone }))
        {
            JsonSerializer.Serialize(stream, answers, Indented);
        }

        System.IO.File.Move(fresh, File, overwrite: true);
    }

    private static Dictionary<string, string> Read()
    {
        try
        {
            return System.IO.File.Exists(File) ? JsonSerializer.Deserialize<Dictionary<string, string>>(System.IO.File.ReadAllBytes(File)) ?? [] : [];
        }
        catch (JsonException)
        {
            return []; // a file that someone broke is written anew
        }
    }
}
