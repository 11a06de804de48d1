#!/usr/bin/env bash
# launch.sh IMAGE STATE RUN MARK PORT DOTNET HERE: the lab's outermost process. It holds the namespaces' first process and the one that carries
# their network, and both die with it.
set -euo pipefail
image=$1 state=$2 run=$3 mark=$4 port=$5 dotnet=$6 here=$7
echo "$$ $(awk '{ print $22 }' /proc/$$/stat)" > "$run/pid.new"
mv "$run/pid.new" "$run/pid"

# Cgroups, of either version: everything of this lab below one folder of its own.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo '+memory +cpu +pids' > /sys/fs/cgroup/cgroup.subtree_control || true
    mkdir -p "/sys/fs/cgroup/$mark/system"
    echo '+memory +cpu +pids' > "/sys/fs/cgroup/$mark/cgroup.subtree_control" || true
else
    for controller in memory cpu pids; do
        mkdir -p "/sys/fs/cgroup/$controller/$mark" || true
    done
fi

# No process of the lab may reach the host's own addresses, on any interface, nor the link's (where clouds keep their secrets).
blocked=$(ip -o -4 address show | awk '{ sub("/.*", "", $4); print $4 }' | grep -v '^127\.' | paste -sd, || true)

setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child --uts --ipc --net \
    bash "$here/inside.sh" "$image" "$state" "$mark" "$port" "$dotnet" "169.254.0.0/16${blocked:+,$blocked}" &
unshared=$!
for ((i = 0; i < 100; i++)); do
    first=$(cat /proc/$unshared/task/$unshared/children 2>/dev/null) && [ -n "$first" ] && break
    sleep 0.05
done
first=${first// /}
echo "$first" > "$run/first.new"
mv "$run/first.new" "$run/first"
setpriv --pdeathsig KILL slirp4netns --configure --mtu=65520 --cidr=198.19.0.0/24 --disable-host-loopback --api-socket "$run/slirp.sock" "$first" tap0 &
for ((i = 0; i < 100; i++)); do
    [ ! -S "$run/slirp.sock" ] || break
    sleep 0.05
done
answer=$(printf '{"execute":"add_hostfwd","arguments":{"proto":"tcp","host_addr":"127.0.0.1","host_port":%d,"guest_addr":"198.19.0.100","guest_port":8000}}' "$port" |
    socat - "UNIX-CONNECT:$run/slirp.sock")
[[ $answer == *'"return"'* ]] || { echo "port $port could not be taken: $answer"; exit 1; }
wait $unshared
