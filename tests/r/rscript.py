"""Runs the R scripts of this folder: rows out as CSV, what R makes of them back."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Rows = list[dict[str, Any]]
Found = dict[str, dict[str, float | None]]


def lacking() -> str | None:
    """What keeps R from being asked; None where it can be."""
    program = shutil.which("Rscript")
    if program is None:
        return "Rscript is not installed (Debian: r-base-core)"
    asked = subprocess.run([program, "-e", "library(survey)"], capture_output=True, check=False)
    return (
        "the R package survey is not installed (Debian: r-cran-survey)"
        if asked.returncode
        else None
    )


def versions() -> str:
    """Of R and of survey."""
    told = "cat(R.version.string, '; survey', as.character(packageVersion('survey')))"
    done = subprocess.run(["Rscript", "-e", told], capture_output=True, text=True, check=True)
    return done.stdout.replace(" ;", ";")


def run(script: str, given: Rows, folder: Path) -> Found:
    """What a script found, by set and group.

    Args:
        script: name of the file.
        given: the rows that it reads.
        folder: where they are written, and the answer.
    """
    into, out = folder / "in.csv", folder / "out.csv"
    with into.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(given[0]))
        writer.writeheader()
        writer.writerows(given)
    command = ["Rscript", "--vanilla", str(HERE / script), str(into), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    with out.open(encoding="utf-8", newline="") as stream:
        return {_key(row): _numbers(row) for row in csv.DictReader(stream)}


def _key(row: dict[str, str]) -> str:
    return f"{row['set']} {row.get('group', '')}".strip()


def _numbers(row: dict[str, str]) -> dict[str, float | None]:
    texts = {name: text for name, text in row.items() if name not in ("set", "group")}
    return {name: float(text) if text else None for name, text in texts.items()}
