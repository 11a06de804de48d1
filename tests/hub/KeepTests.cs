using System.Diagnostics;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary>Back-up, restore, upgrade.</summary>
public sealed class KeepTests(SharedLab shared)
{
    private const string Database = "/var/lib/jupyterhub/jupyterhub.sqlite";

    [Fact]
    public async Task BackUp_Wipe_Restore_BringsBackPeopleHomesAndDatabase()
    {
        shared.Ready();
        await using var lab = await Lab.UpAsync("keep", "title: Kept");
        var password = lab.AddUser("zoe", administrator: true);
        using var user = await LabUser.LogInAsync(lab, "zoe", password);
        await user.StartServerAsync("work");
        Assert.Equal(0, lab.As("zoe", "sh", "-c", "echo 'an observation' > ~/data.txt; ln -s data.txt ~/link; chmod 600 ~/data.txt").Status);
        var people = await File.ReadAllTextAsync($"{lab.State}/accounts");
        var file = Path.Combine(Path.GetTempPath(), $"lab-{Guid.NewGuid():N}.tar.gz");
        lab.Must("backup", file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        lab.Must("down");
        Directory.Delete(lab.State, recursive: true);
        lab.Must("restore", file);
        lab.Must("up", "--port", $"{lab.Port}");

        Assert.Equal(people, await File.ReadAllTextAsync($"{lab.State}/accounts"));
        Assert.Equal("title: Kept", await File.ReadAllTextAsync($"{lab.State}/lab.yaml"));
        Assert.Equal("an observation\n600 zoe\ndata.txt\n", lab.As("zoe", "sh", "-c", "cat ~/data.txt; stat -c '%a %U' ~/data.txt; readlink ~/link").Output);
        // The database: her old token is still hers, and the hub still knows her named server.
        Assert.True((await user.Api.GetAsync("hub/api/user")).IsSuccessStatusCode);
        Assert.Contains("work", lab.Inside("python3", "-c", $"import sqlite3; print(sqlite3.connect('{Database}').execute('select name from spawners').fetchall())"), StringComparison.Ordinal);
        using var again = await LabUser.LogInAsync(lab, "zoe", password);

        // Not over a running lab, and nothing that is not one.
        var (status, _, error) = lab.Door("restore", file);
        Assert.Equal(1, status);
        Assert.Contains("is up; ./isopleth down", error, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..1000]);
        (status, _, error) = lab.Door("restore", file);
        Assert.Equal(1, status);
        Assert.Contains("is no back-up of a lab, or only a part of one", error, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Upgrade_FromAnOlderDatabase_BacksUpFirst_AndOneThatFailsIsRolledBack()
    {
        shared.Ready();
        await using var lab = await Lab.UpAsync("upgrade");
        var password = lab.AddUser("amir");
        (await LabUser.LogInAsync(lab, "amir", password)).Dispose();
        Assert.Equal(0, lab.As("amir", "sh", "-c", "echo mine > ~/mine.txt").Status);

        // As an older JupyterHub has left it: without the newest column.
        var older = lab.Inside("python3", "-c", $"""
            import sqlite3
            from jupyterhub import dbutil
            from alembic import command, config
            with dbutil._temp_alembic_ini("sqlite:///{Database}") as ini:
                command.downgrade(config.Config(ini), "-1")
            print(sqlite3.connect("{Database}").execute("select version_num from alembic_version").fetchone()[0])
            """).Trim();
        lab.Must("down");
        var (status, _, error) = lab.Door("up");
        Assert.NotEqual(0, status);
        Assert.Contains("is of an older version; ./isopleth upgrade", error, StringComparison.Ordinal);
        lab.Must("upgrade");
        Assert.NotEmpty(Directory.GetFiles($"{lab.State}/backups"));
        lab.Must("up");
        using (var user = await LabUser.LogInAsync(lab, "amir", password))
        {
            Assert.Equal("mine\n", lab.As("amir", "cat", "/home/amir/mine.txt").Output);
        }

        // One that says it is older and is not: the upgrade fails half-way, after its back-up, for the newest column is there.
        lab.Must("down");
        ProgramRun.Run("/usr/bin/python3", ["-c", $"import sqlite3; d = sqlite3.connect('{lab.State}/hub/jupyterhub.sqlite'); d.execute(\"update alembic_version set version_num = '{older}'\"); d.commit()"]);
        var people = await File.ReadAllTextAsync($"{lab.State}/accounts");
        (status, _, error) = lab.Door("upgrade");
        Assert.Equal(1, status);
        Assert.Contains("for the third time; giving up", error, StringComparison.Ordinal);
        Assert.Contains("rolled back: people, homes and database are as before, and the lab is down. ./isopleth up", error, StringComparison.Ordinal);
        Assert.Equal(people, await File.ReadAllTextAsync($"{lab.State}/accounts"));
        Assert.Equal("mine\n", await File.ReadAllTextAsync($"{lab.State}/home/amir/mine.txt"));
        var version = ProgramRun.Run("/usr/bin/python3", ["-c", $"import sqlite3; print(sqlite3.connect('{lab.State}/hub/jupyterhub.sqlite').execute('select version_num from alembic_version').fetchone()[0])"]).Output;
        Assert.Equal(older, version.Trim());

        // One that this version does not know.
        ProgramRun.Run("/usr/bin/python3", ["-c", $"import sqlite3; d = sqlite3.connect('{lab.State}/hub/jupyterhub.sqlite'); d.execute(\"update alembic_version set version_num = 'feedfacefeed'\"); d.commit()"]);
        (status, _, error) = lab.Door("up");
        Assert.Equal(1, status);
        Assert.Contains("is of a newer version than this Isopleth; go back to that, or ./isopleth restore", error, StringComparison.Ordinal);

        // And one that another program holds is told as that.
        using var holder = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", $"import sqlite3; d = sqlite3.connect('{lab.State}/hub/jupyterhub.sqlite'); d.execute('begin exclusive'); print('held', flush=True); import sys; sys.stdin.read()"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        (status, _, error) = lab.Door("up");
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        Assert.Equal(1, status);
        Assert.Contains("another program holds the hub's database", error, StringComparison.Ordinal);
        Assert.Equal("mine\n", await File.ReadAllTextAsync($"{lab.State}/home/amir/mine.txt"));
    }
}
