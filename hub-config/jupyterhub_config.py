# JupyterHub in the lab. What an operator sets is in lab.yaml (SETTINGS.md); this file says how the hub does it.
import os
import secrets
import sys

from isopleth_lab import place, settings
from isopleth_lab.spawner import LabSpawner

c = get_config()  # noqa: F821
lab = settings.load()
STATE = "/var/lib/jupyterhub"

# --- where things listen: the proxy for the host's port, the hub for the users' servers, the proxy's own API for the hub alone
c.JupyterHub.bind_url = "http://0.0.0.0:8000"
c.JupyterHub.hub_bind_url = f"http://{place.HUB}:8081"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:8001"
c.ConfigurableHTTPProxy.command = ["/usr/bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.pid_file = "/run/jupyterhub-proxy.pid"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie_secret"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.data_files_path = "/usr/share/jupyterhub"
# Only ./isopleth upgrade, which has a back-up at hand, brings a database to this version's form.
c.JupyterHub.upgrade_db = os.path.exists(f"{STATE}/upgrade-database")
# An asked-for end stops the servers; after a crash they are found again.
c.JupyterHub.cleanup_servers = True

# --- who may log in: members of the group isopleth, which ./isopleth user add makes
if lab["authentication"]["kind"] == "pam":
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.service = "isopleth"
    c.PAMAuthenticator.open_sessions = False
    c.PAMAuthenticator.admin_groups = {"isopleth-admin"}
    c.PAMAuthenticator.allowed_groups = {"isopleth"}
else:
    oidc = lab["authentication"]["oidc"]
    with open(oidc["client_secret_file"], encoding="utf-8") as file:
        c.GenericOAuthenticator.client_secret = file.read().strip()
    c.JupyterHub.authenticator_class = "generic-oauth"
    c.GenericOAuthenticator.client_id = oidc["client_id"]
    c.GenericOAuthenticator.authorize_url = oidc["authorize_url"]
    c.GenericOAuthenticator.token_url = oidc["token_url"]
    c.GenericOAuthenticator.userdata_url = oidc["userdata_url"]
    c.GenericOAuthenticator.oauth_callback_url = oidc["callback_url"]
    c.GenericOAuthenticator.username_claim = oidc["username_claim"]
    c.GenericOAuthenticator.scope = oidc["scope"]
    import grp

    c.GenericOAuthenticator.allowed_users = set(grp.getgrnam("isopleth").gr_mem)
    c.GenericOAuthenticator.admin_users = set(grp.getgrnam("isopleth-admin").gr_mem)

# --- the users' servers
limits = lab["limits"]
c.JupyterHub.spawner_class = LabSpawner
c.LabSpawner.sizes = lab["sizes"]
c.LabSpawner.processes_limit = limits["processes"]
c.Spawner.mem_limit = settings.bytes_of(limits["memory"])
c.Spawner.cpu_limit = float(limits["cpu"])
c.Spawner.cmd = ["/usr/bin/jupyterhub-singleuser"]
c.Spawner.args = [
    # A kernel's sockets are files in the user's own folder. Any user of the machine could listen at a TCP port.
    "--KernelManager.transport=ipc",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
c.Spawner.start_timeout = 60
c.Spawner.http_timeout = 60
c.JupyterHub.allow_named_servers = limits["named_servers"] > 0
c.JupyterHub.named_server_limit_per_user = limits["named_servers"]
c.JupyterHub.active_server_limit = limits["servers"]
c.JupyterHub.concurrent_spawn_limit = 20
c.JupyterHub.template_vars = {"announcement_login": lab["title"]}

# --- services: who stops idle servers, and the front door (./isopleth status, user remove)
front_token = secrets.token_hex(32)
with open(os.open(f"{STATE}/front-token", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
    file.write(front_token)
c.JupyterHub.services = [{"name": "front-door", "api_token": front_token}]
c.JupyterHub.load_roles = [{"name": "front-door", "services": ["front-door"], "scopes": ["admin:users", "admin:servers"]}]
idle = lab["idle"]
if idle["stop_after_minutes"] > 0:
    c.JupyterHub.services.append({
        "name": "idle-culler",
        "command": [sys.executable, "-m", "isopleth_lab.culler", f"--limit={idle['stop_after_minutes'] * 60}", f"--every={idle['look_every_seconds']}"],
    })
    c.JupyterHub.load_roles.append({
        "name": "idle-culler",
        "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers", "access:servers"],
    })
