"""Publication: readers see one whole build, whatever happens to the one that is being made."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import BuildError
from pipelines.warehouse.disk import disk
from pipelines.warehouse.publish import (
    MANIFEST,
    Build,
    build_lock,
    current,
    prune,
    publish,
    start_build,
)

ROOT = Path(__file__).parents[2]

HOLD = """
import sys
from pathlib import Path
from pipelines.warehouse.publish import build_lock
with build_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""

DIE = """
import os, signal, sys
from pathlib import Path
import duckdb
from pipelines.warehouse.publish import build_lock, publish, start_build
def step(name):
    if name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
with build_lock(Path(sys.argv[1])):
    build = start_build(Path(sys.argv[1]))
    step("started")
    con = duckdb.connect(build.database("s"))
    con.execute("CREATE TABLE t AS SELECT 'new' AS name")
    step("writing")
    con.close()
    step("written")
    publish(build, step=step)
"""

READ = """
import sys
from pathlib import Path
import duckdb
stop, opened = Path(sys.argv[2]), 0
while not stop.exists():
    with duckdb.connect(sys.argv[1], read_only=True) as con:
        assert con.execute("SELECT count(*) FROM t").fetchone() == (1,)
    opened += 1
    if opened == 1:
        print("reading", flush=True)
print(opened)
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "data" / "warehouse"


def python(code: str, *arguments: Path | str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def holder(warehouse: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until it is told to go on."""
    with python(HOLD, warehouse) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def build(warehouse: Path, name: str) -> Build:
    """A finished build whose table says its name."""
    made = start_build(warehouse)
    with duckdb.connect(made.database("s")) as con:
        con.execute("CREATE TABLE t AS SELECT $name AS name", {"name": name})
    return made


def build_and_publish(warehouse: Path, name: str) -> Build:
    made = build(warehouse, name)
    publish(made)
    return made


def published(warehouse: Path) -> str | None:
    """The name that a reader finds."""
    with duckdb.connect(warehouse / "current" / "s.duckdb", read_only=True) as con:
        row = con.execute("SELECT name FROM t").fetchone()
    return row[0] if row else None


def test_nothing_is_published_at_first(warehouse: Path) -> None:
    assert current(warehouse) is None


def test_a_build_is_seen_only_once_it_is_published(warehouse: Path) -> None:
    publish(build(warehouse, "one"))
    second = build(warehouse, "two")
    assert published(warehouse) == "one"
    publish(second)
    assert published(warehouse) == "two"
    assert current(warehouse) == second.folder


def test_the_link_is_relative_so_that_the_folder_can_move(warehouse: Path) -> None:
    publish(build(warehouse, "one"))
    moved = warehouse.rename(warehouse.with_name("elsewhere"))
    assert published(moved) == "one"


def test_a_build_has_a_place_for_all_that_is_published(warehouse: Path) -> None:
    made = start_build(warehouse)
    assert made.report.is_dir()
    assert made.validation.is_dir()
    assert made.exports.is_dir()
    assert made.database("s").parent == made.folder == warehouse / "builds" / made.id
    assert made.warehouse == warehouse


def test_ids_sort_by_time(warehouse: Path) -> None:
    ids = [start_build(warehouse).id for _ in range(5)]
    assert ids == sorted(ids)


