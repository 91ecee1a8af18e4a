"""Where things lie: the project that is run, and what comes with the package.

A project is a folder with `survey/` and `data/`; the SQL models belong to the package
and are the same for every project.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.errors import ConfigurationError, Problem

REPOSITORY = Path(__file__).resolve().parent.parent
"""The project that comes with the package."""

SQL = REPOSITORY / "sql"

VARIABLE = "WAVES_PROJECT"
"""Environment variable that names another project."""


def find_project(chosen: Path | None = None) -> Path:
    """The project to run: the one chosen, else that of the environment, else our own.

    Raises:
        ConfigurationError: it has no survey folder.
    """
    named = os.environ.get(VARIABLE)
    project = (chosen or (Path(named) if named else REPOSITORY)).expanduser().resolve()
    if not (project / "survey").is_dir():
        raise ConfigurationError(
            Problem(
                str(project),
                "no folder survey/ in it" if project.is_dir() else "no such folder",
                "a survey's project: a folder with survey/ and data/",
                "Name it with --project DIR.",
            )
        )
    return project


def warehouse_of(project: Path) -> Path:
    """The folder of the builds and of the link to the published one."""
    return project / "data" / "warehouse"
