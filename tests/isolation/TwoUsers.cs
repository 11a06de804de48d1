using Isopleth.Tests.Isolation;
using Isopleth.Tests.Labs;

[assembly: AssemblyFixture(typeof(TwoUsers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Isopleth.Tests.Isolation;

/// <summary>A lab with a victim, who has a server, a kernel and a secret, and an attacker, who has a server and a kernel.</summary>
public sealed class TwoUsers : IAsyncLifetime
{
    public const string Secret = "the-victims-secret";

    /// <summary>What the attacks are written with.</summary>
    private const string Tools = """
        import os, socket, subprocess, glob, signal, json, urllib.request
        def got(f):
            try: r = f()
            except Exception as e: return type(e).__name__
            return f"GOT {r!r}"
        def talk(host, port, text=b"GET / HTTP/1.0\r\n\r\n"):
            with socket.create_connection((host, port), timeout=3) as s:
                s.sendall(text)
                s.settimeout(3)
                return s.recv(200)
        def run(*c): return subprocess.run(c, capture_output=True, text=True, timeout=60)

        """;

    internal Lab Lab { get; private set; } = null!;

    internal LabUser Victim { get; private set; } = null!;

    internal LabUser Attacker { get; private set; } = null!;

    internal LabKernel VictimKernel { get; private set; } = null!;

    internal LabKernel AttackerKernel { get; private set; } = null!;

    /// <summary>The address [IPv4] and port of the victim's server inside the lab.</summary>
    internal (string Host, int Port) VictimServer { get; private set; }

    /// <summary>The victim's uid.</summary>
    internal int VictimUid { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Lab = await Lab.UpAsync("isolation");
        if (Lab.WhyNot is not null)
        {
            return;
        }

        Victim = await Lab.LogInAsync("victim");
        Attacker = await Lab.LogInAsync("attacker");
        await Task.WhenAll(Victim.StartServerAsync(), Attacker.StartServerAsync());
        VictimKernel = await Victim.StartKernelAsync("python3");
        AttackerKernel = await Attacker.StartKernelAsync("python3");
        var (text, _) = await VictimKernel.RunAsync($"""
            import os, urllib.parse
            secret = "{Secret}"
            open("/home/victim/secret.txt", "w").write(secret)
            open("/tmp/secret.txt", "w").write(secret)
            open("/dev/shm/secret", "w").write(secret)
            print(os.getuid(), os.environ["JUPYTERHUB_SERVICE_URL"])
            """);
        var words = text.Split();
        VictimUid = int.Parse(words[0]);
        var service = new Uri(words[1]);
        VictimServer = (service.Host, service.Port);
    }

    /// <summary>Runs Python in the attacker's notebook; what it prints is what it got hold of.</summary>
    internal async Task<string> AttackAsync(string python)
    {
        Assert.SkipWhen(Lab.WhyNot is not null, Lab.WhyNot ?? "");
        var (text, error) = await AttackerKernel.RunAsync(Tools + python);
        return error is null ? text.Trim() : $"{text}{error}";
    }

    public async ValueTask DisposeAsync()
    {
        if (Lab.WhyNot is null && Victim is not null)
        {
            Victim.Dispose();
            Attacker.Dispose();
        }

        await Lab.DisposeAsync();
    }
}
