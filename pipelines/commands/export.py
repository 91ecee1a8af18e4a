"""`waves export`: the open data of the published warehouse, in any of their formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pipelines.commands.console import out, shown
from pipelines.commands.published import published_database
from pipelines.errors import ConfigurationError, Problem
from pipelines.exports import FORMATS, write_exports
from pipelines.exports.package import PACKAGE
from pipelines.warehouse.disk import disk
from pipelines.warehouse.engine import connect


def export(project: Path, to: Path, formats: Sequence[str] = ()) -> None:
    """Write the open data into a folder: a new or empty one, or one with an earlier export.

    Args:
        project: the survey's project.
        to: the folder.
        formats: of FORMATS; none: all.

    Raises:
        ConfigurationError: nothing was published yet, or the folder holds something else.
        BuildError: the disk refuses.
    """
    database = published_database(project).resolve()
    with disk(to):
        _clear(to)
    con = connect(database, read_only=True)
    try:
        written = write_exports(con, to, database.parent.name, formats or FORMATS)
    finally:
        con.close()
    for file in written:
        out().print(shown(file), markup=False)


def _clear(to: Path) -> None:
    """Take away what an earlier export has written; nothing else is touched."""
    if not to.exists() or (to.is_dir() and not any(to.iterdir())):
        return
    earlier = _files(to / PACKAGE) if to.is_dir() else None
    if earlier is None:
        raise ConfigurationError(
            Problem(
                str(to),
                "something that is no open data of this project" if to.is_dir() else "a file",
                "a new or empty folder, or one with an earlier export",
                "Name another with --to DIR.",
            )
        )
    for path in earlier:
        file = to / path
        if file.resolve().is_relative_to(to.resolve()):
            file.unlink(missing_ok=True)


def _files(package: Path) -> list[str] | None:
    """The files that a package lists; None where there is no package."""
    try:
        found = json.loads(package.read_text(encoding="utf-8"))
        return [str(resource["path"]) for resource in found["resources"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
