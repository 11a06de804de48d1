using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Isopleth.Tests.Isolation;

/// <summary>What an attacker tries from the cells of an own notebook.</summary>
public sealed class NotebookAttackTests(TwoUsers lab)
{
    private Task<string> Attack(string python) => lab.AttackAsync(python);

    [Theory]
    [InlineData("another's home", "os.listdir('/home/victim')")]
    [InlineData("another's file by its name", "open('/home/victim/secret.txt').read()")]
    [InlineData("the homes' names", "os.listdir('/home')")]
    [InlineData("another's folder of sockets", "os.listdir('/run/user/{uid}')")]
    [InlineData("another's /tmp", "open('/tmp/user-{uid}/secret.txt').read()")]
    [InlineData("a common /tmp", "open('/tmp/secret.txt').read()")]
    [InlineData("shared memory", "open('/dev/shm/secret').read()")]
    [InlineData("the hub's database", "open('/var/lib/jupyterhub/jupyterhub.sqlite', 'rb').read(10)")]
    [InlineData("the hub's folder", "os.listdir('/var/lib/jupyterhub')")]
    [InlineData("the front door's token", "open('/var/lib/jupyterhub/front-token').read()")]
    [InlineData("the hub's log", "open('/var/log/hub.log').read(10)")]
    [InlineData("the passwords' hashes", "open('/etc/shadow').read()")]
    [InlineData("the key of Slurm's messages", "open('/var/lib/slurm/munge/munge.key', 'rb').read(1)")]
    [InlineData("the hub's environment", "open('/proc/1/environ').read()")]
    [InlineData("the operator's state, to write", "open('/opt/isopleth/hub-config/jupyterhub_config.py', 'a').write('x')")]
    [InlineData("another's limits", "open(os.environ['JUPYTERHUB_SERVER_GROUP'].replace('attacker', 'victim') + '/cgroup.procs', 'w').write(str(os.getpid()))")]
    [InlineData("an escape from the limits", "open(os.path.dirname(os.environ['JUPYTERHUB_SERVER_GROUP']) + '/cgroup.procs', 'w').write(str(os.getpid()))")]
    [InlineData("another network", "os.setns(os.open('/run/netns/u{uid}', os.O_RDONLY), os.CLONE_NEWNET)")]
    [InlineData("root", "os.setuid(0)")]
    [InlineData("the hub's process", "os.kill(1, signal.SIGTERM)")]
    public async Task File_OfAnother_IsRefused(string what, string attack)
    {
        var answer = await Attack($"print(got(lambda: {attack.Replace("{uid}", $"{lab.VictimUid}")}))");
        Assert.Matches("^(PermissionError|FileNotFoundError|OSError|ProcessLookupError)$", answer);
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task Processes_OfOthers_AreNotSeenNorReached() =>
        Assert.Equal("[] 0", await Attack("""
            me = os.getuid()
            seen = []
            for p in glob.glob("/proc/[0-9]*"):
                try:
                    if os.stat(p).st_uid != me: seen.append(open(p + "/cmdline").read())
                except OSError: pass
            reached = 0
            for pid in range(1, 5000):
                try:
                    os.kill(pid, 0)
                    if os.stat(f"/proc/{pid}").st_uid != me: reached += 1
                except OSError: pass
            print(seen, reached)
            """));

    [Fact]
    public async Task Setuid_Programs_GiveNoRoot() => Assert.DoesNotContain("uid=0", await Attack("""
        for c in (["su", "-c", "id"], ["sudo", "-n", "id"], ["mount", "-t", "tmpfs", "x", "/mnt"], ["nsenter", "-t", "1", "-a", "id"]):
            try: print(run(*c).stdout)
            except Exception as e: print(type(e).__name__)
        """), StringComparison.Ordinal);

    [Fact]
    public async Task KernelSockets_OfAnother_AreNotReached()
    {
        // Any socket of the victim's that this user can see or connect to: as a file, an abstract name, a TCP port.
        var answer = await Attack($$"""
            files = glob.glob("/run/user/{{lab.VictimUid}}/*") + glob.glob("/run/user/{{lab.VictimUid}}/jupyter/*") + glob.glob("/home/victim/.local/share/jupyter/runtime/*")
            names = [l.split()[-1] for l in open("/proc/net/unix").read().splitlines()[1:] if "jupyter" in l and "/{{lab.VictimUid}}/" in l]
            ports = []
            for host in ("127.0.0.1", "{{lab.VictimServer.Host}}"):
                for port in [{{lab.VictimServer.Port}}, *range(49152, 49160)]:
                    s = socket.socket(); s.settimeout(1)
                    if s.connect_ex((host, port)) == 0: ports.append((host, port))
                    s.close()
            print(files, names, ports)
            """);
        Assert.Equal("[] [] []", answer);
    }

    [Fact]
    public async Task Ports_OfAnothersPrograms_AreNotReached()
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        var (port, _) = await lab.VictimKernel.RunAsync("""
            import socket, threading
            listener = socket.create_server(("0.0.0.0", 0))
            def serve():
                while True:
                    c, _ = listener.accept(); c.sendall(b"the-victims-secret"); c.close()
            threading.Thread(target=serve, daemon=True).start()
            with socket.create_connection(("127.0.0.1", listener.getsockname()[1])) as s: assert s.recv(99) == b"the-victims-secret"
            print(listener.getsockname()[1])
            """);
        foreach (var host in (string[])["127.0.0.1", lab.VictimServer.Host, "198.18.0.1", "lab"])
        {
            Assert.Matches("^(ConnectionRefusedError|TimeoutError|OSError)$", await Attack($"print(got(lambda: talk('{host}', {port.Trim()})))"));
        }
    }

