"""What several folders of tests share: a survey that was built once."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.survey.folder import write_survey


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small survey, built and published; for reading only."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # one for all workers
        base = base.parent
    project, finished = base / "towns", base / "towns.finished"
    with (base / "towns.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            from pipelines.assets.run import run_job

            run_job(write_survey(project), lambda *_: None)
            finished.touch()
    return project


@pytest.fixture
def copy_of_built(built: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a copy of the built survey that a test may change."""

    def copy() -> Path:
        return Path(shutil.copytree(built, tmp_path / "copy", symlinks=True))

    return copy
