"""The French pages of the surveys of this repository: nothing is left in English but quotations."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.report.explorer.data import read_data
from tests.conftest import Demo


@pytest.fixture(params=["icc", "demo"])
def published(request: pytest.FixtureRequest) -> Path:
    found: Path | Demo = request.getfixturevalue(request.param)
    project = found.project if isinstance(found, Demo) else found
    return project / "data" / "warehouse" / "current"


def test_only_what_a_published_report_says_stays_in_english(published: Path) -> None:
    pages = [path for path in (published / "report").glob("*.fr.html") if path.stem[0] in "2i"]
    assert len(pages) > 2
    for path in pages:
        html = path.read_text(encoding="utf-8")
        marked = re.findall(r'<(\w+)([^>]*) lang="en"', html)
        kinds = [re.findall(r'data-verbatim="(\w+)"', more) for tag, more in marked if tag != "a"]
        assert [kind for kind in kinds if kind != ["quote"]] == [], path.name


def test_nothing_in_the_explorer_is_in_english(published: Path) -> None:
    [database] = published.glob("*.duckdb")
    with duckdb.connect(str(database), read_only=True) as con:
        assert read_data(con, "fr")["foreign"] == {}