def test_the_manifest_says_what_is_in_the_build(warehouse: Path) -> None:
    made = build(warehouse, "one")
    publish(made, waves=["2001", "2002"], code_versions={"core.b": "2", "core.a": "1"})
    manifest = json.loads((made.folder / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["id"] == made.id
    assert manifest["waves"] == ["2001", "2002"]
    assert list(manifest["code_versions"]) == ["core.a", "core.b"]


def test_an_open_database_is_not_published(warehouse: Path) -> None:
    made = start_build(warehouse)
    with duckdb.connect(made.database("s")) as con:
        con.execute("CREATE TABLE t (i INTEGER)")
        with pytest.raises(BuildError, match="Close the connection"):
            publish(made)
    assert current(warehouse) is None


# --- the lock ------------------------------------------------------------------------


def test_a_second_build_is_told_who_holds_the_lock(warehouse: Path) -> None:
    with (
        holder(warehouse) as process,
        pytest.raises(BuildError, match=f"process {process.pid} on .*since 20"),
        build_lock(warehouse, wait=0),
    ):
        pass


def test_a_second_build_waits_and_says_so_once(warehouse: Path) -> None:
    told: list[str] = []

    def release(who: str) -> None:
        told.append(who)
        process.communicate("go on\n")

    with holder(warehouse) as process, build_lock(warehouse, wait=30, on_wait=release):
        assert [f"process {process.pid}" in who for who in told] == [True]


def test_waiting_ends(warehouse: Path) -> None:
    start = time.monotonic()
    with holder(warehouse), pytest.raises(BuildError), build_lock(warehouse, wait=0.2):
        pass
    assert time.monotonic() - start >= 0.2


def test_the_lock_of_a_killed_process_is_free(warehouse: Path) -> None:
    with holder(warehouse) as process:
        process.kill()
        process.wait()
        with build_lock(warehouse, wait=0):
            pass


def test_the_lock_is_free_after_an_error(warehouse: Path) -> None:
    with pytest.raises(ValueError, match="wrong"), build_lock(warehouse):
        raise ValueError("wrong")
    with build_lock(warehouse, wait=0):
        pass


# --- death and disorder --------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "seen"),
    [
        ("started", "old"),
        ("writing", "old"),
        ("written", "old"),
        ("manifest", "old"),
        ("synced", "old"),
        ("linked", "old"),
        ("replaced", "new"),
        ("published", "new"),
    ],
)
def test_a_build_killed_at_any_step_leaves_a_whole_one(
    warehouse: Path, step: str, seen: str
) -> None:
    publish(build(warehouse, "old"))
    with python(DIE, warehouse, step) as process:
        assert process.wait() == -9
    assert published(warehouse) == seen
    with build_lock(warehouse, wait=0):
        following = build(warehouse, "next")
        publish(following)
    assert published(warehouse) == "next"
    assert not list(warehouse.glob(".current-*"))
    assert all((folder / MANIFEST).exists() for folder in (warehouse / "builds").iterdir())


def test_readers_never_fail_during_publications(warehouse: Path, tmp_path: Path) -> None:
    publish(build(warehouse, "first"))
    template = tmp_path / "s.duckdb"
    shutil.copy(warehouse / "current" / "s.duckdb", template)
    stop = tmp_path / "stop"
    with python(READ, warehouse / "current" / "s.duckdb", stop) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "reading\n"
        for _ in range(50):
            made = start_build(warehouse)
            shutil.copy(template, made.database("s"))
            publish(made)
            prune(warehouse, keep=1)
        stop.touch()
        opened = int(reader.stdout.readline())
        assert reader.wait() == 0
    assert opened > 1


def test_an_open_reader_keeps_the_build_that_it_opened(warehouse: Path) -> None:
    publish(build(warehouse, "one"))
    with duckdb.connect((warehouse / "current" / "s.duckdb").resolve(), read_only=True) as con:
        publish(build(warehouse, "two"))
        prune(warehouse, keep=1, spare=0)
        assert con.execute("SELECT name FROM t").fetchone() == ("one",)
    assert published(warehouse) == "two"


# --- old builds ----------------------------------------------------------------------


def test_only_the_last_builds_are_kept(warehouse: Path) -> None:
    made = [build_and_publish(warehouse, str(number)) for number in range(5)]
    assert prune(warehouse, keep=2, spare=0) == [one.id for one in made[:3]]
    assert [one.folder.exists() for one in made] == [False, False, False, True, True]


def test_a_build_that_was_just_replaced_is_spared(warehouse: Path) -> None:
    first, second = (build_and_publish(warehouse, name) for name in ("one", "two"))
    assert prune(warehouse, keep=1) == []
    an_hour_ago = time.time() - 3600
    os.utime(second.folder / MANIFEST, (an_hour_ago, an_hour_ago))
    assert prune(warehouse, keep=1) == [first.id]


def test_the_published_build_is_never_deleted(warehouse: Path) -> None:
    old = build(warehouse, "old")
    publish(old)
    publish(build(warehouse, "new"))
    (warehouse / "current").unlink()
    (warehouse / "current").symlink_to(f"builds/{old.id}")
    prune(warehouse, keep=0, spare=0)
    assert published(warehouse) == "old"


def test_the_rest_of_a_dead_build_is_removed_by_the_next(warehouse: Path) -> None:
    dead = build(warehouse, "dead")
    start_build(warehouse)
    assert not dead.folder.exists()


# --- the disk ------------------------------------------------------------------------


def test_a_path_that_cannot_be_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(BuildError, match="Look at what stands there"),
        build_lock(tmp_path / "file" / "warehouse"),
    ):
        pass


@pytest.mark.parametrize(
    ("code", "action"),
    [
        (errno.EROFS, "mount it for writing"),
        (errno.EACCES, "Give yourself the right"),
        (errno.ENOSPC, "Free space on the disk"),
    ],
)
def test_a_target_that_cannot_be_written_is_told(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, code: int, action: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), str(warehouse))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BuildError, match=action), build_lock(warehouse):
        pass
    with pytest.raises(BuildError, match=action):
        start_build(warehouse)


@pytest.mark.parametrize(
    ("owner", "name"),
    [(Path, "write_text"), (os, "fsync"), (Path, "symlink_to"), (Path, "replace")],
)
def test_a_disk_that_fills_up_while_publishing_changes_nothing(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    publish(build(warehouse, "old"))
    following = build(warehouse, "new")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, refuse)
        with pytest.raises(BuildError, match="Free space on the disk"):
            publish(following)
    assert published(warehouse) == "old"


def test_a_folder_in_place_of_the_link_is_told(warehouse: Path) -> None:
    made = build(warehouse, "one")
    (warehouse / "current").mkdir()
    with pytest.raises(BuildError, match=r"current.*Look at what stands there"):
        publish(made)


def test_errors_of_the_database_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="Check the space on the disk"), disk(tmp_path):
        duckdb.connect(tmp_path / "none" / "w.duckdb")
