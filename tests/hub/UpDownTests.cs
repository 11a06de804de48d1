using System.Net;
using System.Net.Sockets;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary><c>up</c>, <c>down</c>, and what can go wrong with them.</summary>
[Collection(SharedLab.Tests)]
public sealed class UpDownTests(SharedLab shared)
{
    [Fact]
    public async Task Down_LeavesNothingBehind_AndTwoLabsDoNotMeet()
    {
        var first = shared.Ready();
        var second = await Lab.UpAsync("second");
        using (var user = await second.LogInAsync("wilma"))
        {
            await user.StartServerAsync();
            await using var kernel = await user.StartKernelAsync("python3");
            await kernel.RunAsync("import subprocess; subprocess.Popen(['sleep', '1000'], start_new_session=True)");

            // The other lab knows nothing of her, and reaches nothing of this one.
            Assert.DoesNotContain("wilma", first.Must("user", "list"), StringComparison.Ordinal);
            Assert.DoesNotContain("wilma", first.Must("status"), StringComparison.Ordinal);
            var reached = first.Inside("bash", "-c", $"for at in 127.0.0.1 198.18.0.1 198.19.0.2; do timeout 2 bash -c \"exec 3<> /dev/tcp/$at/{second.Port}\" 2> /dev/null && echo reached; done; true");
            Assert.Equal("", reached.Trim());
            Assert.True((await user.Api.GetAsync("hub/api/user")).IsSuccessStatusCode);
            using var wrong = new HttpRequestMessage(HttpMethod.Get, new Uri(first.Address, "hub/api/user"));
            wrong.Headers.Add("Authorization", $"token {user.Token}");
            using var client = new HttpClient();
            Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(wrong)).StatusCode);
        }

        second.Must("down");
        Assert.Equal("", Leftovers.Of(second));
        Assert.True(File.Exists($"{second.State}/home/wilma/notebooks/00-start-here.ipynb"));
        await second.DisposeAsync();
    }

    [Fact]
    public void Up_Again_SaysThatItIsUp()
    {
        var (status, _, error) = shared.Ready().Door("up");
        Assert.Equal(0, status);
        Assert.Contains($"the lab is up at http://127.0.0.1:{shared.Lab.Port}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title: Other", 0, "the changed lab.yaml does not count yet: ./isopleth down")]
    [InlineData("title: [", 2, "expected the node content")]
    public void Up_OfARunningLab_TellsThatAChangeDoesNotCountYet(string settings, int expected, string told)
    {
        var lab = shared.Ready();
        var file = Path.Combine(lab.State, "lab.yaml");
        var before = File.ReadAllText(file);
        File.WriteAllText(file, settings);
        var (status, _, error) = lab.Door("up");
        File.WriteAllText(file, before);
        Assert.Equal(expected, status);
        Assert.Contains(told, error, StringComparison.Ordinal);

        (status, _, error) = lab.Door("up", "--port", "1");
        Assert.Equal(0, status);
        Assert.Contains("--port 1 does not count yet", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Up_ThatFails_SaysWhereTheLogsAre_AndLeavesNothing()
    {
        shared.Ready();
        // The services' script is missed inside only, and so before the hub has a log.
        var state = Directory.CreateTempSubdirectory("isopleth-fails-");
        var bare = Directory.CreateTempSubdirectory("isopleth-no-dotnet-");
        bare.Delete();
        var (status, _, error) = ProgramRun.Run("/usr/bin/env", ["bash", "-c", $"""
            root={Samples.RepositoryRoot} DOTNET_ROOT={bare.FullName}; set -euo pipefail
            source $root/environment/setup.sh; source $root/environment/lab/lab.sh; lab_main up --state {state.FullName} --port {Lab.FreePort()}
            """]);
        Assert.Equal(1, status);
        Assert.Contains($"the lab did not come up; the logs are in {state.FullName}/log", error, StringComparison.Ordinal);
        Assert.Equal("", Leftovers.Holders(state.FullName));
        Assert.False(File.Exists($"{state.FullName}/run/pid"));
        state.Delete(recursive: true);
    }

    [Fact]
    public void Up_OnAPortInUse_SaysSo_AndNamesAWayOn()
    {
        shared.Ready();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (status, error) = Up("port", ["--port", $"{((IPEndPoint)listener.LocalEndpoint).Port}"]);
        Assert.Equal(1, status);
        Assert.Contains("in use by another program", error, StringComparison.Ordinal);
        Assert.Contains("--port 8001", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limits: { memroy: 2G }", "line 1: there is no setting 'limits.memroy'; did you mean 'memory'?")]
    [InlineData("title: x\nlimits: { memory: lots }", "line 2: limits.memory is 'lots'")]
    [InlineData("title: [", "expected the node content")]
    [InlineData("slurm: { kind: big }", "slurm.kind")]
    [InlineData("limits: { memory: 2G }\nlimits: { cpu: 1 }", "line 2: 'limits' is there twice")]
    [InlineData("network: { blocked: [10.0.0.0/99] }", "line 1: network.blocked.0 is '10.0.0.0/99'. An address as")]
    [InlineData("slurm: { kind: cluster }", "lacks your cluster's slurm.conf or munge.key")]
    [InlineData("authentication: { kind: oidc }", "authentication.oidc must name the provider")]
    public void Up_WithWrongSettings_SaysWhereAndWhat(string settings, string expected)
    {
        shared.Ready();
        var (status, error) = Up("settings", [], settings);
        Assert.Equal(2, status);
        Assert.Contains("lab.yaml", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Up_WithoutNetworkAndImage_SaysWhatToCheck()
    {
        var lab = shared.Ready();
        var images = Directory.CreateTempSubdirectory("isopleth-images-");
        // What an interrupted build has left is no image.
        Directory.CreateDirectory(Path.Combine(images.FullName, "image-0123456789abcdef.building", "etc"));
        // Nor is what an interrupted removal has left.
        Directory.CreateDirectory(Path.Combine(images.FullName, Path.GetFileName(File.ReadAllText(Path.Combine(lab.State, "run", "image")).Trim()), "usr"));
        var state = Directory.CreateTempSubdirectory("isopleth-offline-");
        var (status, _, error) = ProgramRun.Run("/usr/bin/unshare", ["--net", Path.Combine(Samples.RepositoryRoot, "isopleth"), "up", "--state", state.FullName], ("ISOPLETH_IMAGES", images.FullName));
        Assert.Equal(69, status);
        Assert.Contains("the image could not be built: check the network", error, StringComparison.Ordinal);
        Assert.Empty(images.GetDirectories());
        images.Delete(recursive: true);
        state.Delete(recursive: true);
    }

    [Fact]
    public void Up_OnAFullDisk_SaysSo()
    {
        shared.Ready();
        var (status, _, error) = ProgramRun.Run("/usr/bin/unshare", ["--mount", "sh", "-c", $"mount -t tmpfs -o size=100M tmpfs /mnt && exec {Samples.RepositoryRoot}/isopleth up --state /mnt/lab --port {Lab.FreePort()}"]);
        Assert.Equal(1, status);
        Assert.Contains("MB free; the lab needs at least 500 MB", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing was changed; make room first", "user add xenia")]
    [InlineData("copies the hub's database there; make room", "backup /tmp/never.tar.gz")]
    public void Command_OnADiskThatHasBecomeFull_SaysSo_AndChangesNothing(string expected, string command)
    {
        shared.Ready();
        var (status, left, error) = ProgramRun.Run("/usr/bin/unshare", ["--mount", "sh", "-c",
            $"mount -t tmpfs -o size=10M tmpfs /mnt && mkdir -p /mnt/lab/hub /mnt/lab/home && echo kept:20000:1:x > /mnt/lab/accounts && ! {Samples.RepositoryRoot}/isopleth {command} --state /mnt/lab && cat /mnt/lab/accounts && ls /mnt/lab/home"]);
        Assert.Equal((0, "kept:20000:1:x\n"), (status, left));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyCommand_NotAsRoot_SaysSo()
    {
        shared.Ready();
        var (status, _, error) = ProgramRun.Run("/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", Path.Combine(Samples.RepositoryRoot, "isopleth"), "down"]);
        Assert.Equal(77, status);
        Assert.Contains("needs root", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no user 'nobody-here'", "user", "password", "nobody-here")]
    [InlineData("there is no user 'nobody-here'", "user", "remove", "nobody-here")]
    [InlineData("there is no user 'nobody-here'", "shell", "--user", "nobody-here", "--", "id")]
    [InlineData("takes a name of small letters", "user", "add", "Ünal")]
    [InlineData("a name of the system's own", "user", "add", "root")]
    [InlineData("user takes add NAME", "user", "make")]
    public void WrongUser_IsTold(string expected, string command, params string[] arguments)
    {
        var (status, _, error) = shared.Ready().Door(command, arguments);
        Assert.NotEqual(0, status);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemovedUser_IsOut_AndKeepsTheFilesAside()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("yves");
        await user.StartServerAsync();
        lab.Must("user", "remove", "yves");
        Assert.Equal(HttpStatusCode.Forbidden, (await user.Api.GetAsync("hub/api/user")).StatusCode);
        var kept = Directory.GetDirectories(Path.Combine(lab.State, "removed"), "yves-*").Single();
        Assert.True(File.Exists(Path.Combine(kept, "notebooks", "00-start-here.ipynb")));
        Assert.NotEqual(0, lab.As("yves", "id").Status);

        // Who comes next by that name is somebody else.
        lab.AddUser("yves");
        Assert.DoesNotContain(user.Name, Directory.GetFileSystemEntries(Path.Combine(lab.State, "home", "yves")));
    }

    private (int Status, string Error) Up(string name, string[] arguments, string settings = "")
    {
        var state = Directory.CreateTempSubdirectory($"isopleth-{name}-");
        try
        {
            File.WriteAllText(Path.Combine(state.FullName, "lab.yaml"), settings);
            var (status, _, error) = ProgramRun.Run(Path.Combine(Samples.RepositoryRoot, "isopleth"), ["up", "--state", state.FullName, .. arguments.Length > 0 ? arguments : ["--port", $"{Lab.FreePort()}"]]);
            return (status, error);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }
}
