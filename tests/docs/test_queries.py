"""The ready queries of docs/queries.md, each run on the warehouse of this repository's survey."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.report.language import languages
from tests.report.sentences import GOLDEN, all_sentences

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "docs" / "queries.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^\*\*(\d+)\..*?^```sql\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def all_documents() -> str:
    """The text of every document but the tutorial, which is about a synthetic survey."""
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
    pages.remove(PROJECT / "docs" / "tutorial.md")
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.fixture(scope="module")
def warehouse(icc: Path) -> duckdb.DuckDBPyConnection:
    """The published warehouse of the survey of this repository."""
    path = icc / "data" / "warehouse" / "current" / "icc.duckdb"
    return duckdb.connect(str(path), read_only=True)


@pytest.mark.parametrize(("number", "sql"), QUERIES, ids=[number for number, _ in QUERIES])
def test_each_query_gives_rows(warehouse: duckdb.DuckDBPyConnection, number: str, sql: str) -> None:
    assert warehouse.execute(sql).fetchall(), number


def test_every_query_of_the_page_is_run() -> None:
    numbers = [int(number) for number, _ in QUERIES]
    assert numbers == list(range(1, TEXT.count("```sql") + 1))
    assert len(numbers) >= 12


def test_the_figures_that_the_documents_explain_exist(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for figure in set(re.findall(r"\b\d{4}\.(?:option|indicator)\.[a-z_.]+[a-z]", all_documents())):
        found = warehouse.execute("SELECT text FROM report.figures WHERE figure_id = ?", [figure])
        assert found.fetchall(), figure


def test_the_arithmetic_quoted_is_what_the_audit_finds(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    quoted = re.findall(r"^ *> (.+)$", all_documents(), re.MULTILINE)
    assert len(quoted) > 10
    rows = warehouse.execute("SELECT arithmetic FROM audit.findings").fetchall()
    assert [text for text in quoted if (text,) not in rows] == []


def test_the_python_of_the_readme_runs(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    current = built / "data" / "warehouse" / "current" / "towns.duckdb"
    exec(code.replace("data/warehouse/current/icc.duckdb", str(current)), {})  # noqa: S102
    assert "('2030', 6)" in capsys.readouterr().out


@pytest.mark.parametrize("code", languages())
def test_the_sentences_of_the_report_are_as_they_were_read(
    warehouse: duckdb.DuckDBPyConnection, code: str
) -> None:
    """After a change: read what differs, then `python -m tests.report.sentences DATABASE icc`."""
    golden = (GOLDEN / f"icc.{code}.txt").read_text(encoding="utf-8")
    assert all_sentences(warehouse, code) == golden
