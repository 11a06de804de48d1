# Sourced by ../isopleth: brings a machine to what environment/versions says. Everything here does nothing, quickly, when nothing is missing.
# Exit status 69 means: something is missing that only an administrator, or a network, can bring.

versions=$root/environment/versions
modules=$root/artifacts/npm/node_modules

say() { printf 'isopleth: %s\n' "$*" >&2; }
fail() { say "$1"; exit "${2:-1}"; }

# The rows of one kind (apt, npm) that a set of commands (run|test…) needs.
rows() { awk -v kind="$1" -v want="$2" '$1 == kind { n = split($4, c, ","); for (i = 1; i <= n; i++) if (c[i] ~ "^(" want ")$") { print $2, $3, $5; next } }' "$versions"; }

# For each apt row: NAME VERSION STATE, where STATE is installed or missing and NAME the alternative that this release has.
apt_state() {
    local installed names version name found
    installed=" $(dpkg-query -W -f='${Package}:${db:Status-Status} ' $(rows apt "$1" | awk '{ gsub(/\|/, " ", $1); print $1 }') 2>/dev/null || true)"
    while read -r names version; do
        found=
        for name in ${names//|/ }; do
            [[ $installed == *" $name:installed "* ]] && { found=$name; break; }
        done
        if [ -n "$found" ]; then
            echo "$found $version installed"
        else
            echo "$names $version missing"
        fi
    done < <(rows apt "$1")
}

# The alternative that this machine's archive offers, at the pinned version while the archive has it.
apt_candidate() {
    local name version
    for name in ${1//|/ }; do
        apt-cache show "$name" >/dev/null 2>&1 || continue
        for version in ${2//|/ }; do
            if apt-cache madison "$name" | awk -F' *\\| *' '{ print $2 }' | grep -qxF "$version"; then
                echo "$name=$version"
                return
            fi
        done
        [ "$2" = any ] || say "$name $2 is no longer in the archive; taking the version that is."
        echo "$name"
        return
    done
    fail "none of ${1//|/, } is in this machine's package archive; enable Debian 12's or 13's main archive and try again." 69
}

install_apt() {
    local missing targets=() name version _
    command -v dpkg-query >/dev/null || { say "this is no Debian or Ubuntu: install the equivalents of the packages in environment/versions yourself."; return; }
    missing=$(apt_state "$1" | awk '$3 == "missing"')
    if ! command -v npm >/dev/null && [ -n "$(npm_missing "$1")" ]; then
        missing=$(printf '%s\nnpm any missing\n' "$missing" | sed '/^$/d')
    fi
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        fail "an administrator must first run:
  apt-get update && apt-get install --no-install-recommends $(awk '{ sub(/\|.*/, "", $1); printf "%s ", $1 }' <<< "$missing")" 69
    fi
    say "installing $(awk '{ sub(/\|.*/, "", $1); printf "%s ", $1 }' <<< "$missing")…"
    apt-get update -qq >&2 || fail "the package lists could not be read; check this machine's apt sources and network, then try again." 69
    while read -r name version _; do
        targets+=("$(apt_candidate "$name" "$version")") || exit
    done <<< "$missing"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${targets[@]}" > "$root/artifacts/apt.log" 2>&1 ||
        fail "apt-get could not install ${targets[*]}; check the network and this machine's apt sources, then try again. Its log is artifacts/apt.log." 69
}

npm_missing() {
    local name version integrity
    while read -r name version integrity; do
        [ "$(cat "$modules/$name/.version" 2>/dev/null)" = "$version" ] || echo "$name $version $integrity"
    done < <(rows npm "$1")
}

install_npm() {
    local name version integrity archive
    npm_missing "$1" | while read -r name version integrity; do
        say "fetching $name ${version}…"
        mkdir -p "$modules"
        archive=$(cd "$modules" && npm pack --silent "$name@$version") ||
            fail "$name $version could not be fetched from the npm registry that this machine's npm is set to; check the network, then try again." 69
        [ "$(sha512sum < "$modules/$archive" | cut -d' ' -f1)" = "$(base64 -d <<< "${integrity#sha512-}" | od -An -v -tx1 | tr -d ' \n')" ] ||
            { rm -f "${modules:?}/$archive"; fail "$name $version does not match its integrity hash in environment/versions; it was thrown away." 1; }
        rm -rf "${modules:?}/$name" && mkdir -p "$modules/$name"
        tar -xzf "$modules/$archive" -C "$modules/$name" --strip-components=1
        rm "$modules/$archive"
        echo "$version" > "$modules/$name/.version"
    done
}

# The folder of everything made here. One who may not write to it can use what its owner has prepared, no more.
own_artifacts() {
    if mkdir -p "$root/artifacts" 2>/dev/null && [ -w "$root/artifacts" ]; then
        return 0
    fi
    [ "$1" = run ] && [ -x "$program" ] && [ -f "$root/artifacts/built-product" ] ||
        fail "$root belongs to $(stat -c %U "$root") and cannot be written to: clone the repository for yourself, or have its owner run ./isopleth $([ "$1" = run ] && echo prepare || echo test)." 77
    return 1
}

# Builds SOLUTION unless nothing below the source folders is newer than the last build of it.
build() {
    local stamp=$root/artifacts/built-$1 sources
    shift
    sources=("$root"/{lib,kernels-ext,environment/product.slnf,environment/versions,Directory.Build.props,Directory.Packages.props,global.json,.editorconfig})
    [ "${stamp##*-}" = product ] || sources+=("$root/tests" "$root/Isopleth.slnx")
    if [ -f "$stamp" ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]; then
        return
    fi
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is not here (no 'dotnet' on PATH); install it, then try again." 69
    say "building…"
    touch "$stamp.begun"
    # Should this script be killed, the build must not run on beside the next call's.
    setpriv --pdeathsig KILL dotnet build "$1" -c Release -p:RestoreLockedMode=true -p:UseSharedCompilation=false -nologo -v quiet -clp:NoSummary -nodeReuse:false > "$root/artifacts/build.log" 2>&1 9>&- || {
        sed 's/^/  /' "$root/artifacts/build.log" | tail -n 30 >&2
        ! grep -q NU1004 "$root/artifacts/build.log" ||
            fail "the lock files do not agree with the project files: run dotnet restore --force-evaluate Isopleth.slnx, and commit what it changes." 1
        fail "the build failed; the whole log is artifacts/build.log." 1
    }
    mv "$stamp.begun" "$stamp"
}

# Bundles JupyterLab's extension into share/jupyter, where Jupyter looks for it, unless nothing of it is newer than the bundle.
build_labextension() {
    local source=$root/kernels-ext/labextension target=$root/artifacts/share/jupyter/labextensions/isopleth file
    if [ -d "$target" ] && [ -z "$(find "$source" "$root/environment/versions" "$root/environment/setup.sh" -newer "$target" -print -quit)" ]; then
        return
    fi
    rm -rf "$target.new" && mkdir -p "$target.new/static"
    "$modules/@esbuild/linux-x64/bin/esbuild" "$source/src/container.ts" --bundle --minify --target=es2022 --format=cjs --loader:.css=text \
        '--external:@jupyterlab/*' '--external:@lumino/*' --banner:js='(()=>{const shared={},require=name=>shared[name];' --footer:js='})();' \
        --log-level=warning --outfile="$target.new/static/remoteEntry.js" ||
        fail "JupyterLab's extension could not be built; the lines above say why." 1
    cp "$source/package.json" "$target.new/"
    cp "$modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js" "$target.new/static/plotly.min.js"
    cp "$modules/@mermaid-js/tiny/dist/mermaid.tiny.js" "$target.new/static/mermaid.js"
    for file in 110m 50m 10m; do cp "$modules/world-atlas/land-$file.json" "$target.new/static/"; done
    rm -rf "$target" && mv "$target.new" "$target"
}
