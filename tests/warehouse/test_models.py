"""The graph of SQL models: order, neighbours, and everything that stops loading."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError, Problem
from pipelines.warehouse import models, tables
from pipelines.warehouse.models import ModelGraph, load_models, read_model
from tests.warehouse.files import HEADER, write


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    return tmp_path / "sql"


def problems(sql_dir: Path) -> list[Problem]:
    with pytest.raises(ConfigurationError) as caught:
        load_models(sql_dir)
    return list(caught.value.problems)


def chain(sql_dir: Path) -> ModelGraph:
    """report.z ← trends.b ← core.a ← input.waves, and core.c beside them."""
    write(sql_dir, "report/z", "SELECT wave FROM trends.b")
    write(sql_dir, "trends/b", "SELECT wave FROM core.a")
    write(sql_dir, "core/c", "SELECT wave FROM core.responses")
    write(sql_dir, "core/a", "SELECT w.wave FROM input.waves AS w")
    return load_models(sql_dir)


def test_models_come_after_what_they_read_and_by_name_where_free(sql: Path) -> None:
    assert [model.name for model in chain(sql).ordered] == [
        "core.a",
        "core.c",
        "trends.b",
        "report.z",
    ]


def test_a_later_name_comes_first_where_an_earlier_one_needs_it(sql: Path) -> None:
    write(sql, "core/a", "SELECT wave FROM core.b")
    write(sql, "core/b", "SELECT wave FROM input.waves")
    assert [model.name for model in load_models(sql).ordered] == ["core.b", "core.a"]


def test_what_a_model_needs_is_found_through_other_models(sql: Path) -> None:
    graph = chain(sql)
    assert [model.name for model in graph.upstream("report.z")] == ["core.a", "trends.b"]
    assert graph.upstream("core.c") == ()


def test_a_model_says_what_its_file_says(sql: Path) -> None:
    path = write(sql, "core/a", "SELECT r.wave, w.title FROM core.responses AS r\n"
                 "JOIN input.waves AS w USING (wave)", "wave", "title")  # fmt: skip
    write(sql, "report/b", "WITH t AS (SELECT title FROM core.a) SELECT title FROM t", "title")
    graph = load_models(sql)
    model = graph.models["core.a"]
    assert (model.schema, model.table, model.path) == ("core", "a", path)
    assert (model.grain, model.description) == ("wave", "A table made for a test.")
    assert model.columns == {"wave": "what wave is", "title": "what title is"}
    assert (model.depends_on, model.sources) == ((), ("core.responses", "input.waves"))
    assert model.lineage["title"] == [("input.waves", "title")]
    assert graph.models["report.b"].depends_on == ("core.a",)
    assert graph.models["report.b"].lineage == {"title": [("core.a", "title")]}


def test_the_code_version_is_that_of_the_content(sql: Path) -> None:
    first = read_model(write(sql, "core/a", "SELECT wave FROM input.waves")).code_version
    again = read_model(write(sql, "core/a", "SELECT wave FROM input.waves")).code_version
    other = read_model(write(sql, "core/a", "SELECT wave  FROM input.waves")).code_version
    assert first == again != other
    assert len(first) == 64


def test_checks_are_beside_the_models_and_may_read_any(sql: Path) -> None:
    write(sql, "report/a", "SELECT wave FROM input.waves")
    write(sql, "checks/none_left", "SELECT wave FROM report.a", severity="error")
    write(sql, "checks/also", "SELECT wave FROM core.responses", severity="warning")
    graph = load_models(sql)
    assert [(check.name, check.severity) for check in graph.checks] == [
        ("also", "warning"),
        ("none_left", "error"),
    ]
    assert graph.checks[1].depends_on == ("report.a",)
    assert list(graph.models) == ["report.a"]


def test_declared_statistics_are_sources(sql: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = tables.Table("indicators.limits", "k", "Limits.", {"k": ("BIGINT", "k")})
    monkeypatch.setattr(models, "STATISTICS", [limits])
    write(sql, "trends/a", "SELECT k FROM indicators.limits", "k")
    assert load_models(sql).models["trends.a"].sources == ("indicators.limits",)


@pytest.mark.parametrize(
    ("select", "line", "found"),
    [
        ("SELECT wave\nFROM input.waves\nWHERE (", 7, "near '('"),
        ("SELECT wave, 'x\nFROM input.waves", 6, "Missing '"),
        ("SELECT wave FROM input.waves;\nSELECT wave FROM input.waves", 6, "2 statements"),
        ("", 5, "0 statements"),
        ("DELETE FROM input.waves", 5, "DELETE"),
        ("CREATE TABLE core.b AS SELECT wave FROM input.waves", 5, "CREATE"),
        ("SELECT wave\nFROM waves", 6, "table waves without a schema"),
        ("SELECT wave FROM here.input.waves", 5, "table here.input.waves"),
        ("SELECT wave FROM 'waves.csv'", 5, "the file 'waves.csv'"),
        ("SELECT wave FROM read_csv('waves.csv')", 5, "a function as a table"),
        ("SELECT wave\nFROM duckdb_tables()", 6, "a function"),
        ("SELECT '1' AS wave", 5, "a SELECT that reads no table"),
        ("SELECT wave\nFROM input.wave", 6, "unknown table input.wave"),
        ("SELECT wave\nFROM report.b", 6, "core reading from report.b"),
        ("SELECT *\nFROM input.waves", 5, "SELECT * [star]"),
        ("SELECT wave\nFROM input.waves\nGROUP BY ALL", 6, "GROUP BY ALL [group-by-all]"),
        ("SELECT wave, title FROM input.waves", 4, "selected, not documented: title"),
        ("SELECT title FROM input.waves", 4, "documented, not selected: wave"),
        ("SELECT wave, wave FROM input.waves", 5, "column wave selected twice"),
        ("SELECT upper(wave)\nFROM input.waves", 5, "column 1 without a name"),
        ("SELECT wafe AS wave\nFROM input.waves", 5, "column wafe, which doesn't exist in waves"),
    ],
)
def test_a_wrong_model_stops_loading_with_file_and_line(
    sql: Path, select: str, line: int, found: str
) -> None:
    write(sql, "report/b", "SELECT wave FROM input.waves")
    write(sql, "core/a", select)
    first = problems(sql)[0]
    assert first.where == f"sql/core/a.sql:{line}"
    assert found in first.found


def test_columns_documented_in_another_order_stop_loading(sql: Path) -> None:
    write(sql, "core/a", "SELECT wave, title FROM input.waves", "title", "wave")
    [problem] = problems(sql)
    assert problem.where == "sql/core/a.sql:4"
    assert "the order of the SELECT: wave, title" in problem.expected


def test_a_cte_is_no_table_and_only_seen_where_it_is_made(sql: Path) -> None:
    write(sql, "core/a", "WITH t AS (SELECT wave FROM input.waves) SELECT wave FROM t")
    write(sql, "core/b", "SELECT wave FROM t\nUNION ALL\n"
          "(WITH t AS (SELECT wave FROM input.waves) SELECT wave FROM t)")  # fmt: skip
    [problem] = problems(sql)
    assert problem.where == "sql/core/b.sql:5"


def test_an_unknown_table_is_answered_with_similar_names(sql: Path) -> None:
    write(sql, "core/answer_sums", "SELECT wave FROM core.answers")
    write(sql, "report/a", "SELECT wave FROM core.answer_sum")
    write(sql, "report/b", "SELECT wave FROM indicators.answer_sums")
    first, second = problems(sql)
    assert "core.answer_sums" in first.expected
    assert second.expected == "core.answer_sums"


def test_a_cycle_is_shown_as_its_path(sql: Path) -> None:
    write(sql, "core/a", "SELECT wave FROM core.b")
    write(sql, "core/b", "SELECT wave\nFROM core.c")
    write(sql, "core/c", "SELECT wave FROM core.b")
    [problem] = problems(sql)
    assert problem.where == "sql/core/b.sql:6"
    assert problem.found == "a cycle: core.b → core.c → core.b"


def test_a_model_of_itself_is_a_cycle(sql: Path) -> None:
    write(sql, "core/a", "SELECT wave FROM core.a")
    [problem] = problems(sql)
    assert problem.found == "a cycle: core.a → core.a"


def test_a_table_that_python_fills_is_not_made_twice(sql: Path) -> None:
    write(sql, "core/responses", "SELECT wave FROM input.waves")
    [problem] = problems(sql)
    assert problem.found == "a model of core.responses"


@pytest.mark.parametrize("name", ["a", "input/a", "elsewhere/a", "core/deep/a"])
def test_a_file_belongs_into_the_folder_of_a_schema(sql: Path, name: str) -> None:
    write(sql, name, "SELECT wave FROM input.waves")
    [problem] = problems(sql)
    assert "sql/core" in problem.expected


@pytest.mark.parametrize("name", ["core/A", "core/a-b", "core/1a"])
def test_a_file_name_is_a_plain_identifier(sql: Path, name: str) -> None:
    write(sql, name, "SELECT wave FROM input.waves")
    assert any("lower-case" in problem.expected for problem in problems(sql))


def test_only_checks_have_a_severity_and_all_do(sql: Path) -> None:
    write(sql, "checks/a", "SELECT wave FROM input.waves")
    write(sql, "core/b", "SELECT wave FROM input.waves", severity="error")
    write(sql, "checks/c", "SELECT wave FROM input.waves", severity="grave")
    assert [problem.found for problem in problems(sql)] == [
        "a check without severity",
        "severity 'grave'",
        "a severity",
    ]


def test_a_header_is_required(sql: Path) -> None:
    (sql / "core").mkdir(parents=True)
    (sql / "core" / "a.sql").write_text("SELECT wave FROM input.waves\n", encoding="utf-8")
    [problem] = problems(sql)
    assert (problem.where, problem.found) == ("sql/core/a.sql:1", "no header comment")


def test_bytes_that_are_no_utf8_are_told_with_their_line(sql: Path) -> None:
    path = write(sql, "core/a", "SELECT wave FROM input.waves")
    path.write_bytes(HEADER.encode() + b"-- wave: \xff\nSELECT 1\n")
    [problem] = problems(sql)
    assert (problem.where, problem.found) == ("sql/core/a.sql:4", "bytes that are no UTF-8")


def test_the_problems_of_all_files_are_told_at_once(sql: Path) -> None:
    write(sql, "core/a", "SELECT wave FROM nowhere.b")
    write(sql, "report/c", "SELECT wave FROM input.waves WHERE 1 / position > 0")
    write(sql, "checks/d", "SELECT * FROM input.waves", severity="error")
    assert {problem.where for problem in problems(sql)} == {
        "sql/core/a.sql:5",
        "sql/report/c.sql:5",
        "sql/checks/d.sql:6",
    }


def test_a_fraction_is_recognised_across_models(sql: Path) -> None:
    write(sql, "core/a", "SELECT i / 2 AS half FROM input.integers", "half")
    write(sql, "report/b", "SELECT half AS h FROM core.a", "h")
    write(sql, "report/c", "SELECT CAST(h AS BIGINT) AS n FROM report.b", "n")
    [problem] = problems(sql)
    assert problem.where == "sql/report/c.sql:5"
    assert "[integer-cast]" in problem.found


def test_a_folder_that_is_missing_is_told(sql: Path) -> None:
    [problem] = problems(sql)
    assert problem.found == "no such folder"


def test_one_file_is_read_without_the_others(sql: Path) -> None:
    write(sql, "core/broken", "SELECT FROM")
    model = read_model(write(sql, "core/a", "SELECT wave FROM core.missing"))
    assert model.depends_on == ("core.missing",)
