#!/usr/bin/env bash
# jupyterlab.sh IMAGE REPOSITORY DOTNET SAMPLES PORT TOKEN: the lab's JupyterLab for one user, in namespaces of its own. To be started by
#   unshare --mount --propagation private --pid --fork --kill-child bash jupyterlab.sh …
# The image stays as it is: what is written goes into memory and is gone with the namespaces. As in the lab, the product stands at /opt/isopleth.
set -euo pipefail
image=$1 repository=$2 dotnet=$3 samples=$4 port=$5 token=$6
mount --bind "$image" "$image"
cd "$image"
mount -t proc proc proc
mount --rbind /dev dev
for folder in run tmp home; do mount -t tmpfs -o mode=1777 tmpfs "$folder"; done
mount --bind "$repository" opt/isopleth
mount --bind "$dotnet" usr/share/dotnet
mkdir -p run/user home/user
[ ! -d "$samples" ] || { mkdir run/samples; mount --bind "$samples" run/samples; }
# The build's kernelspec names the build's place, which here is another.
mount -t tmpfs tmpfs opt/isopleth/artifacts/share/jupyter/kernels
exec chroot . /usr/bin/env -i PATH=/opt/isopleth/artifacts/bin/Isopleth.Cli/release:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/home/user LANG=C.UTF-8 \
    ISOPLETH_ROOT=/opt/isopleth ISOPLETH_CATALOGUE=/opt/isopleth/datasets/intake ISOPLETH_SAMPLES=/run/samples \
    DOTNET_ROOT=/usr/share/dotnet DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 JUPYTER_PATH=/opt/isopleth/artifacts/share/jupyter JUPYTER_RUNTIME_DIR=/run/user PYTHONDONTWRITEBYTECODE=1 \
    bash -euc 'isopleth prepare; cd; exec python3 -m jupyterlab --allow-root --no-browser --ServerApp.port_retries=0 --port="$1" --IdentityProvider.token="$2" \
        --KernelManager.transport=ipc --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly --LabApp.expose_app_in_browser=True' jupyterlab "$port" "$token"
