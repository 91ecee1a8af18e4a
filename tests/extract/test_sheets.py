"""Two sheets of one workbook are two sources, and are never taken for one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extract.exports import xlsx_bytes
from tests.survey.folder import accept, edit, write_survey
from tests.wave_run import Run

TOWNS = [["Town", "Strategy"], ["Ashford", "Yes"], ["Beckton", "maybe"], ["Carden", "No"]]
OTHERS = [["Town", "Strategy"], ["Dunmore", "No"], ["Gillham", "perhaps"]]
COLUMNS = "columns: {Town: {use: key}, Strategy: {question: strategy}}"
WAVE = f"""wave: "2032"
kind: responses
breaks: {{strategy: Asked in another way.}}
sources:
  - path: answers.xlsx
    {COLUMNS}
  - path: answers.xlsx
    sheet: Others
    {COLUMNS}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = write_survey(tmp_path)
    raw = project / "data/raw/2032/answers.xlsx"
    raw.parent.mkdir()
    raw.write_bytes(xlsx_bytes(TOWNS, Others=OTHERS))
    (project / "survey/waves/2032.yml").write_text(WAVE, encoding="utf-8")
    accept(project)
    return project


def test_the_books_of_each_sheet_are_its_own(project: Path) -> None:
    run = Run(project)
    assert run.stopped == {}
    assert run.unbalanced() == []
    files = "SELECT path, \"rows\" FROM core.source_files WHERE wave = '2032' ORDER BY path"
    assert run.rows(files) == [("answers.xlsx", 3), ("answers.xlsx (Others)", 2)]
    assert run.rows(
        "SELECT source_file, source_row, raw_value FROM core.rejected_cells "
        "WHERE wave = '2032' ORDER BY 1"
    ) == [("answers.xlsx", 3, "maybe"), ("answers.xlsx (Others)", 3, "perhaps")]
    assert run.rows(
        "SELECT source_file, count(*) FROM core.responses WHERE wave = '2032' GROUP BY 1 ORDER BY 1"
    ) == [("answers.xlsx", 3), ("answers.xlsx (Others)", 2)]


def test_a_submission_is_picked_from_its_sheet(project: Path) -> None:
    (project / "data/raw/2032/answers.xlsx").write_bytes(
        xlsx_bytes(TOWNS, Others=[*OTHERS, ["Ashford", "No"]])
    )
    accept(project)
    assert "file: answers.xlsx (Others), row" in Run(project).stopped["2032"]
    pick = "submissions: {ashford: {file: answers.xlsx (Others), row: 4, reason: As told.}}"
    edit(project, "survey/waves/2032.yml", "sources:", f"{pick}\nsources:")
    run = Run(project)
    assert run.stopped == {}
    assert run.rows(
        "SELECT source_file, counted FROM core.responses "
        "WHERE wave = '2032' AND respondent_id = 'ashford' ORDER BY 1"
    ) == [("answers.xlsx", False), ("answers.xlsx (Others)", True)]
