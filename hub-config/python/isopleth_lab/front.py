"""What the front door asks of the running hub: `status`, and `remove USER`. For the lab's root, whose token the hub writes at its start."""
import sys
import urllib.error

from isopleth_lab.api import Api

TOKEN = "/var/lib/jupyterhub/front-token"


def status(api):
    users = sorted(api.users(), key=lambda u: u["name"])
    for user in users:
        servers = [f"{name or 'default'} ({'ready' if server['ready'] else 'starting' if server['pending'] else 'stopped'})" for name, server in (user["servers"] or {}).items()]
        print(f"  {user['name']}{' (administrator)' if user['admin'] else ''}: {', '.join(servers) or 'no server'}")
    if not users:
        print("  Nobody has logged in yet.")


def remove(api, name):
    try:
        _, user = api.call("GET", f"/users/{name}")
    except urllib.error.HTTPError as e:
        if e.code == 404:
            return
        raise
    for server in user["servers"]:
        api.stop(name, server)
    api.call("DELETE", f"/users/{name}")


def main():
    with open(TOKEN, encoding="utf-8") as file:
        api = Api(file.read().strip())
    try:
        {"status": status, "remove": remove}[sys.argv[1]](api, *sys.argv[2:])
    except (OSError, ValueError) as e:
        print(f"isopleth: the hub's answer: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
