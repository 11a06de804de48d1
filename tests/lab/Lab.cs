using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Isopleth.Tests.Labs;

/// <summary>A lab of its own for a suite: its own state folder and port, made anew, taken down at the end. The image is shared with every other lab.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private Lab(string state, int port, string? whyNot) => (State, Port, WhyNot) = (state, port, whyNot);

    public string State { get; }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>Why this machine can hold no lab, or null. A suite counts its tests as skipped then.</summary>
    public string? WhyNot { get; }

    /// <summary>Brings up an empty lab.</summary>
    /// <param name="name">The suite's name.</param>
    /// <param name="settings">What lab.yaml holds.</param>
    public static Task<Lab> UpAsync(string name, string settings = "") => Task.Run(() =>
    {
        // In /var/tmp, for a unix socket's path is 107 bytes at most.
        var place = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Samples.RepositoryRoot)))[..6];
        var state = $"/var/tmp/isopleth-test-{name}-{place}";
        var whyNot = Unable();
        if (whyNot is not null)
        {
            return new Lab(state, 0, whyNot);
        }

        var lab = new Lab(state, FreePort(), null);
        lab.Door("down");
        lab.Delete();
        Directory.CreateDirectory(state);
        File.WriteAllText(Path.Combine(state, "lab.yaml"), settings);
        lab.Must("up", "--port", $"{lab.Port}");
        return lab;
    });

    /// <summary>Runs <c>./isopleth COMMAND</c> on this lab.</summary>
    public (int Status, string Output, string Error) Door(string command, params string[] arguments) =>
        ProgramRun.Run(Path.Combine(Samples.RepositoryRoot, "isopleth"), [command, "--state", State, .. arguments]);

    /// <summary>As <see cref="Door"/>, and it must end well.</summary>
    /// <returns>What it wrote.</returns>
    public string Must(string command, params string[] arguments)
    {
        var (status, output, error) = Door(command, arguments);
        return status == 0 ? output : throw new InvalidOperationException($"./isopleth {command} {string.Join(' ', arguments)} ended with {status}:\n{output}{error}");
    }

    /// <summary>A command inside, as the lab's root.</summary>
    public string Inside(params string[] command) => Must("shell", ["--", .. command]);

    /// <summary>A command inside, as one of its users.</summary>
    public (int Status, string Output, string Error) As(string user, params string[] command) => Door("shell", ["--user", user, "--", .. command]);

    /// <summary>Makes a user.</summary>
    /// <returns>The password.</returns>
    public string AddUser(string name, bool administrator = false) =>
        Must("user", administrator ? ["add", name, "--admin"] : ["add", name]).Split(' ')[1].Trim();

    /// <summary>Makes a user who is logged in.</summary>
    public async Task<LabUser> LogInAsync(string name, bool administrator = false) => await LabUser.LogInAsync(this, name, AddUser(name, administrator));

    public async ValueTask DisposeAsync()
    {
        if (WhyNot is null)
        {
            await Task.Run(() => Must("down"));
            // What went on in it can be looked up afterwards.
            var kept = Path.Combine(Samples.RepositoryRoot, "artifacts", "test-labs", Path.GetFileName(State));
            Directory.CreateDirectory(kept);
            foreach (var log in Directory.GetFiles(Path.Combine(State, "log")))
            {
                File.Copy(log, Path.Combine(kept, Path.GetFileName(log)), overwrite: true);
            }

            Delete();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Unable()
    {
        if (Environment.UserName != "root")
        {
            return "The lab needs root.";
        }

        var (status, _, error) = ProgramRun.Run("/usr/bin/unshare", ["--mount", "--pid", "--fork", "--net", "--uts", "--ipc", "true"]);
        return status != 0 ? $"This machine forbids namespaces: {error.Trim()}"
            : !File.Exists("/dev/net/tun") ? "This machine has no /dev/net/tun."
            : null;
    }

    private void Delete()
    {
        if (Directory.Exists(State))
        {
            Directory.Delete(State, recursive: true);
        }
    }
}
