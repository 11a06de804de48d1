using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Jupyter;

/// <summary>How a kernel is interrupted.</summary>
public enum InterruptMode
{
    /// <summary>By SIGINT.</summary>
    Signal,

    /// <summary>By an <c>interrupt_request</c> on the control channel.</summary>
    Message,
}

/// <summary>An installed kernel: what its <c>kernel.json</c> says.</summary>
public sealed record KernelSpec
{
    /// <summary>Its name: its folder's name, for example <c>.net-csharp</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name that front ends show.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its language.</summary>
    public required string Language { get; init; }

    /// <summary>The command line; <c>{connection_file}</c> and <c>{resource_dir}</c> are filled in at the start.</summary>
    public required IReadOnlyList<string> Argv { get; init; }

    /// <summary>Environment variables to add; <c>${NAME}</c> is filled in from the client's own environment.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>How it is interrupted.</summary>
    public InterruptMode InterruptMode { get; init; }

    /// <summary>The folder of its <c>kernel.json</c>.</summary>
    public required string ResourceDirectory { get; init; }

    /// <summary>Whatever else the spec says of itself (<c>metadata</c>).</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Reads a kernelspec.</summary>
    /// <param name="directory">The folder that holds <c>kernel.json</c>.</param>
    /// <returns>The spec.</returns>
    /// <exception cref="JupyterException">There is no <c>kernel.json</c>, or it is not JSON, or lacks or misstates a field; the message names it.</exception>
    public static KernelSpec Load(string directory)
    {
        var path = Path.Combine(directory, "kernel.json");
        JsonObject json;
        try
        {
            json = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new JsonException("its top level is not an object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new JupyterException($"Cannot read the kernelspec {path}: {e.Message}", e);
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        return new KernelSpec
        {
            Name = name,
            DisplayName = Text("display_name") ?? name,
            Language = Text("language") ?? "",
            Argv = Arguments(),
            Env = Variables(),
            InterruptMode = Text("interrupt_mode") switch
            {
                null or "signal" => InterruptMode.Signal,
                "message" => InterruptMode.Message,
                var other => throw Fault($"has interrupt_mode '{other}'; expected 'signal' or 'message'"),
            },
            ResourceDirectory = Path.GetFullPath(directory),
            Metadata = json["metadata"] is JsonObject metadata ? (JsonObject)metadata.DeepClone() : [],
        };

        string? Text(string field) => json[field] switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? text) => text,
            var other => throw Fault($"has {field} {other.ToJsonString()}; expected a string"),
        };

        List<string> Arguments()
        {
            var arguments = new List<string>();
            foreach (var item in json["argv"] as JsonArray ?? throw Fault("has no 'argv'; expected an array with the kernel's command line"))
            {
                arguments.Add(item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Fault($"has {item?.ToJsonString() ?? "null"} in 'argv'; expected strings"));
            }

            return arguments.Count > 0 ? arguments : throw Fault("has an empty 'argv'; expected the kernel's command line");
        }

        Dictionary<string, string> Variables()
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (variable, item) in json["env"] as JsonObject ?? [])
            {
                variables[variable] = item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Fault($"has {item?.ToJsonString() ?? "null"} for '{variable}' in 'env'; expected a string");
            }

            return variables;
        }

        JupyterException Fault(string what) => new($"The kernelspec {path} {what}.");
    }
}
