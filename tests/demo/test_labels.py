"""Made-up data say so wherever they come out: pages, tables, commands, open files."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import Result
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.commands.published import SYNTHETIC
from tests.conftest import Demo

WORDS = ("synthetic data", "données fictives", "(synthetic)")


def waves(demo: Demo, *arguments: str) -> Result:
    result = CliRunner().invoke(app, [*arguments, "--project", str(demo.project)])
    assert result.exit_code == 0, result.output
    return result


def published(demo: Demo) -> Path:
    return demo.project / "data" / "warehouse" / "current"


def test_every_page_says_so_above_everything_else(demo: Demo) -> None:
    pages = list(published(demo).rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        text = page.read_text(encoding="utf-8").casefold()
        body = text[text.index("<body") :]
        assert any(word in body[: body.index("</h1>") + 2000] for word in WORDS), page


def test_every_table_says_so_in_its_comment(demo: Demo) -> None:
    with duckdb.connect(str(published(demo) / "demo.duckdb"), read_only=True) as con:
        found = con.execute(
            "SELECT table_name, comment FROM duckdb_tables() "
            "UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
    assert len(found) > 100
    assert [name for name, text in found if not text.startswith("SYNTHETIC: ")] == []
    assert any("Grain: wave." in text for _, text in found)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_query_says_so_beside_its_rows(demo: Demo, form: str) -> None:
    result = waves(demo, "query", "SELECT wave FROM core.waves", "--format", form)
    assert result.stderr == f"{SYNTHETIC}\n"
    assert SYNTHETIC not in result.stdout


def test_an_explanation_and_a_trend_say_so(demo: Demo) -> None:
    for command in (("explain", "2036.option.strategy.yes.n"), ("trend", "strategy")):
        assert waves(demo, *command).stdout.splitlines()[1] == SYNTHETIC


def test_open_files_say_so(demo: Demo) -> None:
    for name in ("README.md", "datapackage.json"):
        text = (published(demo) / "exports" / name).read_text(encoding="utf-8")
        assert "SYNTHETIC: these data are made up" in text[:600]
