"""What takes a second or more to make of our own code, kept beside it as Python keeps bytecode."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any


def kept(
    name: str, sources: Iterable[Path], packages: Iterable[str], make: Callable[[], Any]
) -> Any:
    """What `make` makes, which is JSON, as it was kept; made anew where what it rests on changed.

    Args:
        name: of the file, which nothing else in the folder of the sources is called.
        sources: the files of ours that decide what is made; it is kept beside the first.
        packages: those of others that do, by the version that is installed.
        make: makes it.
    """
    files = list(sources)
    parts = [version(package) for package in packages]
    parts += [file.read_text(encoding="utf-8") for file in files]
    key = hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]
    place = files[0].parent / "__pycache__" / f"{name}-{key}.json"
    with suppress(OSError, ValueError):  # not there, or not ours
        return json.loads(place.read_text(encoding="utf-8"))
    made = make()
    with suppress(OSError):  # a folder that is not to be written in: it is made each time
        _keep(place, name, made)
    return made


def _keep(place: Path, name: str, made: Any) -> None:
    """Put it there whole or not at all, in place of what was kept before."""
    place.parent.mkdir(exist_ok=True)
    written = place.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(made), encoding="utf-8")
    for before in place.parent.glob(f"{name}-*.json"):
        before.unlink(missing_ok=True)
    written.replace(place)
