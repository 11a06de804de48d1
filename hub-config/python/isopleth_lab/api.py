"""The hub's API, for the lab's own services, with the standard library alone."""
import json
import urllib.error
import urllib.request
from urllib.parse import quote

HUB = "http://198.18.0.1:8081/hub/api"


class Api:
    """Calls with one token."""

    def __init__(self, token, base=HUB):
        self._token, self._base = token, base

    def call(self, method, path, body=None):
        """The status and the parsed answer."""
        request = urllib.request.Request(self._base + path, method=method, data=None if body is None else json.dumps(body).encode(),
                                         headers={"Authorization": f"token {self._token}", "Accept": "application/jupyterhub-pagination+json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None

    def users(self):
        """Every user, with servers."""
        offset = 0
        while True:
            _, page = self.call("GET", f"/users?include_stopped_servers&limit=200&offset={offset}")
            yield from page["items"]
            following = page["_pagination"]["next"]
            if not following:
                return
            offset = following["offset"]

    def stop(self, user, server=""):
        """Stops one server."""
        self.call("DELETE", f"/users/{quote(user)}/servers/{quote(server)}" if server else f"/users/{quote(user)}/server")
