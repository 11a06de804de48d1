"""Runs programs for the panels, without holding up the server."""
import asyncio
import os
import shutil


class Failed(Exception):
    """A program that is not there, took too long or failed; the message is for the user."""


def find(name):
    """The program's path, or None."""
    return shutil.which(name)


async def output_of(*command, timeout=30):
    """What a program writes to its standard output."""
    if not find(command[0]):
        raise Failed(f"The program {command[0]} is not there; the lab's administrator can tell why.")
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=os.path.expanduser("~")
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), timeout)
    except asyncio.TimeoutError:
        process.kill()
        await process.wait()
        raise Failed(f"{command[0]} did not answer within {timeout} s; try again.") from None
    if process.returncode:
        raise Failed(err.decode(errors="replace").strip()[-500:] or f"{command[0]} ended with status {process.returncode}.")
    return out.decode(errors="replace")
