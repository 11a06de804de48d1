using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Tests;

namespace Isopleth.Catalogue.Tests;

/// <summary>Runs the reference tools: Debian's intake and jsonschema for Python.</summary>
internal static class Reference
{
    /// <summary>Runs a script that finds <paramref name="input"/> as JSON on its standard input and writes JSON to its standard output.</summary>
    public static JsonNode Run(string script, object input, params (string Name, string? Value)[] environment)
    {
        var (status, output, error) = ProgramRun.Run(
            "/usr/bin/python3", ["-W", "ignore", "-c", "import json, sys\ndata = json.load(sys.stdin)\n" + script], JsonSerializer.Serialize(input), environment);
        Assert.True(status == 0, $"The reference failed; it needs apt-get install python3-intake python3-jsonschema python3-yaml. {error}");
        return JsonNode.Parse(output)!;
    }
}
