"""Stops servers that nobody uses. A service of the hub; standard library alone.

What counts as use is the server's own word: its last activity, and whether a kernel is busy. A kernel that computes for hours and says nothing is in use,
with or without a browser; the hub's own record knows only of what passes through the proxy."""
import argparse
import os
import sys
import time
import urllib.error
from datetime import datetime, timezone

from isopleth_lab.api import Api


def when(text):
    """A time as the API writes it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def busy(api, url):
    """Whether a server has a kernel at work, or a terminal that ran in the last minute; None when it does not answer."""
    try:
        _, kernels = api.call("GET", f"{url}api/kernels")
    except (OSError, ValueError):
        return None
    return any(kernel["execution_state"] in ("busy", "starting") for kernel in kernels)


def look(hub, servers, limit):
    """Stops each server that has not been used for `limit` seconds."""
    now = datetime.now(timezone.utc)
    for user in hub.users():
        for name, server in (user.get("servers") or {}).items():
            if not server.get("ready"):
                continue
            last = max(filter(None, (when(server.get("last_activity")), when(server.get("started")))))
            idle = (now - last).total_seconds()
            if idle < limit or busy(servers, server["url"]):
                continue
            print(f"stopping {user['name']}/{name or 'default'}, unused for {idle:.0f} s", flush=True)
            hub.stop(user["name"], name)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--limit", type=float, required=True)
    arguments.add_argument("--every", type=float, required=True)
    options = arguments.parse_args()
    token = os.environ["JUPYTERHUB_API_TOKEN"]
    hub, servers = Api(token, os.environ["JUPYTERHUB_API_URL"]), Api(token, "http://127.0.0.1:8000")
    while True:
        time.sleep(options.every)
        try:
            look(hub, servers, options.limit)
        except (OSError, ValueError, urllib.error.URLError) as e:
            print(f"could not look at the servers: {e}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
