# shellcheck shell=bash
# Sourced by lab.sh and inside.sh: the lab's people. The file `accounts` of the state folder has a line NAME:UID:ADMIN:HASH for each;
# UIDs begin at 20000, above all of the host's own, and are not given out twice.

account() { awk -F: -v name="$1" '$1 == name { print; found = 1 } END { exit !found }' "$state/accounts" 2>/dev/null; }

# write_accounts ACCOUNTS BASE ETC: the image's own users and the lab's into ETC. Group isopleth may log in, isopleth-admin administers.
write_accounts() {
    local accounts=$1 base=$2 etc=$3
    { cat "$base/passwd"; awk -F: '{ print $1 ":x:" $2 ":" $2 "::/home/" $1 ":/bin/bash" }' "$accounts"; } > "$etc/passwd.new"
    {
        cat "$base/group"
        awk -F: '{ print $1 ":x:" $2 ":" }' "$accounts"
        echo "isopleth:x:19998:$(cut -d: -f1 "$accounts" | paste -sd,)"
        echo "isopleth-admin:x:19999:$(awk -F: '$3 == 1 { print $1 }' "$accounts" | paste -sd,)"
    } > "$etc/group.new"
    (umask 077 && { cat "$base/shadow"; awk -F: '{ print $1 ":" $4 ":20000:0:99999:7:::" }' "$accounts"; } > "$etc/shadow.new")
    for file in shadow group passwd; do mv "$etc/$file.new" "$etc/$file"; done
}

lab_user() {
    local command=${1:-}
    [ $# = 0 ] || shift
    mkdir -p "$state/home" && touch "$state/accounts" && chmod 600 "$state/accounts" || fail "$state cannot be written to." 1
    case $command in
        add | password | remove)
            [[ ${1:-} =~ ^[a-z][a-z0-9_-]{0,30}$ ]] || fail "user $command takes a name of small letters, digits, - and _, beginning with a letter; '${1:-}' is none." 2
            need_space "$state" 20 "nothing was changed; make room first"
            with_lock "user_$command" "$@"
            ;;
        list) awk -F: '{ print $1 ($3 == 1 ? "  administrator" : "") }' "$state/accounts" ;;
        *) fail "user takes add NAME [--admin], list, password NAME, or remove NAME." 2 ;;
    esac
}

user_add() {
    local name=$1 admin=0 uid password
    case ${2:-} in --admin) admin=1 ;; '') ;; *) fail "user add takes NAME and --admin; '$2' is neither." 2 ;; esac
    ! account "$name" > /dev/null || fail "there is already a user '$name'; ./isopleth user password $name makes a new password." 1
    ! grep -q "^$name:" /etc/passwd || [ "$(id -u "$name")" -ge 1000 ] || fail "'$name' is a name of the system's own; choose another." 1
    # An attempt that was interrupted leaves an empty home.
    rmdir "$state/home/$name" 2>/dev/null || [ ! -e "$state/home/$name" ] || fail "$state/home/$name is there already, left by an earlier user of that name; move it away first." 1
    uid=$(awk -F: -v last="$(cat "$state/last-uid" 2>/dev/null || echo 19999)" '$2 > last { last = $2 } END { print last + 1 }' "$state/accounts")
    echo "$uid" > "$state/last-uid"
    install -d -m 700 -o "$uid" -g "$uid" "$state/home/$name"
    password=$(new_password)
    save_accounts < <(cat "$state/accounts"; echo "$name:$uid:$admin:$(hash_of "$password")")
    echo "$name $password"
    say "this password is shown this once; ./isopleth user password $name makes another."
}

user_password() {
    local name=$1 password
    account "$name" > /dev/null || fail "there is no user '$name'; ./isopleth user list names them." 1
    password=$(new_password)
    save_accounts < <(awk -F: -v OFS=: -v name="$name" -v hash="$(hash_of "$password")" '$1 == name { $4 = hash } { print }' "$state/accounts")
    echo "$name $password"
}

# The home is moved aside, never deleted.
user_remove() {
    local name=$1 kept
    account "$name" > /dev/null || fail "there is no user '$name'; ./isopleth user list names them." 1
    if lab_first > /dev/null; then
        inside python3 -m isopleth_lab.front remove "$name" || fail "the hub could not stop ${name}'s servers; nothing was removed." 1
    fi
    save_accounts < <(awk -F: -v name="$name" '$1 != name' "$state/accounts")
    kept=$state/removed/$name-$(date +%Y%m%dT%H%M%S)
    mkdir -p "$state/removed" && chmod 700 "$state/removed"
    [ ! -e "$state/home/$name" ] || mv "$state/home/$name" "$kept"
    say "$name is removed; the files are kept in $kept."
}

save_accounts() { # the new accounts on standard input; into the running lab too
    local first
    (umask 077 && cat > "$state/accounts.new")
    mv "$state/accounts.new" "$state/accounts"
    ! first=$(lab_first) || write_accounts "$state/accounts" "$(< "$run/image")/etc" "/proc/$first/root/etc"
}

# Sixteen characters out of thirty-one that are not mistaken for one another: 79 bits.
new_password() { head -c 2000 /dev/urandom | LC_ALL=C tr -dc 'a-hjkmnp-z2-9' | cut -c1-16 | sed 's/..../&-/g; s/-$//'; }
hash_of() { openssl passwd -6 -stdin <<< "$1"; }
