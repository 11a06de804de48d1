#!/usr/bin/env bash
# inside.sh IMAGE STATE MARK PORT DOTNET BLOCKED: the first process in the lab's namespaces. Builds the file system that the lab sees, and its network;
# all of it is gone with the namespaces.
set -euo pipefail
image=$1 state=$2 mark=$3 dotnet=$5 blocked=$6
here=$(dirname "${BASH_SOURCE[0]}")
source "$here/accounts.sh"

# The image, read-only; what must be written lies over it: memory for the short-lived, folders of the state for what stays.
view=$state/run/view
mkdir -p "$view"
mount --bind "$image" "$view"
mount -o remount,bind,ro,nosuid "$view"
cd "$view"
mount -t proc -o hidepid=2,nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount --rbind /sys/fs/cgroup sys/fs/cgroup
mount -t tmpfs -o mode=755,nosuid tmpfs dev
for device in null zero full random urandom tty; do
    : > dev/$device
    mount --bind /dev/$device dev/$device
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mkdir -p run/lock run/user run/netns
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs mnt
cp -a etc mnt/etc
mount --bind mnt/etc etc
umount -l mnt
own() { # FOLDER-OF-STATE PLACE
    mount --bind "$state/$1" "$2"
    mount -o remount,bind,nosuid,nodev "$2"
}
own home home
own tmp tmp
own log var/log
find var/log -name '*.log*' -exec chmod 600 {} +
own hub var/lib/jupyterhub
own slurm var/lib/slurm
mount --bind "$state/product" opt/isopleth
mount -o remount,bind,ro,nosuid opt/isopleth
mount --bind "$dotnet" usr/share/dotnet
mount -o remount,bind,ro,nosuid usr/share/dotnet

hostname lab
printf '127.0.0.1 localhost\n198.18.0.1 lab\n' > etc/hosts
echo lab > etc/hostname
printf 'nameserver 198.19.0.3\noptions timeout:2 attempts:2\n' > etc/resolv.conf
[ ! -s /etc/ssl/certs/ca-certificates.crt ] || cat /etc/ssl/certs/ca-certificates.crt > etc/ssl/certs/ca-certificates.crt
mkdir -p etc/isopleth
cp "$state/lab.yaml" etc/isopleth/lab.yaml
printf 'auth required pam_unix.so\naccount required pam_unix.so\n' > etc/pam.d/isopleth
write_accounts "$state/accounts" "$image/etc" etc

# All of it was checked before the start.
read -r outside slurm more <<< "$(chroot . python3 -m isopleth_lab.settings words)"
blocked+=${more:+,$more}
[ "$outside" = yes ] && through=accept || through=reject

# The network: the hub's own address, and below it one address a user, each in a network namespace of its own (isopleth_lab.network).
chroot . ip link set lo up
chroot . ip address add 198.18.0.1/32 dev lo
echo 1 > /proc/sys/net/ipv4/ip_forward
chroot . nft -f - <<NFT
table inet lab {
    set blocked { type ipv4_addr; flags interval; auto-merge; elements = { $blocked } }
    set own { typeof meta skuid . ip daddr; }
    chain forward {
        type filter hook forward priority 0; policy drop;
        ct state established,related accept
        iifname "u*" oifname "tap0" ip daddr @blocked reject
        iifname "u*" oifname "tap0" $through
        iifname "u*" reject
    }
    chain input {
        type filter hook input priority 0; policy accept;
        iifname "lo" accept
        ct state established,related accept
        iifname "tap0" tcp dport 8000 accept
        iifname "u*" ip daddr 198.18.0.1 tcp dport { 8081, 6817, 6818 } accept
        reject
    }
    chain output {
        # A user's processes outside of that user's namespace are Slurm jobs.
        type filter hook output priority 0; policy accept;
        meta skuid != 20000-59999 accept
        ct state established,related accept
        meta skuid . ip daddr @own accept
        ip daddr @blocked reject
        tcp dport { 8001, 8000, 8081 } reject
        oifname "tap0" $through
        oifname "u*" reject
    }
    chain leave {
        type nat hook postrouting priority 100;
        oifname "tap0" masquerade
    }
}
NFT

exec chroot . /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 PYTHONUNBUFFERED=1 \
    ISOPLETH_MARK="$mark" ISOPLETH_SLURM="$slurm" $(env | grep -iE '^(https?_proxy|no_proxy)=' || true) \
    tini -g -- bash /opt/isopleth/environment/lab/serve.sh
