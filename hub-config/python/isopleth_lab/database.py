"""The hub's database, before the hub is started on it. A program for the image's own Python, which has no file but what comes through standard input.

It ends with 0: it can be used; 1: it cannot be read; 2: it is of an older version; 3: of a newer one; 4: another program holds it."""
import fcntl
import glob
import re
import sqlite3
import sys
import time

VERSIONS = "/usr/lib/python3/dist-packages/jupyterhub/alembic/versions/*.py"


def held():
    """Whether the places of the file that SQLite locks stay locked for five seconds, and so by more than a look."""
    for _ in range(50):
        try:
            fcntl.lockf(0, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
            return False
        except OSError:
            time.sleep(0.1)
    return True


def version():
    """The version that the database says it is of, and those known here, the newest last."""
    database = sqlite3.connect(":memory:")
    with open(0, "rb", closefd=False) as file:
        database.deserialize(file.read())
    own = database.execute("select version_num from alembic_version").fetchone()[0]
    steps = {}
    for path in glob.glob(VERSIONS):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        steps[re.search(r"^revision = '(\w+)'", text, re.M)[1]] = re.search(r"^down_revision = '?(\w+)", text, re.M)[1]
    return own, sorted(steps, key=lambda step: step not in steps.values())


if held():
    sys.exit(4)
own, known = version()
sys.exit(0 if own == known[-1] else 2 if own in known else 3)
