"""A user's place in the lab: a network namespace with an address of its own, a /tmp of its own, and control groups that hold the limits.

JupyterHub's servers run in it (spawner.py), and so does what an administrator runs for a user (enter.py)."""
import ctypes
import fcntl
import os
import pwd
import subprocess

HUB = "198.18.0.1"
FIRST_UID = 20000
GROUPS = "/sys/fs/cgroup"
MARK = os.environ.get("ISOPLETH_MARK", "isopleth")

MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18

_libc = ctypes.CDLL(None, use_errno=True)


def _mount(source, target, flags):
    if _libc.mount(source and source.encode(), target.encode(), None, flags, None) != 0:
        raise OSError(ctypes.get_errno(), f"mount {target}")


def address(uid):
    """The IPv4 address of a user's namespace."""
    host = uid - FIRST_UID + 2
    if not 2 <= host < 65535:
        raise ValueError(f"uid {uid} is none of the lab's")
    return f"198.18.{host >> 8}.{host & 255}"


def network(uid):
    """The path of the user's network namespace; made when it is not there yet, and gone with the lab."""
    name = f"u{uid}"
    path = f"/run/netns/{name}"
    with open("/run/netns.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.exists(f"/run/netns/{name}.done"):
            return path
        # What an interrupted attempt has left goes first.
        subprocess.run(["ip", "netns", "delete", name], stderr=subprocess.DEVNULL)
        subprocess.run(["ip", "link", "delete", name], stderr=subprocess.DEVNULL)
        commands = f"""
link add {name} type veth peer name eth0 netns {name}
link set {name} up
route add {address(uid)}/32 dev {name}
"""
        inner = f"""
link set lo up
address add {address(uid)}/32 dev eth0
link set eth0 up
route add {HUB}/32 dev eth0
route add default via {HUB} dev eth0
"""
        subprocess.run(["ip", "netns", "add", name], check=True)
        subprocess.run(["ip", "-batch", "-"], input=commands, text=True, check=True)
        subprocess.run(["ip", "-netns", name, "-batch", "-"], input=inner, text=True, check=True)
        # A job step of this user's, outside of the namespace, may answer the srun inside.
        subprocess.run(["nft", "add", "element", "inet", "lab", "own", f"{{ {uid} . {address(uid)} }}"], check=True)
        open(f"/run/netns/{name}.done", "w").close()
    return path


def private_folders(uid):
    """/run/user/UID, and what is the user's /tmp and /dev/shm; all for the user alone."""
    for folder in (f"/run/user/{uid}", f"/run/user/{uid}/shm", f"/tmp/user-{uid}"):
        if not os.path.isdir(folder):
            os.mkdir(folder, 0o700)
            os.chown(folder, uid, uid)


class Groups:
    """The control groups of one server, under version 1 or 2."""

    def __init__(self, name):
        if os.path.exists(f"{GROUPS}/cgroup.controllers"):
            self.version, self.folders = 2, {c: f"{GROUPS}/{MARK}/{name}" for c in ("memory", "cpu", "pids")}
        else:
            self.version, self.folders = 1, {c: f"{GROUPS}/{c}/{MARK}/{name}" for c in ("memory", "cpu", "pids")}

    def make(self, memory, cpu, processes):
        """Makes them with the limits [bytes, processors, number]; tells the limits that this machine does not hold."""
        failed = []
        files = {
            1: {"memory": [("memory.limit_in_bytes", memory), ("memory.memsw.limit_in_bytes", memory)], "cpu": [("cpu.cfs_quota_us", int(cpu * 100000))], "pids": [("pids.max", processes)]},
            2: {"memory": [("memory.max", memory), ("memory.swap.max", 0)], "cpu": [("cpu.max", f"{int(cpu * 100000)} 100000")], "pids": [("pids.max", processes)]},
        }[self.version]
        for controller, settings in files.items():
            try:
                os.makedirs(self.folders[controller], exist_ok=True)
                # Runtimes look for their limits there, .NET's collector among them.
                os.chmod(self.folders[controller], 0o755)
            except OSError as e:
                failed.append(f"{controller}: {e}")
                continue
            for file, value in settings:
                try:
                    with open(f"{self.folders[controller]}/{file}", "w") as f:
                        f.write(str(value))
                except OSError as e:
                    # Swap is counted only where the kernel was built and booted for it.
                    if "sw" not in file:
                        failed.append(f"{controller}: {e}")
        return failed

    def join(self):
        """Puts the calling process in."""
        for folder in set(self.folders.values()):
            if os.path.isdir(folder):
                with open(f"{folder}/cgroup.procs", "w") as f:
                    f.write(str(os.getpid()))

    def processes(self):
        """Who is in."""
        found = set()
        for folder in set(self.folders.values()):
            try:
                with open(f"{folder}/cgroup.procs") as f:
                    found.update(int(line) for line in f)
            except OSError:
                pass
        return found

    def remove(self):
        """Removes them; true when none is left."""
        left = False
        for folder in set(self.folders.values()):
            if os.path.isdir(folder):
                try:
                    os.rmdir(folder)
                except OSError:
                    left = True
        return not left


def enter(user, namespace, groups=None):
    """Moves the calling process, as root, into the user's place, and makes it the user's. For a child between fork and exec."""
    uid = user.pw_uid
    if groups is not None:
        groups.join()
    fd = os.open(namespace, os.O_RDONLY)
    os.setns(fd, os.CLONE_NEWNET)
    os.close(fd)
    os.unshare(os.CLONE_NEWNS | os.CLONE_NEWIPC)
    _mount(None, "/", MS_REC | MS_PRIVATE)
    _mount(f"/tmp/user-{uid}", "/tmp", MS_BIND)
    _mount(f"/run/user/{uid}/shm", "/dev/shm", MS_BIND)
    os.umask(0o077)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(uid)
    os.chdir(user.pw_dir)


def environment(user):
    """What a user's processes know of their place."""
    runtime = f"/run/user/{user.pw_uid}"
    return {
        "USER": user.pw_name,
        "LOGNAME": user.pw_name,
        "HOME": user.pw_dir,
        "SHELL": user.pw_shell,
        "LANG": "C.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/isopleth/artifacts/bin/Isopleth.Cli/release",
        "XDG_RUNTIME_DIR": runtime,
        # Sockets of kernels are files here, which no other user reaches, and not in homes, which may lie on a server.
        "JUPYTER_RUNTIME_DIR": f"{runtime}/jupyter",
        "ISOPLETH_ROOT": "/opt/isopleth",
        "SLURM_CONF": "/var/lib/slurm/slurm.conf",
        "DOTNET_ROOT": "/usr/share/dotnet",
        "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
        "DOTNET_NOLOGO": "1",
        "DOTNET_SKIP_FIRST_TIME_EXPERIENCE": "1",
        "DOTNET_GENERATE_ASPNET_CERTIFICATE": "false",
        "NUGET_CERT_REVOCATION_MODE": "offline",
        # Build servers would stay behind after the cell that used them.
        "UseSharedCompilation": "false",
        "MSBUILDDISABLENODEREUSE": "1",
        "SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt",
        "REQUESTS_CA_BUNDLE": "/etc/ssl/certs/ca-certificates.crt",
    }


def seed_home(user):
    """A first copy of the curated notebooks, in a home that has none; made by the user's own hand."""

    def as_user():
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        os.umask(0o077)

    script = (
        '[ -e "$1/notebooks" ] || { rm -rf "$1/.notebooks.new"; cp -r --no-preserve=mode /opt/isopleth/notebooks "$1/.notebooks.new" && mv -T "$1/.notebooks.new" "$1/notebooks"; }; '
        '[ -e "$1/shared-notebooks" ] || [ -L "$1/shared-notebooks" ] || ln -s /opt/isopleth/notebooks "$1/shared-notebooks"'
    )
    subprocess.run(["sh", "-c", script, "sh", user.pw_dir], preexec_fn=as_user, check=False)


def user_named(name):
    """The account; a clear error where there is none."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise ValueError(f"there is no user '{name}' in this lab; an administrator makes one with ./isopleth user add {name}") from None
