"""`waves explain`: from a number of the report back to what it was made from."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.warehouse.models import load_models

FIGURE = "2030.option.strategy.yes.share"
READ_ONCE = cache(load_models)


@pytest.fixture(autouse=True)
def _read_sql_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are checked by other tests; here they are read once."""
    monkeypatch.setattr("pipelines.commands.explain.load_models", READ_ONCE)


def explain(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["explain", "--project", str(project), *arguments])


def ask(project: Path, sql: str) -> list[tuple[str, float]]:
    """Rows of the published warehouse: a figure and its value."""
    (file,) = (project / "data" / "warehouse" / "current").glob("*.duckdb")
    with duckdb.connect(file, read_only=True) as con:
        return con.execute(sql).fetchall()


def table(result: Result) -> list[list[str]]:
    """The cells of each row of the table that was printed."""
    lines = [line for line in result.stdout.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines]


def test_a_figure_leads_to_its_cells(built: Path) -> None:
    result = explain(built, FIGURE)
    assert result.exit_code == 0, result.output
    assert "sql/report/options.sql" in result.stdout
    assert "sql/indicators/option_shares.sql" in result.stdout
    assert "base      5" in result.stdout
    column = "Does your town have a strategy?"
    cell = "data/raw/2030/answers.csv, row 2"
    rows = table(result)
    assert ["Ashford", "strategy", "yes", "answered", cell, column] in rows
    assert [row[1] for row in rows] == ["strategy"] * 6


def test_counts_are_printed_without_a_fraction(built: Path) -> None:
    answered = explain(built, "2030.option.strategy.yes.n").stdout
    assert re.search(r"^  value     4$", answered, re.MULTILINE)
    numbers = explain(built, "2030.number.staff.median").stdout
    assert {"12", "7.5", "30"} & set(re.findall(r"│ +([\d.]+) +│", numbers))
    assert ".0 " not in numbers


@pytest.mark.parametrize("model", ["report.figures", "report.explorer_figures"])
def test_every_kind_of_figure_can_be_explained(built: Path, model: str) -> None:
    figures = ask(built, f"SELECT min(figure_id) FROM {model} GROUP BY kind, measure ORDER BY 1")
    assert len(figures) > 3
    for (figure,) in figures:
        result = explain(built, figure)
        assert (figure, result.exit_code) == (figure, 0), result.output
        assert "Made by" in result.stdout


COUNTED = """
    SELECT figure_id, value
    FROM report.figures
    WHERE kind IN ('country', 'panel')
        OR (kind = 'finding' AND (measure = 'n' OR label = 'any'))
        OR (kind = 'wave' AND measure IN (
            'responses', 'not_counted', 'new', 'returning', 'returned', 'stopped', 'left',
            'questions', 'questions_in_part', 'questions_unknown'
        ))
"""
PRINTED = "SELECT figure_id, 1 FROM report.figures WHERE claim_id IS NOT NULL"


def test_behind_a_count_stand_as_many_rows(icc: Path) -> None:
    printed = dict(ask(icc, PRINTED))
    counted = {figure: value for figure, value in ask(icc, COUNTED) if value is not None}
    assert len(counted) > 50
    rows = {figure: len(table(explain(icc, figure, "--all"))) for figure in counted}
    assert rows == counted | {figure: 1 for figure in printed if figure in counted}


def test_what_only_a_report_states_leads_to_its_phrase(icc: Path) -> None:
    ((*claim, quote),) = table(explain(icc, "2019.wave.published_responses"))
    assert claim[0] == "2020/respondents_2019"
    assert quote == "78% from 2019 with 41 respondents"


def test_a_figure_of_a_group_leads_to_the_answers_of_the_group(icc: Path) -> None:
    result = explain(icc, "2020.group.country.AU.academies.n")
    assert "Highest interest in intercultural integration academies, country AU" in result.stdout
    assert "sql/indicators/group_results.sql" in result.stdout
    assert [row[0] for row in table(result)] == ["Ballarat", "Maribyrnong", "Melton"]


@pytest.mark.parametrize(
    "figure", ["2031.both.2030.housing.n_to", "2031.change.housing.2030.panel_n_to"]
)
def test_a_change_leads_to_the_answers_of_both_waves(built: Path, figure: str) -> None:
    rows = table(explain(built, figure, "--all"))
    waves = {name: [row[1] for row in rows if row[0] == name] for name, *_ in rows}
    assert waves
    assert set(map(tuple, waves.values())) == {("2030", "2031")}


def test_everyone_of_one_wave_is_shown_for_a_base_of_a_change(built: Path) -> None:
    then = table(explain(built, "2031.change.housing.2030.base_from", "--all"))
    now = table(explain(built, "2031.change.housing.2030.base_to", "--all"))
    assert {"data/raw/2030" in row[-2] for row in then} == {True}
    assert {"data/raw/2031" in row[-2] for row in now} == {True}


def test_a_build_by_other_code_is_told(copy_of_built: Callable[[], Path]) -> None:
    project = copy_of_built()
    with duckdb.connect(project / "data" / "warehouse" / "current" / "towns.duckdb") as con:
        con.execute("ALTER TABLE report.figures DROP COLUMN claim_id")
    result = explain(project, FIGURE)
    assert result.exit_code == 2
    assert "a build without a table or column that is to be read" in result.stderr
    assert "claim_id" in result.stderr
    assert "Run: waves build" in result.stderr


def test_none_is_said(built: Path) -> None:
    assert "Respondents behind it\n  none\n" in explain(built, "2031.wave.returned").stdout


def test_a_rule_of_the_survey_has_no_rows_behind_it(built: Path) -> None:
    result = explain(built, "2030.wave.percent_from")
    assert (result.exit_code, table(result)) == (0, [])
    assert "behind it" not in result.stdout


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2030.option.strategy.yess.share", FIGURE),
        ("2030.group.kind.town.strategyy.n", "2030.group.kind.town.strategy.n"),
    ],
)
def test_what_was_meant_is_suggested(built: Path, written: str, meant: str) -> None:
    result = explain(built, written)
    assert result.exit_code == 2
    assert f"Did you mean {meant}" in result.stderr
