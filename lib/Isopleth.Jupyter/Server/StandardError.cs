using System.Text;

namespace Isopleth.Jupyter.Server;

/// <summary>The process's own standard error, which a cell's redirection of <see cref="Console.Error"/> does not reach.</summary>
internal static class StandardError
{
    public static void WriteLine(string line)
    {
        using var stream = Console.OpenStandardError();
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }
}
