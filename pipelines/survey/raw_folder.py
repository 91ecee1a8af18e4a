"""Warnings about `data/raw`: personal data that git has or would take, and files of no wave.

Nothing here stops anything. Git is asked only where it is there and the project lies in a
repository.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import Problem, place
from pipelines.survey.folder import SURVEY, SurveyFolder
from pipelines.survey.models import Source
from pipelines.survey.pseudonyms import key_file

RAW = "data/raw"
_SHOWN = 10
_GIT_SECONDS = 30


def warnings(folder: SurveyFolder) -> list[Problem]:
    """What a person should look at, in the order of the folder's files."""
    return [*_in_git(folder), *_of_no_wave(folder), *_of_no_source(folder)]


def holds_personal_data(folder: SurveyFolder, wave: str) -> bool:
    """Whether the raw files of a wave may hold personal data."""
    return folder.survey.raw_data == "personal" or any(
        _has_personal_columns(source) for source in folder.waves[wave].sources
    )


def _has_personal_columns(source: Source) -> bool:
    return any(c.role == "personal" or c.pseudonymise for c in source.columns.values())


def _in_git(folder: SurveyFolder) -> Iterator[Problem]:
    tracked = _git(folder.project, "ls-files", "-z", "--", RAW)
    if tracked is None:
        return
    names = [name for name in tracked.split("\0") if name and not Path(name).name.startswith(".")]
    personal = [name for name in names if _is_personal(folder, name)]
    if personal:
        more = f", and {len(personal) - 1} more" if len(personal) > 1 else ""
        yield Problem(
            personal[0],
            f"a raw file that may hold personal data, tracked by git{more}",
            f"raw files out of git, or raw_data: public in survey/{SURVEY}",
            "Take it out with git rm --cached; it stays in the history until that is rewritten",
        )
    expects_personal = folder.survey.raw_data == "personal" or bool(personal)
    if expects_personal and _git(folder.project, "check-ignore", "-q", f"{RAW}/any/file") is None:
        yield Problem(
            ".gitignore",
            f"no entry that keeps {RAW}/ out of git",
            f"/{RAW}/ in it, or raw_data: public in survey/{SURVEY}",
            "Add the line; the checksums in survey/waves/ still show which file was accepted",
        )
    key = key_file(folder.project)
    if key.exists() and _git(folder.project, "ls-files", "-z", "--", str(key)):
        yield Problem(
            place(key, project=folder.project),
            "the key of the pseudonyms, tracked by git",
            "a file that only its owner can read",
            "Take it out, and make a new key: who has the repository's history has this one",
        )


def _is_personal(folder: SurveyFolder, name: str) -> bool:
    wave = name.removeprefix(f"{RAW}/").partition("/")[0]
    if wave in folder.waves:
        return holds_personal_data(folder, wave)
    return folder.survey.raw_data == "personal"


def _of_no_wave(folder: SurveyFolder) -> Iterator[Problem]:
    for path in sorted((folder.project / RAW).glob("*/")):
        if path.name not in folder.waves and not path.name.startswith("."):
            yield Problem(
                f"{RAW}/{path.name}",
                "a folder of raw files without a wave",
                f"the wave's file survey/waves/{path.name}.yml",
                "Write it, or move the folder away",
            )


def _of_no_source(folder: SurveyFolder) -> Iterator[Problem]:
    for wave, said in folder.waves.items():
        raw = folder.project / RAW / wave
        named = {source.path for source in said.sources}
        named |= {codebook} if (codebook := getattr(said, "codebook", None)) else set()
        found = sorted(path for path in raw.rglob("*") if path.is_file())
        stray = [
            path
            for path in found
            if path.relative_to(raw).as_posix() not in named and not path.name.startswith(".")
        ]
        for path in stray[:_SHOWN]:
            yield Problem(
                path.relative_to(folder.project).as_posix(),
                "a raw file that no source names",
                f"each file under `sources` in survey/waves/{wave}.yml",
                "Add a source, or move the file away: nothing reads it",
            )


def _git(project: Path, *arguments: str) -> str | None:
    """What git answers; None where it is not there, or says no."""
    program = shutil.which("git")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603  our own arguments
            [program, *arguments],
            cwd=project,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_GIT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
