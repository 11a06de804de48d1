using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Isopleth.Jupyter.Client;

/// <summary>Turns a kernelspec into the process to start.</summary>
internal static partial class KernelCommand
{
    public static ProcessStartInfo Create(KernelSpec spec, KernelStartOptions options, string connectionPath)
    {
        var start = new ProcessStartInfo
        {
            FileName = Fill(spec.Argv[0]),
            WorkingDirectory = options.WorkingDirectory ?? "",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in spec.Argv.Skip(1))
        {
            start.ArgumentList.Add(Fill(argument));
        }

        foreach (var (name, value) in spec.Env)
        {
            start.Environment[name] = Variable().Replace(value, static m => Environment.GetEnvironmentVariable(m.Groups["name"].Value) ?? m.Value);
        }

        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        // Kernels watch this process and end when it does.
        start.Environment["JPY_PARENT_PID"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return start;

        string Fill(string argument) => argument.Replace("{connection_file}", connectionPath, StringComparison.Ordinal).Replace("{resource_dir}", spec.ResourceDirectory, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
