"""What is kept beside the code is made anew where what it rests on changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.report.charts.kinds import kinds
from pipelines.report.charts.render import templates
from pipelines.report.kept import kept


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "code.py"
    file.write_text("first", encoding="utf-8")
    return file


def make(made: list[int]) -> Any:
    made.append(1)
    return {"made": len(made)}


def test_it_is_made_once_for_the_same_source(source: Path) -> None:
    made: list[int] = []
    for _ in range(2):
        assert kept("thing", [source], ["duckdb"], lambda: make(made)) == {"made": 1}
    source.write_text("second", encoding="utf-8")
    assert kept("thing", [source], ["duckdb"], lambda: make(made)) == {"made": 2}
    [file] = (source.parent / "__pycache__").iterdir()  # the first is of no use any more
    file.write_text("{", encoding="utf-8")
    assert kept("thing", [source], ["duckdb"], lambda: make(made)) == {"made": 3}


def test_it_does_without_a_folder_to_keep_it_in(source: Path) -> None:
    (source.parent / "__pycache__").write_text("a file", encoding="utf-8")
    made: list[int] = []
    for n in (1, 2):
        assert kept("thing", [source], ["duckdb"], lambda: make(made)) == {"made": n}


def test_all_kinds_of_charts_are_translated() -> None:
    assert len(templates()) == len(list(kinds())) == 18
