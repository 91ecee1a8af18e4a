"""Builds and their publication.

Each build is a folder of its own below `builds/`. Readers follow the one symbolic
link `current`, and publishing is replacing that link: warehouse, report, validation
and exports change at once, and a build that dies at any point leaves the published
one as it was. A folder with a manifest is whole; one without is the rest of a dead
build.

The functions that write are called under `build_lock`.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TextIO

from pipelines.errors import BuildError, Problem, place
from pipelines.warehouse.disk import disk

CURRENT = "current"
BUILDS = "builds"
LOCK = ".lock"
MANIFEST = "manifest.json"
_NEW_LINK = ".current-"
_POLL = 0.1


@dataclass(frozen=True)
class Build:
    """The folder of a build and what lies in it."""

    id: str
    folder: Path

    def database(self, survey_id: str) -> Path:
        """The warehouse."""
        return self.folder / f"{survey_id}.duckdb"

    @property
    def report(self) -> Path:
        """The pages for readers."""
        return self.folder / "report"

    @property
    def validation(self) -> Path:
        """The pages about the sources."""
        return self.folder / "validation"

    @property
    def exports(self) -> Path:
        """The open files."""
        return self.folder / "exports"

    @property
    def warehouse(self) -> Path:
        """The folder of all builds and of the link."""
        return self.folder.parent.parent


# --- one build at a time -------------------------------------------------------------


@contextmanager
def build_lock(
    warehouse: Path, wait: float | None = 0, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Be the only one who builds; the operating system frees the lock of a dead process.

    Args:
        warehouse: the folder of builds, made where it is missing.
        wait: seconds to wait for another build to end; None: as long as it takes.
        on_wait: called once with who holds the lock, before waiting.

    Raises:
        BuildError: when another build holds the lock for longer than `wait`.
    """
    with disk(warehouse):
        warehouse.mkdir(parents=True, exist_ok=True)
        lock = (warehouse / LOCK).open("a+", encoding="utf-8")
    with lock:
        with disk(warehouse / LOCK):
            _acquire(lock, wait, on_wait)
            _say(lock, _myself())
        try:
            yield
        finally:
            _say(lock, "")


def _acquire(lock: TextIO, wait: float | None, on_wait: Callable[[str], None] | None) -> None:
    deadline = None if wait is None else time.monotonic() + wait
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            return
        if deadline is not None and time.monotonic() >= deadline:
            found = f"a build under way: {_holder(lock)}"
            action = "Wait until it has ended, or end that process."
            file = Path(lock.name)
            where = place(file, project=file.parents[2])  # the project of data/warehouse/
            raise BuildError(Problem(where, found, "one build at a time", action))
        if on_wait:
            on_wait(_holder(lock))
            on_wait = None
        time.sleep(_POLL)


def _myself() -> str:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return json.dumps(
        {"pid": os.getpid(), "host": socket.gethostname(), "command": command, "since": since}
    )


def _say(lock: TextIO, text: str) -> None:
    """Leave the holder's name in the file; the lock itself is the operating system's."""
    lock.seek(0)
    lock.truncate()
    lock.write(text)
    lock.flush()


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    try:
        told = json.loads(lock.read())
        return f"process {told['pid']} on {told['host']} ({told['command']}), since {told['since']}"
    except (ValueError, KeyError, TypeError):  # just now being written
        return "another process"


# --- a build -------------------------------------------------------------------------


def start_build(warehouse: Path) -> Build:
    """Make the folder of a new build, and clear away what dead builds left."""
    with disk(warehouse):
        _clear(warehouse)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        name = f"{moment}-{secrets.token_hex(2)}"
        build = Build(name, warehouse / BUILDS / name)
        for folder in (build.report, build.validation, build.exports):
            folder.mkdir(parents=True)
    return build


def _clear(warehouse: Path) -> None:
    for link in warehouse.glob(f"{_NEW_LINK}*"):
        link.unlink()
    published = current(warehouse)
    for folder in _folders(warehouse):
        if folder != published and not (folder / MANIFEST).exists():
            shutil.rmtree(folder)


def publish(
    build: Build,
    waves: Sequence[str] = (),
    code_versions: Mapping[str, str] | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> None:
    """Make a finished build the one that readers see.

    Args:
        build: the build; its databases are closed.
        waves: ids of the waves in it, for the manifest.
        code_versions: by model, for the manifest.
        step: called with the name of each step that is done.

    Raises:
        BuildError: when a database is still open, or the disk refuses. What was
            published before then still is.
    """
    if left := sorted(build.folder.rglob("*.wal")):
        action = "Close the connection to the database before publishing."
        raise BuildError(Problem(str(left[0]), "an open database", "all databases closed", action))
    with disk(build.folder):
        _write_manifest(build, waves, code_versions or {})
        step("manifest")
        _sync(build.folder)
        step("synced")
    with disk(build.warehouse / CURRENT):
        link = build.warehouse / f"{_NEW_LINK}{build.id}"
        link.symlink_to(Path(BUILDS) / build.id, target_is_directory=True)
        step("linked")
        link.replace(build.warehouse / CURRENT)
        step("replaced")
        _sync_folder(build.warehouse)
        step("published")


def _write_manifest(build: Build, waves: Sequence[str], code_versions: Mapping[str, str]) -> None:
    manifest = {
        "id": build.id,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "waves": list(waves),
        "code_versions": dict(sorted(code_versions.items())),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (build.folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def _sync(folder: Path) -> None:
    """Bring everything below a folder, and its own name, safely to the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            _sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- what is there -------------------------------------------------------------------


def current(warehouse: Path) -> Path | None:
    """The folder of the published build itself, not the link; None where there is none."""
    link = warehouse / CURRENT
    return link.resolve() if link.is_dir() else None


def prune(warehouse: Path, keep: int = 5, spare: float = 60.0) -> list[str]:
    """Delete old builds, never the published one; the ids of those deleted.

    Who has a file of a deleted build open goes on reading it.

    Args:
        warehouse: the folder of builds.
        keep: how many of the newest stay.
        spare: a build stays for so many seconds after the next one came, because a
            reader may have followed the link but not yet opened the file.
    """
    published = current(warehouse)
    whole = [folder for folder in _folders(warehouse) if (folder / MANIFEST).exists()]
    deleted = []
    with disk(warehouse / BUILDS):
        for folder, following in pairwise(whole[: max(0, len(whole) - keep + 1)]):
            replaced = (following / MANIFEST).stat().st_mtime
            if folder != published and time.time() - replaced >= spare:
                deleted.append(folder)
        for folder in deleted:
            (folder / MANIFEST).unlink()  # first, so that a rest is known as one
            shutil.rmtree(folder)
    return [folder.name for folder in deleted]


def _folders(warehouse: Path) -> list[Path]:
    """The folders of builds, oldest first."""
    builds = warehouse.resolve() / BUILDS
    return sorted(path for path in builds.glob("*") if path.is_dir())
