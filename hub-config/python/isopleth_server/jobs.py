"""The user's own jobs: what Slurm has of them, and notebooks that run headless."""
import asyncio
import glob
import json
import os
import signal
import subprocess
import time

from isopleth_server import program
from isopleth_server.program import Failed

LOG_END = 60_000
SLURM_FIELDS = ("id", "name", "state", "elapsed", "limit", "submitted", "started", "reason")


async def slurm():
    """The user's jobs in Slurm's memory, newest first; ended ones stay some minutes. None where there is no Slurm."""
    if not program.find("squeue"):
        return None
    text = await program.output_of("squeue", "--me", "--states=all", "--noheader", "--format=%i\x1f%j\x1f%T\x1f%M\x1f%l\x1f%V\x1f%S\x1f%r", timeout=10)
    jobs = [dict(zip(SLURM_FIELDS, line.split("\x1f"))) for line in text.splitlines() if line.strip()]
    return sorted(jobs, key=lambda job: job["submitted"], reverse=True)


async def slurm_log(job):
    """The end of what a job of the user has written."""
    text = await program.output_of("scontrol", "show", "job", number(job), timeout=10)
    facts = dict(word.split("=", 1) for word in text.split() if "=" in word)
    if facts.get("UserId", "").split("(")[-1].rstrip(")") != str(os.getuid()):
        raise Failed(f"Job {job} is not yours.")
    return end_of(facts.get("StdOut", ""))


async def slurm_cancel(job):
    """Ends a job; Slurm refuses those of others."""
    await program.output_of("scancel", number(job), timeout=10)


def number(job):
    """A job's number, as 17, 17_3 or 17_[1-4]."""
    if not job or not all(c.isdigit() or c in "_[]-,%" for c in job):
        raise Failed(f"'{job}' is no number of a job.")
    return job


# --- notebooks that run headless: isopleth run keeps one small file about each, while it runs and after


def folder():
    """Where isopleth run keeps them."""
    return os.path.join(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"), "isopleth", "runs")


def runs():
    """The user's runs, newest first."""
    found = []
    for path in glob.glob(os.path.join(folder(), "*.json")):
        try:
            with open(path, encoding="utf-8") as file:
                run = json.load(file)
        except (OSError, ValueError):
            continue  # Just being replaced or removed.
        run["id"] = os.path.basename(path)[: -len(".json")]
        if run.get("status") == "running" and run.get("host") == os.uname().nodename and not alive(run):
            run["status"] = "lost"
        run["log"] = os.path.exists(log_of(run["id"]))
        found.append(run)
    return sorted(found, key=lambda run: run.get("started", ""), reverse=True)


def alive(run):
    """Whether the process that wrote the file is still there, and still that one."""
    try:
        with open(f"/proc/{int(run['pid'])}/cmdline", "rb") as file:
            return b"isopleth" in file.read()
    except (OSError, ValueError, KeyError):
        return False


def run_named(identity):
    """One run."""
    run = next((run for run in runs() if run["id"] == identity), None)
    if run is None:
        raise Failed("This run is no longer known; its file was removed.")
    return run


def run_cancel(identity):
    """Interrupts a run, as Ctrl-C does: its notebook is saved as far as it came."""
    run = run_named(identity)
    if run["status"] != "running":
        raise Failed("This run has ended already.")
    if run.get("host") != os.uname().nodename:
        raise Failed(f"This run is on {run.get('host')}; cancel its job in Slurm instead.")
    os.kill(int(run["pid"]), signal.SIGINT)


def log_of(identity):
    """Where the messages of a run go that was started here."""
    return os.path.join(folder(), f"{os.path.basename(identity)}.log")


def run_log(identity):
    """The end of a run's messages; of one that was started elsewhere, what its notebook has put out."""
    run = run_named(identity)
    return end_of(log_of(identity)) if run["log"] else outputs_of(run.get("output") or "")


def outputs_of(path):
    """What a notebook's cells have written, in short."""
    try:
        with open(path, encoding="utf-8") as file:
            cells = json.load(file)["cells"]
    except (OSError, ValueError, KeyError):
        return "There is no log of this run, and its notebook cannot be read."
    lines = []
    for cell in cells:
        for output in cell.get("outputs", []):
            text = output.get("text") or output.get("traceback") or output.get("data", {}).get("text/plain") or ""
            lines.append("\n".join(text) if output["output_type"] == "error" else "".join(text).rstrip("\n"))
    return "\n".join(lines)[-LOG_END:]


def end_of(path):
    """The end of a text file."""
    try:
        with open(path, "rb") as file:
            file.seek(max(os.fstat(file.fileno()).st_size - LOG_END, 0))
            return file.read().decode(errors="replace")
    except OSError as error:
        raise Failed(f"The log {path} cannot be read: {error.strerror}.") from None


async def start(path, parameters, on_slurm, home):
    """Runs a notebook headless, here or as a job of Slurm; its copy with the outputs lies beside it."""
    source = os.path.realpath(os.path.join(home, path))
    if not source.startswith(os.path.realpath(home) + os.sep) or not os.path.isfile(source):
        raise Failed(f"There is no notebook '{path}' in your home; save it first.")
    target = f"{source[: -len('.ipynb')]}.run-{time.strftime('%Y%m%dT%H%M%S')}.ipynb"
    command = [program.find("isopleth") or "isopleth", "run", source, target, "--cwd", os.path.dirname(source), "--log-output"]
    for name, value in parameters.items():
        command += ["-p", str(name), str(value)]
    if on_slurm:
        script = "#!/bin/sh\nexec " + " ".join(quoted(word) for word in command) + "\n"
        os.makedirs(folder(), exist_ok=True)
        process = await asyncio.create_subprocess_exec(
            "sbatch", "--parsable", f"--job-name={os.path.basename(source)}", f"--output={folder()}/slurm-%j.out", f"--chdir={os.path.dirname(source)}",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        out, err = await process.communicate(script.encode())
        if process.returncode:
            raise Failed(err.decode(errors="replace").strip())
        return {"job": out.decode().strip()}
    identity = f"{time.strftime('%Y%m%dT%H%M%S')}-{os.urandom(3).hex()}"
    os.makedirs(folder(), exist_ok=True)
    with open(log_of(identity), "wb") as log:
        # A session of its own: it goes on when the server is stopped by its idle culler or by the user.
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, env=os.environ | {"ISOPLETH_RUN_ID": identity})
    return {"run": identity}


def quoted(word):
    """A word as a shell takes it."""
    return "'" + word.replace("'", "'\\''") + "'"
