"""What several folders of tests share: surveys that were built once."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from tests.survey.folder import write_survey

PROJECT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Demo:
    """The made-up programme, built; for reading only.

    Attributes:
        written: what `waves demo` printed.
        built: what `waves build` printed.
    """

    project: Path
    written: str
    built: str


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def first(folder: Path, name: str) -> Iterator[bool]:
    """Whether no worker has done this; the others wait until it is done."""
    finished = folder / f"{name}.finished"
    with (folder / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not finished.exists()
        finished.touch()


def build(project: Path) -> None:
    """Build and publish a project."""
    from pipelines.assets.run import run_job

    run_job(project, lambda *_: None)


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """The small survey, built and published; for reading only."""
    project = shared / "towns"
    with first(shared, "towns") as mine:
        if mine:
            build(write_survey(project))
    return project


@pytest.fixture(scope="session")
def icc(shared: Path) -> Path:
    """The survey of this repository, built and published; for reading only."""
    project = shared / "icc"
    with first(shared, "icc") as mine:
        if mine:
            shutil.copytree(PROJECT / "survey", project / "survey")
            shutil.copytree(PROJECT / "data" / "raw", project / "data" / "raw")
            build(project)
    return project


@pytest.fixture(scope="session")
def demo(shared: Path) -> Demo:
    """The made-up programme, written and built."""
    project = shared / "my-demo"
    texts = []
    for arguments in (["demo", str(project)], ["build", "--project", str(project)]):
        printed = shared / f"{arguments[0]}.out"
        with first(shared, f"my-demo-{arguments[0]}") as mine:
            if mine:
                result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
                assert result.exit_code == 0, result.output
                printed.write_text(result.stdout, encoding="utf-8")
        texts.append(printed.read_text(encoding="utf-8"))
    return Demo(project, *texts)


@pytest.fixture
def copy_of_built(built: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a copy of the built survey that a test may change."""

    def copy() -> Path:
        return Path(shutil.copytree(built, tmp_path / "copy", symlinks=True))

    return copy
