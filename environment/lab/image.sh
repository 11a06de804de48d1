#!/usr/bin/env bash
# image.sh DEST EXTRA…: builds the lab's root file system, a Debian 13, in the folder DEST. EXTRA are further packages.
# The mirrors are this machine's own: those that its apt reads Debian from, or mmdebstrap's where the machine is no Debian.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
destination=$1
shift

listed=$(sed 's/#.*//' "$here/packages")
unpacked=$(sed -n 's/^-//p' <<< "$listed")
# Of the alternatives in environment/versions the last is Debian 13's name.
native=$(awk '$1 == "apt" && $4 ~ "(^|,)run(,|$)" { n = split($2, name, "|"); print name[n] }' "$here/../versions")
include=$(printf '%s\n' $(grep -v '^-' <<< "$listed") $native "$@" | sort -u | paste -sd,)

mirror() { # LABEL
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' | awk -F'|' -v label="$1" '$1 == "Debian" && $2 == label { print $3; exit }'
}
archive=$(mirror Debian) security=$(mirror Debian-Security) sources=()
[ -z "$archive" ] || sources+=("deb $archive trixie main" "deb $archive trixie-updates main")
[ -z "$archive" ] || [ -z "$security" ] || sources+=("deb $security trixie-security main")

unpack="cd /var/cache && apt-get -qq update && apt-get -qq download $(paste -sd' ' <<< "$unpacked")"
unpack+=' && for deb in *.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x -C / --exclude=./usr/share/nodejs --exclude=./usr/share/doc; dpkg-deb --show "$deb"; done > /etc/isopleth-unpacked && rm -- *.deb'

# The clock may be wrong, and a release file's dates are no protection that signatures are not.
mmdebstrap --mode=root --variant=minbase --include="$include" \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Check-Date "false"' --aptopt='Acquire::Retries "3"' \
    --customize-hook="chroot \"\$1\" sh -ec '$unpack'" \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/etc/munge/munge.key "$1"/etc/ssh' \
    trixie "$destination" "${sources[@]}"

# The image is read-only: what is mounted or looked up over it has its place here.
cd "$destination"
mkdir -p opt/isopleth usr/share/dotnet var/lib/{jupyterhub,slurm} usr/local/{etc,share}
ln -sfn ../share/dotnet/dotnet usr/bin/dotnet
ln -sfn /opt/isopleth/share/jupyter usr/local/share/jupyter
ln -sfn /opt/isopleth/hub-config/jupyter usr/local/etc/jupyter
site=$(chroot . python3 -c 'import site; print(next(p for p in site.getsitepackages() if "/local/" in p))')
rm -rf ".$site" && mkdir -p "$(dirname ".$site")" && ln -sfn /opt/isopleth/hub-config/python ".$site"
cd - > /dev/null
{
    chroot "$destination" dpkg-query -W -f '${Package} ${Version}\n'
    tr '\t' ' ' < "$destination/etc/isopleth-unpacked"
} | sort > "$destination/etc/isopleth-packages"
