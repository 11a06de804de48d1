# Sourced by ../isopleth doctor: what is there, what is missing, and the command that installs it. Changes nothing.
missing=0
report() { # STATE NAME DETAIL
    [ "$1" = ok ] || missing=$((missing + 1))
    printf '  %-8s %-30s %s\n' "$1" "$2" "$3"
}
check_apt() {
    local name version state
    while read -r name version state; do
        if [ "$state" = installed ]; then
            report ok "$name" "$(dpkg-query -W -f='${Version}' "$name") (tested: $version)"
        else
            report missing "${name//|/ or }" "apt-get install ${name%%|*}"
        fi
    done < <(apt_state "$1")
}

echo "To build and run:"
if command -v dotnet >/dev/null && sdk=$(cd "$root" && dotnet --version 2>/dev/null); then
    report ok ".NET SDK" "$sdk"
else
    report missing ".NET SDK" "install the .NET 10 SDK so that 'dotnet' is on PATH"
fi
if command -v dpkg-query >/dev/null; then
    check_apt run
    [ -z "$(npm_missing run)" ] || { command -v npm >/dev/null && report ok npm "$(npm --version 2>/dev/null)"; } || report missing npm "apt-get install --no-install-recommends npm"
else
    report missing "Debian packages" "no dpkg here: install what environment/versions lists by your own system's means"
fi
while read -r name version _; do
    if [ "$(cat "$modules/$name/.version" 2>/dev/null)" = "$version" ]; then
        report ok "$name" "$version"
    else
        report missing "$name" "./isopleth run fetches it (npm, $version)"
    fi
done < <(rows npm run)
if [ -x "$program" ]; then
    "$program" doctor || missing=$((missing + $?))
else
    report missing "isopleth" "any other ./isopleth command builds it"
fi
echo "To test and measure:"
! command -v dpkg-query >/dev/null || check_apt 'test|bench'
if [ $missing = 0 ]; then
    echo "Nothing is missing."
else
    echo "$missing missing. As root, ./isopleth run and ./isopleth test install what they need by themselves."
fi
[ $missing = 0 ]
