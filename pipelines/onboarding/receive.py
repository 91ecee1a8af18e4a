"""Files that are received for a wave: copied unchanged, never over another file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from pipelines.errors import BuildError, ConfigurationError, DataError, Problem, place


def receive(project: Path, wave: str, files: Sequence[Path]) -> list[Path]:
    """Copy files into the wave's raw folder.

    Returns:
        The copies that were made now; a file that lies there already is not one of them.

    Raises:
        ConfigurationError: a file is missing, or two have one name.
        DataError: another file of that name lies there.
        BuildError: the folder can't be written.
    """
    target = project / "data" / "raw" / wave
    problems = list(_wrong(files))
    if problems:
        raise ConfigurationError(problems)
    different = [f for f in files if _taken(f, target / f.name)]
    if different:
        raise DataError([_another(f, place(target / f.name, project=project)) for f in different])
    made: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for file in files:
            if not (target / file.name).exists():
                made.append(target / file.name)
                shutil.copyfile(file, target / file.name)
    except OSError as error:
        discard(made)
        where = place(target, project=project)
        raise BuildError(
            Problem(where, f"a folder that can't be written ({error.strerror})", "write access")
        ) from error
    return made


def discard(copies: Sequence[Path]) -> None:
    """Take copies away again."""
    for copy in copies:
        copy.unlink(missing_ok=True)
    for folder in {copy.parent for copy in copies}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def same_content(one: Path, other: Path) -> bool:
    """Whether two files hold the same."""
    return one.samefile(other) or _digest(one) == _digest(other)


def _wrong(files: Sequence[Path]) -> list[Problem]:
    names = [file.name for file in files]
    problems = []
    for file in files:
        if not file.is_file():
            problems.append(Problem(str(file), "no such file", "the export as it was received"))
        elif names.count(file.name) > 1:
            problems.append(Problem(str(file), "a name that comes twice", "each name once"))
        elif "\\" in file.name:
            problems.append(Problem(str(file), "a name with a backslash", "a name without one"))
    return problems


def _taken(file: Path, target: Path) -> bool:
    return target.exists() and not same_content(file, target)


def _another(file: Path, where: str) -> Problem:
    return Problem(
        where,
        f"another file than {file}",
        "no file of this name, or the same one: raw files are never overwritten",
        f"Give {file.name} another name, or remove the one that lies there",
    )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
