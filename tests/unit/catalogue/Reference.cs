using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Catalogue.Tests;

/// <summary>Runs the reference tools: Debian's intake and jsonschema for Python.</summary>
internal static class Reference
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a script that finds <paramref name="input"/> as JSON on its standard input and writes JSON to its standard output.</summary>
    public static JsonNode Run(string script, object input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Python, ["-W", "ignore", "-c", "import json, sys\ndata = json.load(sys.stdin)\n" + script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(input));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"The reference failed; it needs apt-get install python3-intake python3-jsonschema python3-yaml. {errors.Result}");
        return JsonNode.Parse(output)!;
    }
}
