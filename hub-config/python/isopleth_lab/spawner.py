"""Starts a user's server as a process of that user, in the user's own place (place.py), within the operator's limits."""
import asyncio
import html
import os
import signal

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Dict, Integer

from isopleth_lab import place, settings


class LabSpawner(LocalProcessSpawner):
    """LocalProcessSpawner with a network, a /tmp and control groups for each user."""

    processes_limit = Integer(1024, config=True, help="Processes and threads of one server.")
    sizes = Dict(config=True, help="Sizes to choose from: name to memory and cpu.")

    @property
    def _groups(self):
        return place.Groups(f"{self.user.name}--{self.name or 'default'}")

    def options_form(self, _spawner=None):
        """The sizes, where the operator offers some; the one that this server had before comes first."""
        if not self.sizes:
            return ""
        last = (self.orm_spawner.user_options or {}).get("size") if self.orm_spawner else None
        rows = "".join(
            f'<div class="radio"><label><input type="radio" name="size" value="{html.escape(name)}"{" checked" if name == (last if last in self.sizes else next(iter(self.sizes))) else ""}> '
            f"{html.escape(name)}: {size['memory']} of memory, {size['cpu']} {'processor' if size['cpu'] == 1 else 'processors'}</label></div>"
            for name, size in self.sizes.items()
        )
        return f"<fieldset><legend>Size of the server</legend>{rows}</fieldset>"

    def options_from_form(self, form):
        """Only what is on offer."""
        size = form.get("size", [""])[0]
        if self.sizes and size not in self.sizes:
            raise ValueError(f"There is no size '{size}'; there are {', '.join(self.sizes)}.")
        return {"size": size} if self.sizes else {}

    def _limits(self):
        size = self.sizes.get(self.user_options.get("size", ""), None)
        return (settings.bytes_of(size["memory"]), size["cpu"]) if size else (self.mem_limit, self.cpu_limit)

    def get_env(self):
        env = super().get_env()
        memory, cpu = self._limits()
        return env | place.environment(self._account) | {"MEM_LIMIT": str(int(memory)), "CPU_LIMIT": str(cpu), "JUPYTERHUB_SERVER_GROUP": self._groups.folders["memory"]}

    async def start(self):
        self._account = place.user_named(self.user.name)
        uid = self._account.pw_uid
        self._namespace = place.network(uid)
        self.ip = place.address(uid)
        place.private_folders(uid)
        place.seed_home(self._account)
        await self._empty()
        memory, cpu = self._limits()
        for problem in self._groups.make(int(memory), cpu, self.processes_limit):
            self.log.warning("a limit of %s is not held: %s", self.user.name, problem)
        return await super().start()

    def make_preexec_fn(self, name):
        account, namespace, groups = self._account, self._namespace, self._groups

        def preexec():
            place.enter(account, namespace, groups)

        return preexec

    async def stop(self, now=False):
        await super().stop(now)
        await self._empty()

    async def poll(self):
        status = await super().poll()
        if status is not None:
            await self._empty()
        return status

    async def _empty(self):
        """Ends what a server left behind (kernels, terminals), and removes its groups."""
        for _ in range(50):
            if self._groups.remove():
                return
            for pid in self._groups.processes():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            await asyncio.sleep(0.05)
