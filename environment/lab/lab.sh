# shellcheck shell=bash
# Sourced by ../../isopleth: the commands of the multi-user lab. Needs setup.sh's say and fail.
#
# One lab is one state folder:
#   lab.yaml packages             what the operator sets
#   accounts home/ hub/ slurm/    people, their files, the hub's database: what a backup holds
#   product/                      the built product, copied, so that a build does not change what runs
#   run/ log/ tmp/                of the running lab
# The image is read-only and shared by all labs of one recipe; no state is in it.

lab_here=$root/environment/lab
state=/var/lib/isopleth port=''
images=${ISOPLETH_IMAGES:-/var/cache/isopleth}
dotnet_home=${DOTNET_ROOT:-/usr/share/dotnet}

source "$lab_here/accounts.sh"
source "$lab_here/keep.sh"
source "$lab_here/oci.sh"

lab_usage() {
    cat <<'USAGE'
The multi-user lab: JupyterHub with JupyterLab, the C# kernel and Slurm.
  ./isopleth up [--port N]               brings it up at http://127.0.0.1:8000; the first time it builds the image
  ./isopleth down                        takes it down; nothing is left running
  ./isopleth status                      what runs, and who is there
  ./isopleth logs [-f]                   the hub's log
  ./isopleth user add NAME [--admin]     makes a user and shows a new password once; list, password NAME, remove NAME
  ./isopleth shell [--user NAME] [-- COMMAND…]   a shell, or one command, inside
  ./isopleth backup FILE | restore FILE | upgrade
  ./isopleth image [--tag NAME]          an OCI image of the lab
Every one takes --state FOLDER (default /var/lib/isopleth): another folder is another lab.
USAGE
}

lab_main() {
    local command=$1 arguments=()
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --state) [ -n "${2:-}" ] || fail "--state takes a folder." 2; state=$2; shift ;;
            --state=*) state=${1#*=} ;;
            --port) [ -n "${2:-}" ] || fail "--port takes a number." 2; port=$2; shift ;;
            --port=*) port=${1#*=} ;;
            --help | -h) lab_usage; exit 0 ;;
            --) arguments+=("$@"); break ;;
            *) arguments+=("$1") ;;
        esac
        shift
    done
    [[ -z $port || ($port =~ ^[0-9]{1,5}$ && $port -ge 1 && $port -le 65535) ]] || fail "--port takes a number from 1 to 65535; '$port' is none." 2
    [ "$(id -u)" = 0 ] || fail "the lab makes users and namespaces and so needs root: sudo ./isopleth $command." 77
    state=$(readlink -m "$state")
    run=$state/run
    # What two labs must not share (cgroups) bears the state folder's mark.
    mark=isopleth-$(sha256sum <<< "$state" | cut -c1-8)
    "lab_$command" "${arguments[@]}"
}

# The host's process id of the lab's first process; fails when the lab is not up. A number that another process has by now is not believed.
lab_pid() {
    local pid started
    [ -s "$run/pid" ] || return 1
    read -r pid started < "$run/pid"
    [ "$(awk '{ print $22 }' "/proc/$pid/stat" 2>/dev/null)" = "$started" ] && echo "$pid"
}
lab_first() { lab_pid > /dev/null && cat "$run/first" 2>/dev/null; }
inside() { # COMMAND…: as the lab's root
    local first
    first=$(lab_first) || fail "the lab of $state is not up; ./isopleth up brings it up." 1
    nsenter -t "$first" -m -p -u -i -n -r -w -- /usr/bin/env -i "${lab_environment[@]}" "$@"
}
lab_environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "TERM=${TERM:-dumb}" SLURM_CONF=/var/lib/slurm/slurm.conf
    DOTNET_ROOT=/usr/share/dotnet DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1)

with_lock() { # COMMAND…: one at a time for this state folder. Who runs on in the background must not hold it: 8>&-
    mkdir -p "$run" && chmod 700 "$state" || fail "$state cannot be written to." 1
    exec 8> "$run/lock"
    flock -n 8 || { say "another ./isopleth works on $state; waiting for it…"; flock 8; }
    "$@"
    exec 8>&-
}

step_started=$EPOCHREALTIME
step() { # DONE: tells what was done and how long it took
    local now=$EPOCHREALTIME
    printf '  %-58s %6.1f s\n' "$1" "$(awk -v a="$step_started" -v b="$now" 'BEGIN { print b - a }')" >&2
    step_started=$now
}

# --- up ---------------------------------------------------------------------------------------------------------------------------------------------

