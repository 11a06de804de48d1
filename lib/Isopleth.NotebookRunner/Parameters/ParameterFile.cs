using System.Globalization;
using System.Numerics;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Parameters from YAML, of which JSON is a part: a mapping of names to values.</summary>
/// <remarks>Scalars are read by YAML 1.2's core schema. Dates stay text, as papermill keeps them; a parameter declared as a date takes them as such.</remarks>
public static class ParameterFile
{
    /// <summary>Reads a file of parameters.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The parameters in the file's order.</returns>
    /// <exception cref="ParameterException">The file is missing, not YAML, or no mapping.</exception>
    public static IReadOnlyDictionary<string, ParameterValue> Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ParameterException(path, $"The file of parameters {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads parameters from YAML text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <returns>The parameters in the text's order.</returns>
    /// <exception cref="ParameterException">The text is not YAML, or no mapping.</exception>
    public static IReadOnlyDictionary<string, ParameterValue> Parse(string yaml, string source)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new ParameterException(source, $"{source} is not YAML: line {e.Start.Line}, column {e.Start.Column}: {e.Message}", e);
        }

        catch (InvalidOperationException e)
        {
            // What YamlDotNet throws where the text ends within brackets.
            throw new ParameterException(source, $"{source} is not YAML: a list, a dictionary or a quoted text in it is not closed.", e);
        }

        if (stream.Documents.Count == 0)
        {
            return new OrderedDictionary<string, ParameterValue>();
        }

        if (stream.Documents[0].RootNode is not YamlMappingNode mapping)
        {
            throw new ParameterException(source, $"{source} must be a mapping of parameter names to values, such as 'threshold: 3.5'; it is a {stream.Documents[0].RootNode.NodeType}.");
        }

        return new OrderedDictionary<string, ParameterValue>(
            mapping.Select(entry => KeyValuePair.Create(entry.Key.ToString(), Convert(entry.Value))), StringComparer.Ordinal);
    }

    /// <summary>Reads parameters from YAML text in base64, a form that passes through any shell and scheduler.</summary>
    /// <param name="base64">The text in base64 of UTF-8.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <returns>The parameters in the text's order.</returns>
    /// <exception cref="ParameterException">The text is not base64, not YAML, or no mapping.</exception>
    public static IReadOnlyDictionary<string, ParameterValue> ParseBase64(string base64, string source)
    {
        try
        {
            return Parse(Encoding.UTF8.GetString(System.Convert.FromBase64String(base64)), source);
        }
        catch (FormatException e)
        {
            throw new ParameterException(source, $"{source} is not base64: {e.Message}", e);
        }
    }

    private static ParameterValue Convert(YamlNode node) => node switch
    {
        YamlSequenceNode sequence => new ListValue([.. sequence.Select(Convert)]),
        YamlMappingNode mapping => new MapValue([.. mapping.Select(entry => KeyValuePair.Create(Key(entry.Key), Convert(entry.Value)))]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => throw new NotSupportedException($"YAML {node.NodeType} at {node.Start}."),
    };

    // No language has a null key; the text that was written is one.
    private static ParameterValue Key(YamlNode node) => Convert(node) is var key and not NullValue ? key : new TextValue(node.ToString());

    private static ParameterValue Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || scalar.Tag == "tag:yaml.org,2002:str")
        {
            return new TextValue(text);
        }

        return text switch
        {
            "" or "~" or "Null" or "NULL" => new NullValue { Written = text },
            "TRUE" => new BooleanValue(true) { Written = text },
            "FALSE" => new BooleanValue(false) { Written = text },
            ".nan" or ".NaN" or ".NAN" => new RealValue(double.NaN) { Written = text },
            ".inf" or ".Inf" or ".INF" or "+.inf" => new RealValue(double.PositiveInfinity) { Written = text },
            "-.inf" or "-.Inf" or "-.INF" => new RealValue(double.NegativeInfinity) { Written = text },
            _ => Hexadecimal(text) ?? ParameterValue.Parse(text),
        };
    }

    private static IntegerValue? Hexadecimal(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
        && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new IntegerValue(value) { Written = text }
            : null;
}
