"""Stops servers that nobody uses. A service of the hub; standard library alone.

What counts is the server's own word: when it was last used, and whether a kernel is busy. A kernel that computes for hours and says nothing is in use,
with or without a browser; the hub's own record knows only of what passes through the proxy, some minutes late."""
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


def used(servers, hubs, url):
    """When a server was last used, and whether a kernel is at work. A server that does not answer is judged by the hub's own record."""
    try:
        # This question is not use; the one for the kernels would be.
        _, status = servers.call("GET", f"{url}api/status")
        return max(filter(None, (when(status["last_activity"]), when(status["started"])))), lambda: any(
            kernel["execution_state"] in ("busy", "starting") for kernel in servers.call("GET", f"{url}api/kernels")[1])
    except (OSError, ValueError, KeyError):
        return hubs, lambda: False


def look(hub, servers, limit):
    """Stops each server that has not been used for `limit` seconds."""
    for user in hub.users():
        for name, server in (user.get("servers") or {}).items():
            if not server.get("ready"):
                continue
            started = when(server["started"])
            last, busy = used(servers, when(server.get("last_activity")) or started, server["url"])
            idle = (datetime.now(timezone.utc) - max(last, started)).total_seconds()
            if idle >= limit and not busy():
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
