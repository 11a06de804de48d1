"""Copies of the curated notebooks in the user's home."""
import os
import shutil

from isopleth_server.program import Failed

FOLDER = "notebooks"


def original(name):
    """The curated notebook of that name below the product's folder, and nothing outside of it."""
    root = os.path.realpath(os.path.join(os.environ.get("ISOPLETH_ROOT", "/opt/isopleth"), "notebooks"))
    path = os.path.realpath(os.path.join(root, name))
    if not path.startswith(root + os.sep) or not path.endswith(".ipynb") or not os.path.isfile(path):
        raise Failed(f"There is no curated notebook '{name}'.")
    return path


def open_copy(name, fresh, home):
    """The path, below home, of the user's copy, which is made where there is none. A fresh one gets a name of its own; nothing is ever written over."""
    source = original(name)
    target = os.path.join(home, FOLDER, name)
    stem = target[: -len(".ipynb")]
    number = 2
    while fresh and os.path.exists(target):
        target = f"{stem}-{number}.ipynb"
        number += 1
    os.makedirs(os.path.dirname(target), exist_ok=True)
    # What the notebook shows may lie beside it: pictures, tables.
    for beside in os.listdir(os.path.dirname(source)):
        at, to = os.path.join(os.path.dirname(source), beside), os.path.join(os.path.dirname(target), beside)
        if os.path.isfile(at) and not beside.endswith(".ipynb"):
            copy(at, to)
    copy(source, target)
    return os.path.relpath(target, home)


def copy(source, target):
    """Copies a file unless the target is there; the copy is the user's, to write to."""
    if not os.path.lexists(target):
        # Whole or not at all, should the disk be full.
        part = f"{target}.part"
        shutil.copyfile(source, part)
        os.rename(part, target)
