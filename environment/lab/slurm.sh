#!/usr/bin/env bash
# slurm.sh start|stop|keep COMMAND…: one-node Slurm inside the lab, without systemd, cgroups or an accounting database. ISOPLETH_SLURM=cluster: the client of the
# operator's own, whose slurm.conf and munge.key lie in cluster/ of the state's slurm folder; off: none.
set -euo pipefail
# Every user's commands read the configuration.
umask 022
state=/var/lib/slurm node=node1 kind=${ISOPLETH_SLURM:-single-node}
export SLURM_CONF=$state/slurm.conf

configure() {
    local memory
    memory=$(($(awk '/MemTotal/ { print $2 }' /proc/meminfo) / 1024 - 1024))
    cat > $state/slurm.conf <<CONF
ClusterName=lab
SlurmctldHost=lab(198.18.0.1)
SlurmUser=slurm
AuthType=auth/munge
CredType=cred/munge
SlurmctldPidFile=/run/slurm/slurmctld.pid
SlurmdPidFile=/run/slurm/slurmd.pid
SlurmctldLogFile=/var/log/slurmctld.log
SlurmdLogFile=/var/log/slurmd.log
StateSaveLocation=$state/state
SlurmdSpoolDir=$state/spool
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=2
JobAcctGatherParams=OverMemoryKill
MpiDefault=none
ReturnToService=2
PropagateResourceLimits=NONE
PrivateData=jobs,usage,users
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=5,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
DefMemPerCPU=512
JobCompType=jobcomp/filetxt
JobCompLoc=$state/jobcomp.txt
MinJobAge=3600
KillWait=5
SlurmdTimeout=60
InactiveLimit=0
NodeName=$node NodeHostname=lab NodeAddr=198.18.0.1 CPUs=$(nproc) RealMemory=$memory State=UNKNOWN
PartitionName=lab Nodes=$node Default=YES MaxTime=24:00:00 DefaultTime=01:00:00 State=UP OverSubscribe=NO
CONF
    echo CgroupPlugin=disabled > $state/cgroup.conf
}

kept() { # NAME COMMAND…
    env --default-signal=INT,QUIT setsid "$0" keep "${@:2}" < /dev/null &
    echo $! > "/run/slurm/$1.started"
}

start() {
    local i
    [ "$kind" != off ] || return 0
    chmod 755 $state
    install -d -o munge -g munge -m 755 /run/munge
    install -d -o munge -g munge -m 700 $state/munge /var/log/munge
    install -d -o slurm -g slurm -m 755 /run/slurm
    install -d -o slurm -g slurm -m 700 $state/state
    install -d -m 755 $state/spool
    [ -e $state/jobcomp.txt ] || install -o slurm -g slurm -m 600 /dev/null $state/jobcomp.txt
    for log in slurmctld slurmd; do touch /var/log/$log.log; chmod 600 /var/log/$log.log; done
    chown slurm: /var/log/slurmctld.log
    [ "$kind" = cluster ] || [ -s $state/munge/munge.key ] || { head -c 1024 /dev/urandom > $state/munge/key.new; chown munge: $state/munge/key.new; chmod 400 $state/munge/key.new; mv $state/munge/key.new $state/munge/munge.key; }
    if [ "$kind" = cluster ]; then
        [ -s $state/cluster/slurm.conf ] && [ -s $state/cluster/munge.key ] || { echo "slurm.kind is cluster, but slurm/cluster of the state folder lacks slurm.conf or munge.key." >&2; return 1; }
        install -m 644 $state/cluster/slurm.conf $state/slurm.conf
        install -o munge -g munge -m 400 $state/cluster/munge.key $state/munge/munge.key
    else
        configure
    fi
    kept munged setpriv --reuid munge --regid munge --clear-groups munged --foreground --force --key-file=$state/munge/munge.key \
        --socket=/run/munge/munge.socket.2 --pid-file=/run/munge/munged.pid --log-file=/var/log/munge/munged.log --seed-file=$state/munge/munged.seed
    [ "$kind" = single-node ] || return 0
    for ((i = 0; i < 100; i++)); do
        [ ! -S /run/munge/munge.socket.2 ] || break
        sleep 0.05
    done
    # slurmctld runs as slurm from the start, slurmd as root, who starts jobs as their users.
    kept slurmctld setpriv --reuid slurm --regid slurm --init-groups slurmctld -D -i
    kept slurmd slurmd -D -N $node
    for ((i = 0; i < 150; i++)); do
        case $(timeout 2 sinfo -h -n $node -o %T 2>/dev/null) in
            idle | mixed | allocated) return 0 ;;
            down* | unknown*) [ $((i % 20)) != 10 ] || timeout 2 scontrol update nodename=$node state=resume 2>/dev/null || true ;;
        esac
        sleep 0.1
    done
    echo "Slurm did not come up; see slurmctld.log and slurmd.log." >&2
    return 1
}

# Runs a daemon, and starts it anew when it ends without having been asked to: after a second, and ever later when that does not help.
keep() { # COMMAND…
    local child='' pause=1 began
    trap '[ -z "$child" ] || kill -TERM "$child" 2>/dev/null; wait; exit 0' TERM
    while true; do
        began=$SECONDS
        "$@" > /dev/null 2>&1 &
        child=$!
        wait "$child" || true
        [ $((SECONDS - began)) -lt 60 ] && pause=$((pause < 32 ? pause * 2 : 60)) || pause=1
        echo "$(date +%FT%T) '$*' ended; starting it anew in $pause s."
        sleep "$pause" &
        child=$!
        wait "$child" || true
    done
}

stop() {
    local file pid i
    for file in slurmd slurmctld munged; do
        pid=$(cat "/run/slurm/$file.started" 2>/dev/null) || continue
        kill -TERM "$pid" 2>/dev/null || continue
        for ((i = 0; i < 60; i++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.05
        done
    done
}

"$@"
