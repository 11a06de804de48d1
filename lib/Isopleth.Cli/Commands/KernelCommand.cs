using System.CommandLine;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth kernel install|uninstall</c>: makes the C# kernel known to this machine's own Jupyter front ends.</summary>
internal static class KernelCommand
{
    public static Command Create()
    {
        var prefix = new Option<string?>("--prefix") { Description = "Install below PREFIX/share/jupyter, for all users of it (for example /usr/local), instead of for you alone." };
        var install = new Command("install", "Writes the kernelspec '.net-csharp'.") { prefix };
        install.SetAction(parsed =>
        {
            Console.WriteLine($"The kernel '.NET (C#)' is installed in {Kernelspec.Write(Repository.Current, Target(parsed.GetValue(prefix)))}.");
            return 0;
        });
        var uninstall = new Command("uninstall", "Removes it.") { prefix };
        uninstall.SetAction(parsed =>
        {
            var target = Target(parsed.GetValue(prefix));
            var removed = Kernelspec.Remove(target);
            Console.WriteLine(removed is null ? $"There is no kernel '{Kernelspec.Name}' below {target}." : $"{removed} is removed.");
            return removed is null ? 1 : 0;
        });
        return new Command("kernel", "Installs the C# kernel for Jupyter, or removes it.") { install, uninstall };
    }

    private static string Target(string? prefix) => prefix is null ? Kernelspec.UserJupyterPath() : Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");
}
