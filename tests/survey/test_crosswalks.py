"""Options merged or split: what a wave's file may say, and the tables of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.survey.load import load_survey
from pipelines.survey.tables import fill_input
from tests.survey.folder import WAVE_2031, edit, problems, write_survey
from tests.survey.test_dated import line_of

QUESTIONS, OLD, NEW = "survey/questions.yml", "survey/waves/2030.yml", "survey/waves/2031.yml"
LATER = "survey/waves/2032.yml"
SPORTS = "{id: sports, label: Sports and clubs}"


def table(project: Path, name: str) -> list[tuple[Any, ...]]:
    con = duckdb.connect()
    fill_input(con, load_survey(project))
    return con.execute(f"FROM {name} ORDER BY ALL").fetchall()


def crossed(project: Path, file: str, said: str) -> Path:
    """Add `crosswalks` to a wave's file."""
    return edit(project, file, "\nsources:\n", f"\ncrosswalks: {said}\nsources:\n")


WRONG = [
    ("{topic: [{before: [housing], now: [schools]}]}", "the unknown question topic"),
    ("{topics: [{before: [parks], now: [housing]}]}", "the unknown option of topics parks"),
    ("{topics: [{before: [housing], now: [parks]}]}", "the unknown option of topics parks"),
    (
        "{topics: [{before: [sports], now: [housing]}]}",
        "the option sports of topics, which is offered since 2031",
    ),
    (
        "{topics: [{before: [housing], now: [schools]}, {before: [housing], now: [sports]}]}",
        "the option housing of topics a second time under before",
    ),
    (
        "{topics: [{before: [housing], now: [schools, schools]}]}",
        "the option schools of topics a second time under now",
    ),
    (
        '{strategy: [{before: ["yes"], now: ["yes", "no"]}]}',
        "strategy both in crosswalks and in breaks",
    ),
    ("{topics: [{before: [housing], now: [housing]}]}", "need no crosswalk"),
    ("{topics: [{before: [], now: [housing]}]}", ""),
]


@pytest.mark.parametrize(("said", "told"), WRONG)
def test_a_wrong_crosswalk_is_told_with_its_line(tmp_path: Path, said: str, told: str) -> None:
    project = write_survey(tmp_path)
    edit(project, QUESTIONS, SPORTS, SPORTS.replace("}", ", since: '2031'}"))
    file = crossed(project, NEW, said)
    (found,) = problems(project)
    assert told in f"{found.found} {found.expected}"
    assert found.where.startswith(f"{NEW}:{line_of(file, 'crosswalks:')}")


def test_a_crosswalk_needs_a_wave_before(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    file = crossed(project, OLD, "{topics: [{before: [housing], now: [schools]}]}")
    (found,) = problems(project)
    assert found.found == "a crosswalk of topics, which no wave before asked"
    assert found.where == f"{OLD}:{line_of(file, 'crosswalks:')}"


def test_a_crosswalk_needs_the_question_in_its_wave(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    crossed(project, NEW, "{remarks: [{before: [housing], now: [schools]}]}")
    told = [problem.found for problem in problems(project)]
    assert "a crosswalk of remarks, which wave 2031 doesn't ask" in told


def test_a_crosswalk_becomes_rows(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    crossed(project, NEW, "{topics: [{before: [housing], now: [housing, sports]}]}")
    assert table(project, "input.crosswalks") == [
        ("2031", "topics", 1, "before", "housing"),
        ("2031", "topics", 1, "now", "housing"),
        ("2031", "topics", 1, "now", "sports"),
    ]
    assert table(project, "input.same_answers") == [
        ("topics", "2030", "2031", "housing", "housing"),
        ("topics", "2030", "2031", "sports", "housing"),
    ]


def test_crosswalks_of_several_waves_are_followed(tmp_path: Path) -> None:
    later = WAVE_2031.replace("2031", "2032")
    project = write_survey(tmp_path, accepted=False, **{LATER: later})
    crossed(project, NEW, "{topics: [{before: [housing], now: [schools]}]}")
    crossed(project, LATER, "{topics: [{before: [schools], now: [sports]}]}")
    rows = table(project, "input.same_answers")
    assert [row[1:] for row in rows] == [
        ("2030", "2031", "housing", "housing"),
        ("2030", "2031", "schools", "housing"),
        ("2030", "2032", "housing", "housing"),
        ("2030", "2032", "schools", "housing"),
        ("2030", "2032", "sports", "housing"),
        ("2031", "2032", "schools", "schools"),
        ("2031", "2032", "sports", "schools"),
    ]
