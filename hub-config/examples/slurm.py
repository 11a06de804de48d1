# Servers as jobs of your own Slurm cluster, through batchspawner (https://github.com/jupyterhub/batchspawner), which the lab's image does not hold.
# Not run by our tests; they check that it sets what batchspawner and JupyterHub know, and that Slurm takes the script. Take it over into the jupyterhub_config.py of a hub that stands
# on the cluster's submit node; home folders and /opt/isopleth must be the same on all nodes.
import batchspawner  # noqa: F401  its API must be loaded into the hub

c = get_config()  # noqa: F821

c.JupyterHub.spawner_class = "batchspawner.SlurmSpawner"
# Nodes must reach the hub; the proxy's API stays on the hub's own loopback.
c.JupyterHub.hub_ip = "0.0.0.0"
c.Spawner.http_timeout = 120
c.Spawner.start_timeout = 600
c.Spawner.default_url = "/lab"
c.Spawner.args = ["--KernelManager.transport=ipc"]

c.SlurmSpawner.req_partition = "interactive"
c.SlurmSpawner.req_nprocs = "2"
c.SlurmSpawner.req_memory = "4G"
c.SlurmSpawner.req_runtime = "8:00:00"
# What is set here is kept in the job's environment.
c.Spawner.environment = {"DOTNET_ROOT": "/usr/share/dotnet", "ISOPLETH_ROOT": "/opt/isopleth"}
c.SlurmSpawner.batch_script = """#!/bin/bash
#SBATCH --job-name=jupyter
#SBATCH --output={{homedir}}/.jupyter-%j.log
#SBATCH --chdir={{homedir}}
#SBATCH --partition={{partition}}
#SBATCH --cpus-per-task={{nprocs}}
#SBATCH --mem={{memory}}
#SBATCH --time={{runtime}}
#SBATCH --export={{keepvars}}
umask 077
# Kernels' sockets are files of this job's user alone, on the node.
export JUPYTER_RUNTIME_DIR=$(mktemp -d)
trap 'rm -rf "$JUPYTER_RUNTIME_DIR"' EXIT
{{prologue}}
srun {{cmd}}
"""
