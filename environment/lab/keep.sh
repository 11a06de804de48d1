# shellcheck shell=bash
# Sourced by lab.sh: back-up, restore, upgrade. A back-up holds the people, their homes, the hub's database and keys, Slurm's state, and the settings.

kept_parts=(accounts last-uid lab.yaml packages home hub slurm)
state_version=1

lab_backup() {
    [ $# = 1 ] || fail "backup takes the file to write, for example ./isopleth backup lab.tar.gz." 2
    with_lock back_up "$(readlink -m "$1")"
    say "$1 holds the lab of $state: $(du -h "$1" | cut -f1)."
}

# Writes beside FILE and renames: a back-up that was interrupted is none.
back_up() { # FILE
    local file=$1 part parts=() first
    [ -s "$state/accounts" ] || [ -d "$state/hub" ] || fail "there is no lab in $state." 1
    [ -d "$(dirname "$file")" ] || fail "there is no folder $(dirname "$file")." 1
    for part in "${kept_parts[@]}"; do
        [[ $file != "$state/$part"/* ]] || fail "the back-up would lie in a folder that it copies; choose a file outside of $state." 2
    done
    for part in "${kept_parts[@]}"; do [ ! -e "$state/$part" ] || parts+=("$part"); done
    need_space "$state" $((20 + $(cat "$state"/hub/*.sqlite 2>/dev/null | wc -c) / 1000000)) "a back-up first copies the hub's database there; make room"
    rm -rf "$state/backup.new"
    mkdir -m 700 "$state/backup.new"
    # A running hub writes to its database; SQLite's own copy is whole at any moment.
    if [ -e "$state/hub/jupyterhub.sqlite" ]; then
        if first=$(lab_first); then
            inside python3 -c 'import sqlite3; s, d = sqlite3.connect("/var/lib/jupyterhub/jupyterhub.sqlite"), sqlite3.connect("/var/lib/jupyterhub/backup.sqlite"); s.backup(d); d.close()'
            mv "$state/hub/backup.sqlite" "$state/backup.new/jupyterhub.sqlite"
        else
            cp "$state/hub/jupyterhub.sqlite" "$state/backup.new/jupyterhub.sqlite"
        fi
    fi
    echo "$state_version" > "$state/backup.new/version"
    local status=0
    # A file that a notebook changes meanwhile is copied as it was at some moment (1), and that is what a back-up can be.
    (umask 077 && tar -C "$state" --numeric-owner --acls --xattrs --sparse --exclude=hub/jupyterhub.sqlite --exclude='hub/backup.sqlite*' --warning=no-file-changed --warning=no-file-removed \
        --transform='s#^backup.new/#saved/#' -czf "$file.new" "${parts[@]}" backup.new/) || status=$?
    rm -rf "$state/backup.new"
    [ "$status" -le 1 ] || { rm -f "$file.new"; fail "the back-up could not be written (tar ended with $status): is there space in $(dirname "$file")?" 1; }
    mv "$file.new" "$file"
}

lab_restore() {
    [ $# = 1 ] || fail "restore takes the file that backup wrote." 2
    [ -r "$1" ] || fail "there is no file $1 to read." 1
    with_lock restore_from "$(readlink -f "$1")"
    say "the lab of $state is as it was when $1 was written; ./isopleth up$(state_option) brings it up."
}

# Unpacks aside, then exchanges; what was there before is kept in replaced-TIME, for nobody's file is to be lost by a restore.
restore_from() { # FILE
    local file=$1 part kept
    tar -tzf "$file" saved/version > /dev/null 2>&1 || fail "$file is no back-up of a lab, or only a part of one." 1
    ! lab_first > /dev/null || fail "the lab of $state is up; ./isopleth down$(state_option) first." 1
    rm -rf "$state/restore.new"
    mkdir -m 700 "$state/restore.new"
    tar -C "$state/restore.new" --numeric-owner --acls --xattrs -xzpf "$file" || { rm -rf "$state/restore.new"; fail "$file could not be unpacked; nothing was changed." 1; }
    [ "$(< "$state/restore.new/saved/version")" -le "$state_version" ] || { rm -rf "$state/restore.new"; fail "$file is of a newer version of Isopleth; upgrade this one first." 1; }
    [ ! -e "$state/restore.new/saved/jupyterhub.sqlite" ] || mv "$state/restore.new/saved/jupyterhub.sqlite" "$state/restore.new/hub/jupyterhub.sqlite"
    kept=$state/replaced-$(date +%Y%m%dT%H%M%S)
    mkdir -m 700 "$kept"
    for part in "${kept_parts[@]}"; do
        [ ! -e "$state/$part" ] || mv "$state/$part" "$kept/"
        [ ! -e "$state/restore.new/$part" ] || mv "$state/restore.new/$part" "$state/"
    done
    rm -rf "$state/restore.new"
    rmdir "$kept" 2>/dev/null || say "what was there before is in $kept."
}

lab_upgrade() {
    [ $# = 0 ] || fail "upgrade takes no '$1'." 2
    with_lock upgrade_to_this
}

# The new version is tried on the state as it is, with a back-up and the old product at hand; where it does not come up, both are put back.
upgrade_to_this() {
    local was_up='' saved status
    [ -s "$state/accounts" ] || [ -d "$state/hub" ] || fail "there is no lab in $state to upgrade; ./isopleth up makes one." 1
    ! lab_first > /dev/null || was_up=1
    port=${port:-$(cat "$state/port" 2>/dev/null || echo 8000)}
    mkdir -p -m 700 "$state/backups"
    saved=$state/backups/before-upgrade-$(date +%Y%m%dT%H%M%S).tar.gz
    # The image and the settings are looked at while the old version still runs.
    make_image "$(image_folder)"
    check_settings "$(image_folder)"
    take_down
    # Each in a shell of its own, whose failure is an answer and not our end.
    set +e
    (set -e; back_up "$saved")
    status=$?
    set -e
    [ "$status" = 0 ] || fail "no back-up could be written, so nothing was upgraded; ./isopleth up$(state_option) goes on as before." 1
    step "backed up"
    rm -rf "$state/product.before"
    [ ! -d "$state/product" ] || cp -a "$state/product" "$state/product.before"
    touch "$state/hub/upgrade-database"
    set +e
    (set -e; bring_up)
    status=$?
    set -e
    rm -f "$state/hub/upgrade-database"
    if [ "$status" = 0 ]; then
        rm -rf "$state/product.before"
        [ -n "$was_up" ] || take_down
        say "upgraded; the state before is in $saved."
        return
    fi
    say "the new version did not come up; putting back what was there…"
    take_down
    restore_from "$saved"
    rm -rf "$state/product"
    [ ! -d "$state/product.before" ] || mv "$state/product.before" "$state/product"
    fail "the upgrade was rolled back: people, homes and database are as before, and the lab is down. ./isopleth up$(state_option) of the version before brings it up; the logs of the attempt are in $state/log." 1
}
