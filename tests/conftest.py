"""What several folders of tests share: a survey that was built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.survey.folder import write_survey


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small survey, built and published; for reading only."""
    from pipelines.assets.run import run_job

    project = write_survey(tmp_path_factory.mktemp("towns"))
    run_job(project, lambda *_: None)
    return project


@pytest.fixture
def copy_of_built(built: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a copy of the built survey that a test may change."""

    def copy() -> Path:
        return Path(shutil.copytree(built, tmp_path / "copy", symlinks=True))

    return copy
