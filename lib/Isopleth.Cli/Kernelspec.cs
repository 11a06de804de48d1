using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Cli;

/// <summary>Writes the kernelspec, by which Jupyter finds the C# kernel, from the template in <c>kernels-ext/kernelspec</c>.</summary>
internal static class Kernelspec
{
    public const string Name = ".net-csharp";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder of Jupyter data that the runner looks in first; the build's own kernel stands there.</summary>
    public static string OwnJupyterPath(Repository repository) => Path.Combine(repository.Artifacts, "share", "jupyter");

    /// <summary>The kernel's program.</summary>
    public static string Program(Repository repository) => repository.Program("Isopleth.Kernel");

    /// <summary>The user's folder of Jupyter data: <c>JUPYTER_DATA_DIR</c>, or <c>~/.local/share/jupyter</c>.</summary>
    public static string UserJupyterPath() =>
        Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "jupyter");

    /// <summary>Where the kernelspec is installed for this user, or null.</summary>
    public static string? Installed() => Folder(UserJupyterPath()) is var folder && File.Exists(Path.Combine(folder, "kernel.json")) ? folder : null;

    /// <summary>Writes the kernelspec below a folder of Jupyter data.</summary>
    /// <returns>The kernelspec's folder.</returns>
    public static string Write(Repository repository, string jupyterPath)
    {
        var folder = Folder(jupyterPath);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(repository.Root, "kernels-ext", "kernelspec")))
        {
            var target = Path.Combine(folder, Path.GetFileName(file));
            if (Path.GetExtension(file) == ".json")
            {
                // Left alone where it is right: the lab copies what is newer than its own, and a reader must not meet half of it.
                var text = Render(repository, File.ReadAllText(file));
                if (!File.Exists(target) || File.ReadAllText(target) != text)
                {
                    File.WriteAllText(target, text);
                }
            }
            else
            {
                File.Copy(file, target, overwrite: true);
            }
        }

        return folder;
    }

    /// <summary>Removes the kernelspec below a folder of Jupyter data.</summary>
    /// <returns>The folder that was removed, or null when there was none.</returns>
    public static string? Remove(string jupyterPath)
    {
        var folder = Folder(jupyterPath);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static string Folder(string jupyterPath) => Path.Combine(jupyterPath, "kernels", Name);

    private static string Render(Repository repository, string template)
    {
        var spec = JsonNode.Parse(template)!.AsObject();
        var arguments = spec["argv"]!.AsArray().Select(a => (string)a!)
            .Select(a => a.Replace("{kernel}", Program(repository), StringComparison.Ordinal)
                .Replace("{extension}", repository.Program("Isopleth.Magics", "Isopleth.Magics.dll"), StringComparison.Ordinal));
        spec["argv"] = new JsonArray([.. arguments.Select(a => (JsonNode)a)]);
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } runtime)
        {
            // Jupyter starts the kernel with its own environment; an apphost must be told of a runtime in an unusual place.
            (spec["env"] ??= new JsonObject())["DOTNET_ROOT"] = runtime;
        }

        return spec.ToJsonString(Indented) + "\n";
    }
}
