# shellcheck shell=bash
# Sourced by lab.sh: the lab's image for container hubs, one user a container.

lab_image() {
    local tag=isopleth image context
    while [ $# -gt 0 ]; do
        case $1 in
            --tag) tag=${2:-}; shift ;;
            *) fail "image takes --tag NAME; '$1' is not known." 2 ;;
        esac
        shift
    done
    command -v podman > /dev/null || fail "podman is needed to make an image: apt-get install --no-install-recommends podman, then try again." 69
    image=$(image_folder)
    make_image "$image"
    with_lock copy_product
    [ "$(df -Pm "$images" | awk 'NR == 2 { print $4 }')" -ge 6000 ] || fail "the disk of $images has less than 6000 MB free, which the image needs while it is made." 1
    context=$(mktemp -d "$images/oci.XXXXXX")
    # shellcheck disable=SC2064  # This folder, whose name is not known any more when the script ends.
    trap "rm -rf '$context'" EXIT
    echo 'user:x:1000:1000::/home/user:/bin/bash' | cat "$image/etc/passwd" - > "$context/passwd"
    mkdir -p "$context/home/user"
    cp -r "$state/product/notebooks" "$context/home/user/"
    # One archive of four sources, each put where the image has it.
    tar -C "$image" --numeric-owner --exclude=./etc/passwd -cf "$context/rootfs.tar" .
    tar -C "$context" --owner=0 --group=0 --transform='s#^passwd#etc/passwd#' -rf "$context/rootfs.tar" passwd
    tar -C "$context" --owner=1000 --group=1000 -rf "$context/rootfs.tar" home/user
    tar -C "$dotnet_home" --owner=0 --group=0 --transform='s#^\.#usr/share/dotnet#' -rf "$context/rootfs.tar" .
    tar -C "$state/product" --owner=0 --group=0 --transform='s#^\.#opt/isopleth#' -rf "$context/rootfs.tar" .
    rm -rf "$context/home" "$context/passwd"
    step "archive made"
    podman build --quiet --tag "$tag" --file "$root/environment/Containerfile" "$context" > "$images/oci.log" 2>&1 ||
        { tail -n 5 "$images/oci.log" >&2; fail "podman could not build the image; its log is $images/oci.log." 1; }
    step "image $tag built"
    say "try it: podman run --rm -p 127.0.0.1:8888:8888 $tag"
}
