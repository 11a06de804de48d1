namespace Isopleth.Tests.Isolation;

/// <summary>The attacks work where the defence is taken away, so that their failing elsewhere says something.</summary>
public sealed class DefenceTests(TwoUsers lab)
{
    private const string Home = "print(got(lambda: open('/home/victim/secret.txt').read()))";

    private const string Processes = """
        found = []
        for p in glob.glob("/proc/[0-9]*"):
            try:
                if os.stat(p).st_uid == {uid}: found.append(p)
            except OSError: pass
        print("GOT" if found else "nothing")
        """;

    private const string Port = "print(got(lambda: talk('{host}', {port})))";

    private const string Limits = "print(got(lambda: open(os.path.dirname(os.environ['JUPYTERHUB_SERVER_GROUP']) + '/cgroup.procs', 'w').write('0')))";

    private const string HubState = "print(got(lambda: open('/var/lib/jupyterhub/front-token').read()))";

    [Theory]
    [InlineData(Home, "chmod 755 /home/victim && chmod 644 /home/victim/secret.txt", "chmod 700 /home/victim")]
    [InlineData(Processes, "mount -o remount,hidepid=0 /proc", "mount -o remount,hidepid=2 /proc")]
    [InlineData(Port, "nft list table inet lab > /run/lab.nft && nft delete table inet lab", "nft -f /run/lab.nft")]
    [InlineData(HubState, "chmod 755 /var/lib/jupyterhub && chmod 644 /var/lib/jupyterhub/front-token", "chmod 700 /var/lib/jupyterhub && chmod 600 /var/lib/jupyterhub/front-token")]
    [InlineData(Limits, "chmod o+w $(dirname {group})/cgroup.procs", "chmod o-w $(dirname {group})/cgroup.procs")]
    public async Task Attack_WithoutTheDefence_Succeeds(string attack, string takeAway, string putBack)
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        var group = (await lab.AttackAsync("print(os.environ['JUPYTERHUB_SERVER_GROUP'])")).Trim();
        string With(string text) => text.Replace("{uid}", $"{lab.VictimUid}").Replace("{host}", lab.VictimServer.Host).Replace("{port}", $"{lab.VictimServer.Port}").Replace("{group}", group);

        Assert.DoesNotContain("GOT", await lab.AttackAsync(With(attack)), StringComparison.Ordinal);
        lab.Lab.Inside("bash", "-ec", With(takeAway));
        try
        {
            Assert.StartsWith("GOT", await lab.AttackAsync(With(attack)), StringComparison.Ordinal);
        }
        finally
        {
            lab.Lab.Inside("bash", "-ec", With(putBack));
        }

        Assert.DoesNotContain("GOT", await lab.AttackAsync(With(attack)), StringComparison.Ordinal);
    }
}
