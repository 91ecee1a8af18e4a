"""Several submissions of one respondent: shown side by side, and one of them picked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import stages
from pipelines.errors import ConfigurationError
from pipelines.mapping.plan import SourcePlan, plan_source
from pipelines.survey.load import load_survey
from pipelines.validate.stage import stage_source
from pipelines.validate.submissions import side_by_side, wrong_picks
from tests.survey.folder import ANSWERS_2030, accept, edit, write_survey
from tests.wave_run import Run

OLD, RAW = "survey/waves/2030.yml", "data/raw/2030/answers.csv"
AGAIN = '2030-02-09 10:00,Ashford,a2@example.org,No,,,Housing,many,"No, thank you",1\n'
PICK = "submissions: {{ashford: {{file: answers.csv, row: {0}, reason: The mayor signed it}}}}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Ashford answers 2030 twice: in row 2, and otherwise in row 9."""
    made = write_survey(tmp_path)
    (made / RAW).write_text(ANSWERS_2030 + AGAIN, encoding="utf-8")
    accept(made)
    return made


def pick(project: Path, row: int, duplicates: str = "last") -> None:
    edit(project, OLD, "sources:", f"duplicates: {duplicates}\n{PICK.format(row)}sources:")


@pytest.fixture
def staged(project: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, SourcePlan]]:
    """The typed stage of 2030, with the names of the key column resolved."""
    folder = load_survey(project)
    work = stages.extract(folder, "2030").work
    (extracted,) = stages._extracts(work)
    plan = plan_source(folder, "2030", 1, extracted.header)
    with duckdb.connect() as con:
        stage_source(con, plan, extracted)
        con.execute(f"UPDATE {plan.staged} SET respondent_id = lower(respondent_id)")
        yield con, plan


def told(staged: tuple[duckdb.DuckDBPyConnection, SourcePlan], respondent: str) -> list[str]:
    return side_by_side(staged[0], [staged[1]], respondent).split(";\n")


def test_what_differs_stands_side_by_side(
    staged: tuple[duckdb.DuckDBPyConnection, SourcePlan],
) -> None:
    lines = told(staged, "ashford")
    assert lines[0] == "row 2 | row 9"
    assert "Time: 2030-02-01 10:00 | 2030-02-09 10:00" in lines
    assert "strategy: Yes | No" in lines
    assert "campaign: Yes | —" in lines
    assert "staff: 12.0 | (not readable)" in lines


def test_of_personal_columns_and_free_text_only_that_they_differ(
    staged: tuple[duckdb.DuckDBPyConnection, SourcePlan],
) -> None:
    text = side_by_side(staged[0], [staged[1]], "ashford")
    assert "remarks: differs" in text
    assert "example.org" not in text
    assert "thank you" not in text.lower()


def test_columns_that_are_the_same_are_left_out(
    staged: tuple[duckdb.DuckDBPyConnection, SourcePlan],
) -> None:
    assert not [line for line in told(staged, "ashford") if line.startswith("plan")]


def test_how_many_answers_each_gave_is_told(
    staged: tuple[duckdb.DuckDBPyConnection, SourcePlan],
) -> None:
    assert told(staged, "ashford")[1] == "answers given: 5 | 4"


def test_one_submission_has_nothing_beside_it(
    staged: tuple[duckdb.DuckDBPyConnection, SourcePlan],
) -> None:
    assert side_by_side(staged[0], [staged[1]], "carden") == ""


def counted(project: Path) -> list[tuple[object, ...]]:
    run = Run(project)
    assert run.stopped == {}
    return run.rows(
        "SELECT source_row, counted, why_not_counted FROM core.responses "
        "WHERE wave = '2030' AND respondent_id = 'ashford' ORDER BY source_row"
    )


@pytest.mark.parametrize(("picked", "other"), [(2, 9), (9, 2)])
@pytest.mark.parametrize("duplicates", ["last", "first"])
def test_the_pick_counts_whatever_the_rule_says(
    project: Path, picked: int, other: int, duplicates: str
) -> None:
    pick(project, picked, duplicates)
    why = "another submission of the same respondent was picked: The mayor signed it"
    assert sorted(counted(project)) == sorted([(picked, True, None), (other, False, why)])


def test_without_a_pick_the_rule_counts(project: Path) -> None:
    edit(project, OLD, "sources:", "duplicates: first\nsources:")
    assert counted(project) == [
        (2, True, None),
        (9, False, "another submission of the same respondent counts"),
    ]


TIMES = "2030-02-01 10:00", "2030-02-09 10:00"
"""Of the two submissions."""


@pytest.mark.parametrize(
    ("first_row", "other", "rule", "counts"),
    [
        ("2030-02-01 10:00", "2030-02-09 10:00", "last", 9),
        ("2030-02-09 10:00", "2030-02-01 10:00", "last", 2),
        ("2030-02-09 10:00", "2030-02-01 10:00", "first", 9),
        ("2030-02-09T10:00:00Z", "2030-02-10", "last", 9),
        ("09.02.2030 10:00", "01.03.2030 10:00:05", "last", 9),
        ("10.02.2030 10:00", "01.02.2030 10:00:05", "last", 2),
        ("2030-02-01 10:00", "", "last", 2),
        ("", "2030-02-01 10:00", "first", 9),
        ("", "", "last", 9),
        ("", "", "first", 2),
        ("12/03/2030 10:00", "2030-02-09 10:00", "last", 9),  # a doubt: the order of the rows
    ],
)
def test_the_last_that_was_submitted_counts(
    project: Path, first_row: str, other: str, rule: str, counts: int
) -> None:
    rows = ANSWERS_2030.replace(TIMES[0], first_row) + AGAIN.replace(TIMES[1], other)
    (project / RAW).write_text(rows, encoding="utf-8")
    edit(project, OLD, "sources:", f"duplicates: {rule}\nsources:")
    accept(project)
    assert [row for row, counted_, _ in counted(project) if counted_] == [counts]


def test_without_a_column_of_times_the_last_row_counts(project: Path) -> None:
    edit(project, OLD, "Time: {use: submitted_at}", "Time: {use: ignored, reason: not needed}")
    edit(project, RAW, "2030-02-09 10:00,Ashford", ",Ashford")
    edit(project, OLD, "sources:", "duplicates: last\nsources:")
    accept(project)
    assert [row for row, counted_, _ in counted(project) if counted_] == [9]


def test_a_pick_of_another_row_is_told(
    project: Path, staged: tuple[duckdb.DuckDBPyConnection, SourcePlan]
) -> None:
    pick(project, 3)
    (problem,) = wrong_picks(staged[0], load_survey(project), [staged[1]])
    assert problem.found == "row 3 of answers.csv for ashford"
    assert problem.expected == "a row in which ashford answered: 2, 9"
    assert problem.where.startswith("survey/waves/2030.yml:")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("file: answers.csv", "file: answer.csv", "the unknown source answer.csv"),
        ("{ashford: {file", "{ashfort: {file", "the unknown respondent 'ashfort'"),
        (", reason: The mayor signed it", "", "reason"),
    ],
)
def test_a_wrong_pick_is_told(project: Path, old: str, new: str, message: str) -> None:
    pick(project, 2)
    edit(project, OLD, old, new)
    with pytest.raises(ConfigurationError, match=message):
        load_survey(project)