lab_up() {
    [ $# = 0 ] || fail "up takes no '$1'; see ./isopleth up --help." 2
    with_lock bring_up
}

bring_up() {
    local began=$EPOCHREALTIME image
    if lab_first > /dev/null; then
        if wait_healthy 20; then
            say "the lab is up at http://127.0.0.1:$(< "$run/port")"
            tell_changes
            return
        fi
        say "the lab runs but does not answer; taking it down first."
        take_down
    fi
    port=${port:-$(cat "$state/port" 2>/dev/null || echo 8000)}
    clean_stale
    check_machine
    mkdir -p "$state"/{home,hub,slurm,log,tmp} "$run"
    chmod 711 "$state/home"; chmod 700 "$state/hub"; chmod 1777 "$state/tmp"
    [ -e "$state/lab.yaml" ] || install -m 644 "$root/hub-config/lab.yaml" "$state/lab.yaml"
    touch "$state/accounts"; chmod 600 "$state/accounts"
    image=$(image_folder)
    make_image "$image"
    copy_product
    check_settings "$image"
    check_database "$image"
    step "settings checked"
    launch "$image"
    wait_healthy 60 || { failed_start; }
    step "hub and proxy answer"
    echo "$port" > "$state/port"
    say "the lab is up at http://127.0.0.1:$port ($(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }') s)"
    [ -s "$state/accounts" ] || say "nobody can log in yet: make the first administrator with ./isopleth user add NAME --admin$(state_option)"
}
# A lab that runs goes on as it was begun; what was changed since is checked, and what makes it count is told.
tell_changes() {
    local changed=() first
    first=$(lab_first)
    [ -z "$port" ] || [ "$port" = "$(< "$run/port")" ] || changed+=("--port $port")
    if ! cmp -s "$state/lab.yaml" "/proc/$first/root/etc/isopleth/lab.yaml"; then
        check_settings "$(< "$run/image")"
        changed+=("the changed lab.yaml")
    fi
    [ ${#changed[@]} = 0 ] || say "${changed[*]} does not count yet: ./isopleth down$(state_option), which stops the users' servers, then up${port:+ --port $port}."
}
state_option() { [ "$state" = /var/lib/isopleth ] || printf ' --state %q' "$state"; }

check_machine() {
    unshare --mount --pid --fork --net --uts --ipc true 2>/dev/null ||
        fail "this machine forbids namespaces (unshare failed), without which users cannot be kept apart; run on the host itself, or in a container started with --privileged." 1
    [ -c /dev/net/tun ] || fail "/dev/net/tun is not there, which the lab's network needs: modprobe tun." 1
    ! port_taken "$port" || fail "port $port of 127.0.0.1 is in use by another program; stop that, or choose another: ./isopleth up --port 8001$(state_option)." 1
    need_space "$state" 500 "the lab needs at least 500 MB for its users' files"
}
free_space() { df -Pm "$(existing_parent "$1")" | awk 'NR == 2 { print $4 }'; } # [MB]
need_space() { # FOLDER MB WHY
    local free
    free=$(free_space "$1")
    [ "$free" -ge "$2" ] || fail "the disk of $1 has $free MB free; $3." 1
}
port_taken() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
existing_parent() { local folder=$1; until [ -d "$folder" ]; do folder=$(dirname "$folder"); done; echo "$folder"; }

# The recipe, with the operator's own packages, names the image.
image_folder() { echo "$images/image-$(cat "$lab_here/image.sh" "$lab_here/packages" <(native_rows) <(extra_packages) | sha256sum | cut -c1-16)"; }
native_rows() { awk '$1 == "apt" && $4 ~ "(^|,)run(,|$)" { print $2 }' "$versions"; }
extra_packages() { sed 's/#.*//' "$state/packages" 2>/dev/null | tr -s ' \n' '\n' | grep . || true; }

make_image() { # IMAGE
    local image=$1
    [ ! -e "$image/etc/isopleth-packages" ] || return 0
    mkdir -p "$images"
    exec 7> "$images/lock"
    flock -n 7 || { say "another ./isopleth builds the image; waiting for it…"; flock 7; }
    if [ ! -e "$image/etc/isopleth-packages" ]; then
        need_space "$images" 3000 "the image needs 3000 MB while it is built (ISOPLETH_IMAGES names another folder)"
        say "building the lab's image, about two minutes…"
        # An image without its list of packages was damaged after it was built, by a removal that was interrupted.
        rm -rf "$images"/*.building "$image"
        # Should this script be killed, the build ends with it, and with the build its mounts.
        setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc \
            bash "$lab_here/image.sh" "$image.building" $(extra_packages) > "$images/build.log" 2>&1 8>&- 7>&- < /dev/null || {
            grep -E '^(E|W):|error' "$images/build.log" | tail -n 5 | sed 's/^/  /' >&2
            rm -rf "$image.building"
            fail "the image could not be built: check the network and this machine's apt sources, then run ./isopleth up again. The whole log is $images/build.log." 69
        }
        mv "$image.building" "$image"
        compare_packages "$image"
        step "image built"
    fi
    exec 7>&-
}

# What differs from the versions that the lab was tested with is told, not refused: an archive keeps its newest point release only.
compare_packages() {
    local changed
    changed=$(comm -13 "$lab_here/packages.lock" "$1/etc/isopleth-packages" | wc -l)
    [ "$changed" = 0 ] || say "$changed of the image's packages are not those it was tested with; environment/lab/packages.lock has the versions."
}

# What the lab runs: programs, data sets, notebooks, hub settings. Copied only when something has changed.
product_parts=(artifacts/bin/Isopleth.Kernel/release artifacts/bin/Isopleth.Magics/release artifacts/bin/Isopleth.Cli/release artifacts/offline
    artifacts/share/jupyter artifacts/npm/node_modules/@duckdb datasets notebooks hub-config environment/lab)
copy_product() {
    local parts=() part key
    for part in "${product_parts[@]}"; do [ ! -e "$root/$part" ] || parts+=("$part"); done
    key=$(cd "$root" && find "${parts[@]}" -type f -printf '%p %s %T@\n' | sort | sha256sum | cut -c1-16)
    [ "$(cat "$state/product/key" 2>/dev/null)" != "$key" ] || return 0
    rm -rf "$state/product.new"
    mkdir -p "$state/product.new"
    (cd "$root" && cp -a --parents --reflink=auto --no-preserve=ownership "${parts[@]}" Isopleth.slnx "$state/product.new")
    chmod -R a+rX "$state/product.new"
    # What Jupyter looks for, in the places where it does so inside: the kernel by its path there, our extensions of the front end and of the server.
    mv "$state/product.new/artifacts/share" "$state/product.new/share"
    find "$state/product.new/share/jupyter/kernels" -name kernel.json -exec sed -i "s#$root/#/opt/isopleth/#g; s#\"DOTNET_ROOT\": \"[^\"]*\"#\"DOTNET_ROOT\": \"/usr/share/dotnet\"#" {} +
    [ ! -d "$state/product.new/share/jupyter/config" ] || cp -a "$state/product.new/share/jupyter/config/." "$state/product.new/hub-config/jupyter"
    [ ! -d "$state/product.new/share/jupyter/server" ] || cp -a "$state/product.new/share/jupyter/server/." "$state/product.new/hub-config/python"
    echo "$key" > "$state/product.new/key"
    rm -rf "$state/product.old"
    [ ! -e "$state/product" ] || mv "$state/product" "$state/product.old"
    mv "$state/product.new" "$state/product"
    rm -rf "$state/product.old"
    step "product copied"
}

check_settings() { # IMAGE
    local answer
    # The image's Python reads the operator's file through its standard input, and nothing is mounted for it.
    [ -f "$state/lab.yaml" ] && [ -r "$state/lab.yaml" ] || fail "$state/lab.yaml is no file that can be read; remove it, and ./isopleth up writes a new one." 2
    answer=$(chroot "$1" python3 -c "$(< "$root/hub-config/python/isopleth_lab/settings.py")" check "$(< "$root/hub-config/lab.schema.json")" < "$state/lab.yaml" 2>&1) ||
        fail "$state/lab.yaml: $answer" 2
    [ "$answer" != cluster ] || { [ -s "$state/slurm/cluster/slurm.conf" ] && [ -s "$state/slurm/cluster/munge.key" ]; } ||
        fail "$state/lab.yaml: slurm.kind is cluster, but $state/slurm/cluster lacks your cluster's slurm.conf or munge.key; put both there." 2
}

# What would keep the hub from its database is told before anything runs. Only an upgrade takes an older one.
check_database() { # IMAGE
    local database=$state/hub/jupyterhub.sqlite status=0
    [ -s "$database" ] || return 0
    chroot "$1" python3 -c "$(< "$root/hub-config/python/isopleth_lab/database.py")" <> "$database" 2> "$state/log/database.log" || status=$?
    case $status in
        0) ;;
        4) fail "another program holds the hub's database, $database; end it (fuser -v names it), then try again. No user's file was touched." 1 ;;
        2) [ -e "$state/hub/upgrade-database" ] || fail "the hub's database is of an older version; ./isopleth upgrade$(state_option) backs it up and brings it to this one." 1 ;;
        3) fail "the hub's database is of a newer version than this Isopleth; go back to that, or ./isopleth restore a back-up of this one." 1 ;;
        *) fail "the hub's database, $database, cannot be read; ./isopleth restore a back-up of it. No user's file was touched." 1 ;;
    esac
}

launch() { # IMAGE
    rm -f "$run"/{pid,first,port,slirp.sock}
    # What went wrong is looked for in this start's log alone.
    [ ! -e "$state/log/hub.log" ] || mv "$state/log/hub.log" "$state/log/hub.log.1"
    echo "$port" > "$run/port"
    echo "$1" > "$run/image"
    # bash starts what runs in the background with interrupts ignored; the kernels in the lab need theirs.
    env --default-signal=INT,QUIT,HUP,TERM setsid bash "$lab_here/launch.sh" "$1" "$state" "$run" "$mark" "$port" "$dotnet_home" "$lab_here" > "$state/log/lab.log" 2>&1 < /dev/null 8>&- 9>&- &
    disown
}

wait_healthy() { # SECONDS
    local deadline=$((SECONDS + $1)) at
    at=$(cat "$run/port" 2>/dev/null) || return 1
    while [ $SECONDS -lt "$deadline" ]; do
        [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$at/hub/health")" != 200 ] || return 0
        [ ! -s "$run/pid" ] || lab_pid > /dev/null || return 1
        sleep 0.1
    done
    return 1
}

failed_start() {
    tail -q -n 15 "$state/log/lab.log" "$state/log/hub.log" 2>/dev/null | sed 's/^/  /' >&2 || true
    take_down
    fail "the lab did not come up; the logs are in $state/log. No user's file was touched." 1
}

# --- down -------------------------------------------------------------------------------------------------------------------------------------------

lab_down() {
    [ $# = 0 ] || fail "down takes no '$1'." 2
    [ -e "$run/port" ] || lab_pid > /dev/null || { clean_stale; say "the lab of $state is not up."; return 0; }
    with_lock take_down
    say "the lab is down."
}

take_down() {
    local pid first i
    if pid=$(lab_pid); then
        # The first process passes it on to the hub, which stops the users' servers in order.
        ! first=$(lab_first) || kill -TERM "$first" 2>/dev/null || true
        for ((i = 0; i < 250; i++)); do
            lab_pid > /dev/null || break
            sleep 0.1
        done
        ! lab_pid > /dev/null || kill -KILL "$pid" 2>/dev/null || true
    fi
    clean_stale
}

# What an end that was no clean one leaves: processes of the lab's cgroups, the cgroups, its run files.
clean_stale() {
    local group i
    ! lab_pid > /dev/null || return 0
    for ((i = 0; i < 50; i++)); do
        for group in /sys/fs/cgroup/{,*/}"$mark"; do
            [ -d "$group" ] || continue
            find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null | xargs -r kill -KILL 2>/dev/null || true
            find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
        done
        compgen -G "/sys/fs/cgroup/*$mark" > /dev/null || compgen -G "/sys/fs/cgroup/*/$mark" > /dev/null || break
        sleep 0.1
    done
    rm -f "$run"/{pid,first,port,slirp.sock}
    find "$state/tmp" -mindepth 1 -delete 2>/dev/null || true
}

# --- looking and entering ---------------------------------------------------------------------------------------------------------------------------

lab_status() {
    if ! lab_first > /dev/null; then
        echo "The lab of $state is down."
        return 3
    fi
    echo "The lab of $state is up at http://127.0.0.1:$(< "$run/port")."
    wait_healthy 2 || echo "The hub does not answer; see ./isopleth logs$(state_option)."
    local free
    free=$(free_space "$state")
    [ "$free" -ge 200 ] || echo "The disk of $state has $free MB free: users cannot save and may not be able to log in; make room."
    inside python3 -m isopleth_lab.front status || echo "The hub does not tell who is logged in; see ./isopleth logs$(state_option)."
    inside sinfo -h -o 'Slurm: node %n is %T, %C CPUs (allocated/idle/other/total).' 2>/dev/null || echo "Slurm does not answer. A daemon of it that ended is started anew within a minute; if that does not help, see $state/log/slurm*.log, then ./isopleth down and up."
}

lab_logs() {
    [ -e "$state/log/hub.log" ] || fail "$state/log has no log yet." 1
    case ${1:-} in
        '') tail -q -n 200 "$state/log/lab.log" "$state/log/hub.log" ;;
        -f) exec tail -n 50 -F "$state/log/lab.log" "$state/log/hub.log" ;;
        *) fail "logs takes -f or nothing." 2 ;;
    esac
}

lab_shell() {
    local user=root line first
    while [ $# -gt 0 ]; do
        case $1 in
            --user) user=${2:-}; shift ;;
            --) shift; break ;;
            *) break ;;
        esac
        shift
    done
    [ $# -gt 0 ] || set -- bash
    if [ "$user" = root ]; then
        inside "$@"
    else
        account "$user" > /dev/null || fail "there is no user '$user'; ./isopleth user list names them." 1
        # As in the user's notebooks: own network, own /tmp, own home.
        inside python3 -m isopleth_lab.enter "$user" "$@"
    fi
}
