using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Client;
using Isopleth.Jupyter.Server;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Tests.Protocol;

public sealed partial class KernelProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KernelTransport.Ipc)]
    [InlineData(KernelTransport.Tcp)]
    public async Task Dispose_AfterUse_LeavesNoProcessAndNoFile(KernelTransport transport)
    {
        string folder;
        int pid;
        await using (var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), new KernelStartOptions { Transport = transport }, Token))
        {
            pid = kernel.Pid;
            folder = FolderOf(pid);
            Assert.Equal("ok", (await kernel.Client.ExecuteAsync("out x", cancellationToken: Token)).Status);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "kernel.json")));
        }

        Assert.False(EchoProcess.Exists(pid));
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData(InterruptMode.Signal)]
    [InlineData(InterruptMode.Message)]
    public async Task Interrupt_RunningCell_EndsItAndTheSessionGoesOn(InterruptMode mode)
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(mode), cancellationToken: Token);
        await InterruptsAsync(kernel);
    }

    [Fact]
    public async Task Interrupt_KernelStartedWithSigintIgnored_StillTakesEffect()
    {
        var spec = EchoProcess.Of("ignoring", "/bin/sh", "-c", "trap '' INT; exec \"$0\" \"$@\"", Environment.ProcessPath!, EchoProcess.KernelVerb, "{connection_file}");
        await using var kernel = await KernelProcess.StartAsync(spec, cancellationToken: Token);
        await InterruptsAsync(kernel);
    }

    [Fact]
    public void WithSigintDefault_ThisProcessIgnoresSigint_ChildDoesNot()
    {
        const int Sigint = 2;
        const nint Ignore = 1;
        var before = signal(Sigint, Ignore);
        try
        {
            Assert.True(ChildIgnoresSigint(static start => start()));
            Assert.False(ChildIgnoresSigint(LibC.WithSigintDefault));
            Assert.True(ChildIgnoresSigint(static start => start()));
        }
        finally
        {
            _ = signal(Sigint, before);
        }

        static bool ChildIgnoresSigint(Func<Func<Process>, Process> run)
        {
            using var child = run(() => Process.Start(new ProcessStartInfo("/bin/grep", ["-oP", @"SigIgn:\s*\K\w+", "/proc/self/status"]) { UseShellExecute = false, RedirectStandardOutput = true })!);
            return (ulong.Parse(child.StandardOutput.ReadToEnd(), NumberStyles.HexNumber | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) & (1 << (Sigint - 1))) != 0;
        }
    }

    [Fact]
    public async Task Execute_KernelExits_FailsWithItsCodeAndLastWords()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);

        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => kernel.Client.ExecuteAsync("die", cancellationToken: Token));

        Assert.Equal(3, fault.ExitCode);
        Assert.Contains("'echo' died (exit code 3)", fault.Message, StringComparison.Ordinal);
        Assert.Contains("farewell", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KernelDiedException>(() => kernel.Client.KernelInfoAsync(Token));
        await Assert.ThrowsAsync<KernelDiedException>(() => kernel.InterruptAsync(Token));
    }

    [Fact]
    public async Task Execute_KernelIsKilled_SaysThatItMayBeMemory()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);
        var cell = kernel.Client.ExecuteAsync("sleep 30000", cancellationToken: Token);

        Signal(kernel.Pid, 9);

        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => cell);
        Assert.Equal(137, fault.ExitCode);
        Assert.Contains("memory", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L, "the memory limit was reached")]
    [InlineData(0L, "killed from outside; it was not the memory limit")]
    [InlineData(null, "often for using more memory")]
    public void KernelDied_Killed_TellsWhetherItWasTheMemoryLimit(long? kills, string words) =>
        Assert.Contains(words, new KernelDiedException("echo", 137, [], kills).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Execute_StackOverflows_SaysSoThoughManyLinesFollow()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);

        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => kernel.Client.ExecuteAsync("overflow", cancellationToken: Token));

        Assert.Equal(134, fault.ExitCode);
        Assert.Contains("its stack overflowed", fault.Message, StringComparison.Ordinal);
        Assert.Equal("Stack overflow.", fault.LastLines[0]);
        Assert.Contains("EchoEngine.Overflow(", fault.LastLines.First(static line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "it said nothing. It was killed from outside, or native code crashed")]
    [InlineData(-2, "its stack overflowed; look for what calls itself without an end:\n    at Isopleth.Tests.Protocol.EchoEngine.Overflow(")]
    [InlineData(-3, "its last words were:\n    Process terminated.")]
    [InlineData(0, "a thread of its own: InvalidDataException: half a tide")]
    [InlineData(-1, "Environment.Exit")]
    public async Task Restart_AfterADeath_TheFirstCellTellsWhyOnce(int signal, string reason)
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);
        var (pid, mark) = (kernel.Pid, Path.Combine(FolderOf(kernel.Pid), "kernel.json.alive"));
        var runs = new TaskCompletionSource();
        var cell = kernel.Client.ExecuteAsync(
            "out on\n" + signal switch { 9 => "sleep 30000", -3 => "abort half a tide", 0 => "fault half a tide", -2 => "overflow", _ => "die" },
            onOutput: m => _ = m.Type == "stream" && runs.TrySetResult(), cancellationToken: Token);
        if (signal > 0)
        {
            await runs.Task.WaitAsync(Token);
            Signal(pid, signal);
        }

        await Assert.ThrowsAsync<KernelDiedException>(() => cell);
        Assert.True(File.Exists(mark));
        await kernel.RestartAsync(Token);

        var told = await StandardErrorAsync("out x");
        Assert.Contains($"The kernel's process before this one (number {pid}) died while cell 1 ran", told, StringComparison.Ordinal);
        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.Equal("", await StandardErrorAsync("out x"));

        var gone = mark.Replace("kernel.json", "gone.json", StringComparison.Ordinal);
        await File.WriteAllTextAsync(gone, "", Token);
        await kernel.RestartAsync(Token);
        Assert.Equal("", await StandardErrorAsync("out x")); // that end was in order
        Assert.False(File.Exists(gone)); // and took away what nobody will start again
        await kernel.ShutdownAsync();
        Assert.False(File.Exists(mark));

        async Task<string> StandardErrorAsync(string code)
        {
            var text = "";
            await kernel.Client.ExecuteAsync(code, onOutput: m => text += m.Type == "stream" && (string?)m.Content["name"] == "stderr" ? (string?)m.Content["text"] : "", cancellationToken: Token);
            return text;
        }
    }

    [Fact]
    public void Explain_MarkThatWasLeft_TellsOfTheMemoryLimitWhereItsCountRose()
    {
        Assert.Contains("the memory limit was reached", LifeMark.Explain("4194305 17 3 0\n", 4, labTells: false, words: ""), StringComparison.Ordinal);
        Assert.Null(LifeMark.Explain("4194305 17 3 0\n", 4, labTells: true, words: ""));
        Assert.Contains("it was not the memory limit", LifeMark.Explain("4194305 17 3 0\n", 3, labTells: true, words: ""), StringComparison.Ordinal);
        Assert.DoesNotContain("memory limit", LifeMark.Explain("4194305 17 -1 0\n", 3, labTells: false, words: ""), StringComparison.Ordinal);
        Assert.Contains("or its stack overflowed, or native", LifeMark.Explain("4194305 17 3 12\n", 3, labTells: false, words: null), StringComparison.Ordinal);
        Assert.Null(LifeMark.Explain("no mark", 3, labTells: false, words: ""));
        var own = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[19];
        Assert.Null(LifeMark.Explain($"{Environment.ProcessId} {own} 3 0\n", 4, labTells: false, words: "")); // it lives
    }

    [Theory]
    [InlineData("4:memory:/job\n0::/", "memory/job/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n", 2L)]
    [InlineData("4:memory:/job/of/the/host\n", "memory/memory.oom_control", "under_oom 0\noom_kill 3\n", 3L)]
    [InlineData("0::/user.slice/job\n", "user.slice/job/memory.events", "low 0\noom 1\noom_kill 4\noom_group_kill 1\n", 4L)]
    [InlineData("2:cpu:/job\n", "memory.events", "oom_kill 4\n", null)]
    public void MemoryGroup_OfBothKinds_TellsItsKills(string groups, string file, string text, long? kills)
    {
        var root = Directory.CreateTempSubdirectory("isopleth-group-").FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
        File.WriteAllText(Path.Combine(root, file), text);

        Assert.Equal(kills, MemoryGroup.KillsIn(MemoryGroup.Folders(groups, root)));

        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task Sigterm_WhileACellRuns_EndsTheKernelAtOnce()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);
        var cell = kernel.Client.ExecuteAsync("sleep 30000", cancellationToken: Token);

        Signal(kernel.Pid, 15);

        Assert.Equal(0, await kernel.Exited.WaitAsync(TimeSpan.FromSeconds(30), Token));
        _ = await Record.ExceptionAsync(() => cell);
    }

    [Fact]
    public async Task Restart_StateAndNumberBeginAnewAndTheClientGoesOn()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);
        var before = kernel.Pid;
        await kernel.Client.ExecuteAsync("out x", cancellationToken: Token);
        var cell = kernel.Client.ExecuteAsync("sleep 30000", cancellationToken: Token);

        await kernel.RestartAsync(Token);

        _ = await Record.ExceptionAsync(() => cell);
        Assert.NotEqual(before, kernel.Pid);
        Assert.False(EchoProcess.Exists(before));
        Assert.Equal(1, (await kernel.Client.ExecuteAsync("out x", cancellationToken: Token)).ExecutionCount);
    }

    [Fact]
    public async Task Restart_AfterTheKernelDied_BringsItBack()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);
        await Assert.ThrowsAsync<KernelDiedException>(() => kernel.Client.ExecuteAsync("die", cancellationToken: Token));

        await kernel.RestartAsync(Token);

        Assert.Equal("ok", (await kernel.Client.ExecuteAsync("out x", cancellationToken: Token)).Status);
    }

    [Fact]
    public async Task Shutdown_Twice_IsHarmlessAndLaterRequestsSayIt()
    {
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), cancellationToken: Token);

        await kernel.ShutdownAsync();
        await kernel.ShutdownAsync();

        Assert.Equal(0, await kernel.Exited);
        var fault = await Assert.ThrowsAsync<JupyterException>(() => kernel.Client.KernelInfoAsync(Token));
        Assert.Equal("The kernel 'echo' was shut down.", fault.Message);
    }

    [Fact]
    public async Task Start_ProgramEndsAtOnce_SaysWhatItSaid()
    {
        var spec = EchoProcess.Of("broken", "/bin/sh", "-c", "echo no such module >&2; exit 7");

        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => KernelProcess.StartAsync(spec, cancellationToken: Token));

        Assert.Equal(7, fault.ExitCode);
        Assert.Equal(["no such module"], fault.LastLines);
    }

    [Fact]
    public async Task Start_KernelLacksLibzmq_NamesItAndHowToInstallIt()
    {
        var options = new KernelStartOptions { Environment = new Dictionary<string, string> { ["ISOPLETH_LIB_ZMQ"] = "/nowhere/libzmq.so" } };

        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => KernelProcess.StartAsync(EchoProcess.Spec(), options, Token));

        Assert.Equal(1, fault.ExitCode);
        var line = Assert.Single(fault.LastLines);
        Assert.Contains("'zmq' was not found at /nowhere/libzmq.so", line, StringComparison.Ordinal);
        Assert.Contains("apt-get install libzmq5", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoConnectionFile_SaysSoInOneLine()
    {
        Assert.Contains("Cannot read the connection file /nowhere/k.json", await LastWordsAsync("/nowhere/k.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ChannelCannotBeBound_NamesItsAddress()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        new ConnectionFile { Transport = "ipc", Ip = "/nowhere/k", ShellPort = 1, IopubPort = 2, StdinPort = 3, ControlPort = 4, HeartbeatPort = 5 }.Save(path);

        var words = await LastWordsAsync(path);

        File.Delete(path);
        Assert.Contains("Cannot bind to ipc:///nowhere/k-1: No such file or directory.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoSuchProgram_NamesItAndItsKernelspec()
    {
        var fault = await Assert.ThrowsAsync<JupyterException>(() => KernelProcess.StartAsync(EchoProcess.Of("gone", "/nowhere/kernel", "{connection_file}"), cancellationToken: Token));

        Assert.Contains("'gone'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/kernel {connection_file}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/specs/gone/kernel.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProgramNeverAnswers_GivesUpInTimeAndLeavesNothing()
    {
        var marker = $"60.{Environment.ProcessId}";
        var clock = Stopwatch.StartNew();

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => KernelProcess.StartAsync(
            EchoProcess.Of("mute", "/bin/sleep", marker), new KernelStartOptions { StartTimeout = TimeSpan.FromMilliseconds(300) }, Token));

        Assert.Contains("did not answer within 0.3 s", fault.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        Assert.DoesNotContain(Process.GetProcessesByName("sleep"), p => File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(marker, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_WhatTheProcessWrites_IsHandedOn()
    {
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var kernel = await KernelProcess.StartAsync(EchoProcess.Spec(), new KernelStartOptions { Log = lines.Enqueue }, Token);

        await kernel.Client.RequestAsync("nonsense_request", [], cancellationToken: Token);
        await kernel.ShutdownAsync();

        Assert.Contains(lines, l => l.Contains("nonsense_request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("returned")]
    public async Task Client_EndsWithoutDisposing_KernelEndsAndItsFolderGoes(string end)
    {
        using var client = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [EchoProcess.ClientVerb, end]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var pid = int.Parse(await client.StandardOutput.ReadLineAsync(Token) ?? "", CultureInfo.InvariantCulture);
        var folder = EchoProcess.Exists(pid) ? FolderOf(pid) : null;

        Assert.True(await EchoProcess.EndsAsync(pid, TimeSpan.FromSeconds(30)), "The kernel outlived its client.");

        // A killed client cannot tidy up; the next one (of this test, or of one beside it) does it for it.
        KernelFolder.Create(KernelTransport.Ipc, "echo").Dispose();
        for (var waited = 0; waited < 100 && Directory.Exists(folder); waited++)
        {
            await Task.Delay(50, Token);
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Command_PlaceholdersAndVariables_AreFilledIn()
    {
        var spec = EchoProcess.Of("x", "{resource_dir}/run", "-f", "{connection_file}") with { Env = new Dictionary<string, string> { ["A"] = "${HOME}/x", ["B"] = "${NOT_THERE_AT_ALL}", ["C"] = "spec" } };

        var command = KernelCommand.Create(spec, new KernelStartOptions { WorkingDirectory = "/tmp", Environment = new Dictionary<string, string> { ["C"] = "caller" } }, "/run/k.json");

        Assert.Equal("/specs/x/run", command.FileName);
        Assert.Equal(["-f", "/run/k.json"], command.ArgumentList);
        Assert.Equal(Environment.GetEnvironmentVariable("HOME") + "/x", command.Environment["A"]);
        Assert.Equal("${NOT_THERE_AT_ALL}", command.Environment["B"]);
        Assert.Equal("caller", command.Environment["C"]);
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), command.Environment["JPY_PARENT_PID"]);
        Assert.Equal("/tmp", command.WorkingDirectory);
    }

    private static async Task<string> LastWordsAsync(string connectionFile)
    {
        var spec = EchoProcess.Of("echo", Environment.ProcessPath!, EchoProcess.KernelVerb, connectionFile);
        var fault = await Assert.ThrowsAsync<KernelDiedException>(() => KernelProcess.StartAsync(spec, cancellationToken: Token));
        Assert.Equal(1, fault.ExitCode);
        return Assert.Single(fault.LastLines);
    }

    private static async Task InterruptsAsync(KernelProcess kernel)
    {
        var running = new TaskCompletionSource();
        var cell = kernel.Client.ExecuteAsync("show on\nsleep 30000", onOutput: m => _ = m.Type == "display_data" && running.TrySetResult(), cancellationToken: Token);
        await running.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        await kernel.InterruptAsync(Token);

        Assert.Equal("Interrupted", (await cell.WaitAsync(TimeSpan.FromSeconds(30), Token)).ErrorName);
        Assert.Equal(2, (await kernel.Client.ExecuteAsync("out x", cancellationToken: Token)).ExecutionCount);
    }

    // The connection file stands in the kernel's command line.
    private static string FolderOf(int pid) => Path.GetDirectoryName(File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries)[^1])!;

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    private static void Signal(int pid, int signal) => Assert.Equal(0, LibC.kill(pid, signal));
}
