"""The addresses below /isopleth/ that the panels ask."""
import asyncio
import json
import os

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from isopleth_server import jobs, notebooks, program


class Handler(APIHandler):
    """Answers with JSON; what went wrong is told in a sentence."""

    async def answer(self, work):
        try:
            result = work() if not asyncio.iscoroutine(work) else await work
        except program.Failed as error:
            raise web.HTTPError(409, str(error), reason="Conflict") from None
        except OSError as error:
            raise web.HTTPError(409, f"{error.strerror}: {error.filename}", reason="Conflict") from None
        self.finish(json.dumps(result if result is not None else {}))

    @property
    def home(self):
        """The folder that JupyterLab's file browser shows as its root."""
        return os.path.expanduser(self.settings["server_root_dir"])


class Catalogue(Handler):
    @web.authenticated
    async def get(self):
        async def find():
            return json.loads(await program.output_of("isopleth", "catalogue", "--json", "--", *self.get_query_argument("words", "").split()))

        await self.answer(find())


class Notebooks(Handler):
    @web.authenticated
    async def post(self):
        asked = self.get_json_body() or {}
        await self.answer(lambda: {"path": notebooks.open_copy(str(asked.get("path")), bool(asked.get("fresh")), self.home)})


class Jobs(Handler):
    @web.authenticated
    async def get(self):
        async def both():
            problem, queue = None, None
            try:
                queue = await jobs.slurm()
            except program.Failed as error:
                # Slurm's programs begin their messages with their own names ("slurm_load_jobs error: …").
                problem = f"Slurm does not answer: {str(error).splitlines()[-1].split('error: ')[-1]}. Notebooks run headless without it; the lab's administrator can look with ./isopleth status."
            return {"slurm": queue, "problem": problem, "runs": [run | {"path": below(run.get("output"), self.home)} for run in jobs.runs()]}

        await self.answer(both())

    @web.authenticated
    async def post(self):
        asked = self.get_json_body() or {}
        await self.answer(jobs.start(str(asked.get("path")), asked.get("parameters") or {}, bool(asked.get("slurm")), self.home))


class Job(Handler):
    """One job: kind is slurm or run."""

    @web.authenticated
    async def get(self, kind, identity):
        async def log():
            return {"log": await jobs.slurm_log(identity) if kind == "slurm" else jobs.run_log(identity)}

        await self.answer(log())

    @web.authenticated
    async def delete(self, kind, identity):
        await self.answer(jobs.slurm_cancel(identity) if kind == "slurm" else lambda: jobs.run_cancel(identity))


def below(path, home):
    """A path as JupyterLab names it, or None where it lies elsewhere."""
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(home)) if path else ".."
    return None if inside.startswith("..") else inside


def handlers(base):
    """The addresses and who answers them."""
    at = lambda *parts: url_path_join(base, "isopleth", *parts)
    return [
        (at("catalogue"), Catalogue),
        (at("notebooks"), Notebooks),
        (at("jobs"), Jobs),
        (at("jobs", "(slurm|run)", "([^/]+)"), Job),
    ]
