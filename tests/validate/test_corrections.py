"""A correction of one cell applies where it finds what it expects, and else is told."""

from __future__ import annotations

from pathlib import Path

from tests.survey.folder import accept, edit, write_survey
from tests.wave_run import Run

RAW, WAVE = "data/raw/2030/answers.csv", "survey/waves/2030.yml"


def test_correction_applies_and_stops_once_its_value_is_gone(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    sql = (
        "SELECT value_number FROM core.answers "
        "WHERE wave = '2030' AND question_id = 'staff' AND respondent_id = 'dunmore'"
    )
    assert Run(project).rows(sql) == [(7.0,)]
    edit(project, RAW, ",7.5,", ",8,")
    accept(project)
    message = Run(project).stopped["2030"]
    assert "survey/corrections.yml:" in message
    assert "'8' for dunmore" in message


def test_a_cell_that_could_not_be_read_can_be_corrected(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, RAW, ",7.5,", ",seven,")
    edit(project, "survey/corrections.yml", 'expected: "7.5"', 'expected: "seven"')
    accept(project)
    run = Run(project)
    assert run.rejected("2030") == []
    assert run.answers("2030", "staff")["dunmore"] == ("answered", ())
    assert run.unbalanced() == []


def test_of_several_submissions_only_the_cell_that_was_expected_is_corrected(
    tmp_path: Path,
) -> None:
    project = write_survey(tmp_path)
    raw = project / RAW
    (row,) = [line for line in raw.read_text("utf-8").splitlines() if ",Dunmore," in line]
    with raw.open("a", encoding="utf-8") as file:
        file.write(row.replace(",7.5,", ",9,") + "\n")
    edit(project, WAVE, "kind: responses", "kind: responses\nduplicates: last")
    accept(project)
    run = Run(project)
    assert run.stopped == {}
    assert run.rows(
        "SELECT value_number FROM core.answers WHERE wave = '2030' AND question_id = 'staff' "
        "AND respondent_id = 'dunmore' ORDER BY response_id"
    ) == [(7.0,), (9.0,)]


def test_a_correction_to_no_answer_is_told(tmp_path: Path) -> None:
    project = write_survey(tmp_path)
    edit(project, "survey/corrections.yml", 'corrected: "7"', 'corrected: "a few"')
    assert "the corrected value 'a few'" in Run(project).stopped["2030"]
