"""What README.md shows of a build is what a build gives."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.commands.build import HEADINGS, SUMMARY

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def published(icc: Path) -> Path:
    return icc / "data" / "warehouse" / "current"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split("[│┃]", line)[1:-1]]


def test_the_table_is_that_of_a_build(published: Path) -> None:
    with duckdb.connect(published / "icc.duckdb", read_only=True) as con:
        rows = con.execute(SUMMARY).fetchall()
    shown = [_cells(line) for line in TEXT.splitlines() if line.startswith(("│", "┃"))]
    assert shown == [list(HEADINGS), *([str(value) for value in row] for row in rows)]


def test_what_comes_out_is_there(published: Path) -> None:
    named = re.findall(r"^\| `([^`]+)` \|", TEXT, re.MULTILINE)
    places = re.findall(r"^\w+ +data/warehouse/current/(\S+)$", TEXT, re.MULTILINE)
    assert len(named) == 5
    assert len(places) == 3
    assert [each for each in [*named, *places] if not (published / each).exists()] == []


def test_every_folder_that_is_explained_is_there() -> None:
    shown = TEXT.split("## What lies where")[1].split("```")[1]
    named = re.findall(r"^([a-z]+(?:/[a-z]+)*)/? ", shown, re.MULTILINE)
    assert len(named) > 8
    assert [each for each in named if not (ROOT / each).is_dir()] == []
