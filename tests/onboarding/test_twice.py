"""Respondents who answered more than once: shown side by side in the sheet, and picked there."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.onboarding.towns import SPAN, Towns, choices, export, run, wave
from tests.wave_run import Run

AGAIN = "\n2032-02-04 09:00,Ashford,a2@example.org,No,Yes,,Housing,16,Much to say"
FIRST = "2032-02-02 09:10,Ashford,a@example.org,Yes,Yes,,Housing;Schools,15,"
CARDEN = "2032-02-03 11:20,Carden,c@example.org,No,No,Yes,Sports and clubs,0,"
AS_WRITTEN = "\n2032-02-04 10:00,Cardn,c@example.org,No,No,Yes,Housing,0,"


@pytest.fixture
def twice(towns: Towns, tmp_path: Path) -> Towns:
    """Ashford answers in rows 2 and 3."""
    result = towns.add(export(tmp_path, **{FIRST: FIRST + AGAIN}))
    assert result.exit_code == 0, result.output
    return towns


def decide(towns: Towns, picks: dict[str, str | tuple[str, str]]) -> str:
    towns.fill(picks)
    return towns.decide().output


def test_the_sheet_shows_them_side_by_side(twice: Towns) -> None:
    (found,) = [row for row in twice.rows() if row[2] == "'ashford'"]
    assert found[1] == "which submission counts?"
    assert found[3].startswith("row 2 | row 3;\nanswers given:")
    assert "strategy: Yes | No" in found[3]
    assert "remarks: differs" in found[3]
    assert "example.org" not in found[3]
    assert found[4] == "row 2\nrow 3"


def test_a_pick_is_written_with_its_reason_and_no_rule_is_needed(twice: Towns) -> None:
    assert "1 decided, 1 open" in decide(twice, {"'ashford'": ("row 2", "The mayor signed it")})
    said = wave(twice.project)
    pick = said.submissions["ashford"]
    assert (pick.file, pick.row, pick.reason) == ("answers.csv", 2, "The mayor signed it")
    assert [each.about for each in said.decide] == ["fieldwork"]
    assert said.duplicates == "stop"


def test_the_picked_one_counts(twice: Towns) -> None:
    twice.fill({"'ashford'": ("row 2", "The mayor signed it")})
    assert twice.decide().exit_code == 0
    twice.add()
    twice.fill({"wave 2032": SPAN})
    assert twice.decide().exit_code == 0
    built = Run(twice.project)
    assert built.stopped == {}
    assert built.rows(
        "SELECT source_row, counted FROM core.responses "
        "WHERE wave = '2032' AND respondent_id = 'ashford' ORDER BY 1"
    ) == [(2, True), (3, False)]


def test_a_rule_needs_no_pick(twice: Towns) -> None:
    rule = next(n for n, row in enumerate(twice.rows()) if "several submissions" in row[3])
    assert choices(wave(twice.project).decide[rule]) == ["last", "first"]
    book = load_workbook(twice.sheet)
    book["Decisions"].cell(rule + 2, 6).value = "last"
    book.save(twice.sheet)
    assert twice.decide().exit_code == 0
    said = wave(twice.project)
    assert said.duplicates == "last"
    assert [each.about for each in said.decide] == ["fieldwork"]


@pytest.mark.parametrize(
    ("choice", "reason", "told"),
    [("row 9", "why", "one of `row 2`, `row 3`"), ("row 2", "", "without a reason")],
)
def test_a_wrong_pick_is_told(twice: Towns, choice: str, reason: str, told: str) -> None:
    output = decide(twice, {"'ashford'": (choice, reason)})
    assert told in " ".join(output.split())
    assert wave(twice.project).submissions == {}


def test_a_name_that_turns_out_to_be_known_brings_the_decision_up(
    towns: Towns, tmp_path: Path
) -> None:
    towns.add(export(tmp_path, **{CARDEN: CARDEN + AS_WRITTEN}))
    assert [each.about for each in wave(towns.project).decide] == ["fieldwork"]
    names = tmp_path / "names.csv"
    names.write_text("name,decision,respondent_id\nCardn,alias,carden\n", encoding="utf-8")
    matched = run("match", "2032", "--apply", names, "--project", towns.project)
    assert matched.exit_code == 0, matched.output
    assert "waves add 2032 --sheet decisions.xlsx" in matched.output
    found = [each.subject for each in wave(towns.project).decide if each.about == "duplicates"]
    assert found == [None, "carden"]
    again = run("match", "2032", "--project", towns.project)
    assert again.exit_code == 0
    assert "--sheet" not in again.output
