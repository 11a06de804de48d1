#!/usr/bin/env bash
# serve.sh: runs the lab's services, and starts the hub anew when it dies without having been asked to. TERM ends it all in order.
set -uo pipefail
# What the hub writes, logs too, is for the lab's root.
umask 077
here=/opt/isopleth/environment/lab
tell() { printf '%s %s\n' "$(date +%FT%T)" "$*"; }
stopping='' hub=''
trap 'stopping=1; [ -z "$hub" ] || kill -TERM "$hub" 2>/dev/null' TERM INT

"$here/slurm.sh" start > /var/log/slurm-start.log 2>&1 &
# A hub that never ran is given up at its third end, and ./isopleth up says why. One that has run is started anew as often as it takes, ever later,
# for the users' servers live on meanwhile.
ends=0
while [ -z "$stopping" ]; do
    began=$SECONDS
    # In the background bash ignores interrupts, and so would all kernels.
    env --default-signal=INT,QUIT setsid jupyterhub -f /opt/isopleth/hub-config/jupyterhub_config.py >> /var/log/hub.log 2>&1 &
    hub=$!
    wait "$hub"
    status=$?
    # A signal to us ends wait early, while the hub still stops its servers.
    while kill -0 "$hub" 2>/dev/null; do wait "$hub"; done
    [ -z "$stopping" ] || break
    [ $((SECONDS - began)) -lt 60 ] && ends=$((ends + 1)) || ends=1
    if [ $ends = 3 ] && ! grep -q 'JupyterHub is now running' /var/log/hub.log; then
        tell "the hub ended with status $status, for the third time; giving up. hub.log says why."
        break
    fi
    tell "the hub ended with status $status; starting it anew."
    sleep $((ends < 30 ? ends - 1 : 30)).5
done
"$here/slurm.sh" stop