    [Theory]
    [InlineData("the proxy's API", "127.0.0.1", 8001)]
    [InlineData("the proxy's API at the hub's address", "198.18.0.1", 8001)]
    [InlineData("the proxy's front", "198.18.0.1", 8000)]
    [InlineData("the carrier of the network", "198.19.0.2", 22)]
    [InlineData("where clouds keep secrets", "169.254.169.254", 80)]
    public async Task Services_OfTheLab_AreNotReached(string what, string host, int port)
    {
        Assert.Matches("^(ConnectionRefusedError|TimeoutError|OSError)$", await Attack($"print(got(lambda: talk('{host}', {port})))"));
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task Services_OfTheHost_AreNotReached()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("the host's secret"));
            }
        });
        var addresses = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address).Where(a => a.AddressFamily == AddressFamily.InterNetwork).ToList();
        using (var own = new TcpClient())
        {
            await own.ConnectAsync(addresses[0], port);
        }

        foreach (var host in addresses.Select(a => a.ToString()).Concat(["198.19.0.2", "198.19.0.1", "198.18.0.1"]))
        {
            Assert.Matches("^(ConnectionRefusedError|TimeoutError|OSError)$", await Attack($"print(got(lambda: talk('{host}', {port})))"));
        }
    }

    [Theory]
    [InlineData("GET", "/users", "403")]
    [InlineData("GET", "/users/victim", "404")]
    [InlineData("DELETE", "/users/victim/server", "404")]
    [InlineData("POST", "/users/victim/tokens", "404")]
    [InlineData("POST", "/users/victim/server", "404")]
    [InlineData("PATCH", "/users/attacker", "403")]
    [InlineData("GET", "/proxy", "403")]
    [InlineData("POST", "/shutdown", "403")]
    [InlineData("GET", "/services", "[]")]
    public async Task HubApi_WithTheServersOwnToken_GivesNothingOfOthers(string method, string path, string expected)
    {
        var answer = await Attack($$"""
            def ask(token):
                r = urllib.request.Request(os.environ["JUPYTERHUB_API_URL"] + "{{path}}", method="{{method}}", data=b'{"admin": true}' if "{{method}}" == "PATCH" else None, headers={"Authorization": "token " + token})
                try:
                    with urllib.request.urlopen(r, timeout=10) as f: return f.read().decode()
                except urllib.error.HTTPError as e: return e.code
            print(ask(os.environ["JUPYTERHUB_API_TOKEN"]), ask("{{lab.Attacker?.Token}}"), ask("wrong"))
            """);
        Assert.DoesNotContain("victim", answer, StringComparison.Ordinal);
        Assert.EndsWith(" 403", answer, StringComparison.Ordinal);
        if (expected != "[]")
        {
            Assert.Matches($"^({expected}|403) ({expected}|403) 403$", answer);
        }
    }

    [Fact]
    public async Task SlurmJob_OfAnother_IsNotSeenReadNorStopped()
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        var (job, _) = await lab.VictimKernel.RunAsync("""
            import subprocess, time
            job = subprocess.run(["sbatch", "--parsable", "-o", "/home/victim/job.out", "--wrap", "echo the-victims-secret; sleep 60"], capture_output=True, text=True, cwd="/home/victim").stdout.strip()
            for _ in range(300):
                if "RUNNING" in subprocess.run(["squeue", "-h", "-j", job, "-o", "%T"], capture_output=True, text=True).stdout: break
                time.sleep(0.1)
            print(job)
            """);
        var answer = await Attack($$"""
            print(run("squeue", "-h").stdout.strip(), run("scontrol", "show", "job", "{{job.Trim()}}").stdout.strip(), run("scancel", "{{job.Trim()}}").returncode != 0, got(lambda: open("/home/victim/job.out").read()), got(lambda: os.listdir("/var/lib/slurm/state")))
            """);
        var (state, _) = await lab.VictimKernel.RunAsync("print(subprocess.run(['squeue', '-h', '-j', job, '-o', '%T'], capture_output=True, text=True).stdout); subprocess.run(['scancel', job]);");
        Assert.Equal("True PermissionError PermissionError", answer);
        Assert.Equal("RUNNING", state.Trim());
    }

    [Fact]
    public async Task SlurmJob_OfOnesOwn_ReachesNeitherProxyNorHubNorOthersNorTheHost()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        var host = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
            .First(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        var answer = await Attack($$"""
            code = '''
            import socket
            open_ = []
            for host, port in (("127.0.0.1", 8001), ("127.0.0.1", 8000), ("198.18.0.1", 8081), ("{{lab.VictimServer.Host}}", {{lab.VictimServer.Port}}), ("{{host}}", {{((IPEndPoint)listener.LocalEndpoint).Port}})):
                s = socket.socket(); s.settimeout(2)
                if s.connect_ex((host, port)) == 0: open_.append((host, port))
            print(open_, len(socket.gethostname()) > 0)
            '''
            open("probe.py", "w").write(code)
            print(run("srun", "python3", "probe.py").stdout)
            """);
        Assert.Equal("[] True", answer);
    }

    [Fact]
    public async Task Network_OfOnesOwn_WorksAsOneExpects() => Assert.Equal("b'own' 200", await Attack("""
        import threading
        l = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=lambda: l.accept()[0].sendall(b"own"), daemon=True).start()
        print(talk("127.0.0.1", l.getsockname()[1]), urllib.request.urlopen(os.environ["JUPYTERHUB_API_URL"] + "/", timeout=10).status)
        """));
}
