using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary>What labs have left on this machine.</summary>
internal static class Leftovers
{
    /// <summary>What is there of one lab, and must not be when it is down: interfaces, cgroups, processes, and with them mounts and namespaces. Other labs may come and go.</summary>
    public static string Of(Lab lab) => Bash("""
        ip -br link | cut -d' ' -f1 | grep -E '^(tap|u[0-9])'
        find /sys/fs/cgroup -maxdepth 2 -name "isopleth-$(sha256sum <<< "$0" | cut -c1-8)"
        """, lab.State) + Holders(lab.State);

    /// <summary>Processes that name a folder, or see a mount of it in whatever namespace.</summary>
    public static string Holders(string folder) => Bash("""
        for process in /proc/[0-9]*; do
            [ "$process" != "/proc/$$" ] || continue
            { tr '\0' ' ' < "$process/cmdline"; cat "$process/mountinfo"; } 2> /dev/null | grep -qF "$0" && echo "${process##*/} $(tr '\0' ' ' < "$process/cmdline")"
        done
        true
        """, folder).Trim();

    private static string Bash(string script, params string[] arguments) => ProgramRun.Run("/bin/bash", ["-c", script, .. arguments]).Output;
}
