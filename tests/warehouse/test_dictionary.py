"""The data dictionary, and with it: every model runs on an empty warehouse."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import BuildError
from pipelines.warehouse.dictionary import column_types, data_dictionary, write_dictionary
from pipelines.warehouse.models import ModelGraph, declared_tables, load_models
from tests.warehouse.files import write

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    return load_models(ROOT / "sql")


def test_the_page_in_docs_is_that_of_the_models(graph: ModelGraph) -> None:
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    assert page == data_dictionary(graph), "docs/data-dictionary.md is stale: run waves dictionary"


def test_every_model_runs_on_an_empty_warehouse_with_its_documented_columns(
    graph: ModelGraph,
) -> None:
    types = column_types(graph)
    assert {name: set(types[name]) for name in graph.models} == {
        name: set(model.columns) for name, model in graph.models.items()
    }


def test_the_page_has_every_table_with_grain_columns_types_and_origin(tmp_path: Path) -> None:
    write(
        tmp_path / "sql", "core/a", "SELECT wave, i FROM input.waves, input.integers", "wave", "i"
    )
    write(tmp_path / "sql", "checks/c", "SELECT wave FROM core.a", severity="warning")
    write_dictionary(tmp_path / "sql", tmp_path / "page.md")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert all(f"### {name}\n" in page for name in [*declared_tables(), "core.a"])
    assert "One row: wave. A table made for a test." in page
    assert "Made by `sql/core/a.sql` from [input.integers](#inputintegers), [input.wav" in page
    assert "| i | BIGINT | what i is |" in page
    assert "| c | warning | A table made for a test. |" in page


def test_a_bar_in_a_text_stays_in_its_cell(tmp_path: Path) -> None:
    path = write(tmp_path / "sql", "core/a", "SELECT wave FROM input.waves")
    path.write_text(path.read_text().replace("what wave is", "this | that"))
    assert "| this \\| that |" in data_dictionary(load_models(tmp_path / "sql"))


def test_a_model_that_does_not_run_is_told(tmp_path: Path) -> None:
    write(tmp_path / "sql", "core/a", "SELECT length(i) AS n FROM input.integers", "n")
    with pytest.raises(BuildError, match=r"sql/core/a.sql:5"):
        column_types(load_models(tmp_path / "sql"))
