using Isopleth.Jupyter;

namespace Isopleth.Tests.Protocol;

/// <summary>The echo kernel as a process of its own: this test program again, under another verb.</summary>
internal static class EchoProcess
{
    public const string KernelVerb = "--echo-kernel";
    public const string ClientVerb = "--forgetful-client";

    public static KernelSpec Spec(InterruptMode interruptMode = InterruptMode.Signal) => Of("echo", Environment.ProcessPath!, KernelVerb, "{connection_file}") with { InterruptMode = interruptMode };

    /// <summary>A kernelspec of any command line.</summary>
    public static KernelSpec Of(string name, params string[] argv) => new() { Name = name, DisplayName = name, Language = "echo", Argv = argv, ResourceDirectory = "/specs/" + name };

    /// <summary>Whether a process is there (a zombie is not).</summary>
    public static bool Exists(int pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    public static async Task<bool> EndsAsync(int pid, TimeSpan within)
    {
        for (var waited = TimeSpan.Zero; waited < within && Exists(pid); waited += TimeSpan.FromMilliseconds(50))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return !Exists(pid);
    }
}
