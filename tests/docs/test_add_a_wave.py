"""The steps of docs/add-a-wave.md, taken from the page itself and tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError
from pipelines.survey.load import load_survey
from tests.survey.folder import accept, edit, write_survey
from tests.wave_run import Run

PAGE = (Path(__file__).parents[2] / "docs" / "add-a-wave.md").read_text(encoding="utf-8")
WAVE = "survey/waves/2032.yml"


def blocks(kind: str) -> list[str]:
    """The code blocks of a kind, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def shown(word: str) -> list[str]:
    """What stands after a label of an error message, in order."""
    return re.findall(rf"^  {word} +(.*)$", PAGE, re.MULTILINE)


EXPORT, REGISTRY_ROW = blocks("csv")
WAVE_FILE, QUESTION, COLUMN, DONT_KNOW, PARKS, CORRECTION = blocks("yaml")
TYPO, NOT_ACCEPTED, UNMAPPED, NOBODY, CHANGED = shown("found")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The survey after step 3, with its typing error mended."""
    written = write_survey(tmp_path)
    path = written / "data/raw/2032/answers.csv"
    path.parent.mkdir()
    path.write_text(EXPORT, encoding="utf-8")
    (written / WAVE).write_text(WAVE_FILE.replace("seperator", "separator"), encoding="utf-8")
    return written


def decide(project: Path) -> None:
    """Steps 5 to 7."""
    append(project, "survey/questions.yml", QUESTION)
    append(project, WAVE, COLUMN)
    edit(project, "survey/respondents.csv", REGISTRY_ROW.replace("Cardon", ""), REGISTRY_ROW)
    accept(project)


def append(project: Path, file: str, text: str) -> None:
    with (project / file).open("a", encoding="utf-8") as open_file:
        open_file.write(text)


def test_the_typing_error_is_told_as_shown(project: Path) -> None:
    (project / WAVE).write_text(WAVE_FILE, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_survey(project)
    (problem,) = error.value.problems
    assert (problem.where, problem.found) == (f"{WAVE}:10", TYPO)
    assert any(problem.expected.startswith(text.rstrip("…")) for text in shown("expected"))
    assert problem.action in shown("to do")


def test_the_file_must_be_accepted_first(project: Path) -> None:
    assert NOT_ACCEPTED in Run(project).stopped["2032"]


def test_the_build_asks_what_the_page_shows(project: Path) -> None:
    accept(project)
    told = Run(project).stopped["2032"]
    assert UNMAPPED in told
    assert NOBODY in told
    assert len(told.splitlines()) == 2


def test_the_cells_in_quarantine_are_those_shown(project: Path) -> None:
    decide(project)
    run = Run(project)
    assert run.stopped == {}
    rejected = run.rejected("2032")
    assert len(rejected) == 3
    for _, column, text, _ in rejected:
        assert re.search(rf"│ {re.escape(column)} +│ {re.escape(text)} ", PAGE)


def test_after_the_decisions_one_cell_is_left_and_the_correction_holds(project: Path) -> None:
    decide(project)
    edit(
        project,
        "survey/questions.yml",
        "      - {id: dont_know, label: Don't know, state: dont_know}\n",
        DONT_KNOW,
    )
    sports = "      - {id: sports, label: Sports and clubs}\n"
    edit(project, "survey/questions.yml", sports, sports + PARKS)
    append(project, "survey/corrections.yml", CORRECTION)
    run = Run(project)
    assert run.stopped == {}
    assert [text for _, _, text, _ in run.rejected("2032")] == ["six"]
    assert run.rows(
        "SELECT value_number FROM core.answers WHERE wave = '2032' AND question_id = 'staff' "
        "AND respondent_id = 'ashford'"
    ) == [(5.0,)]


def test_a_file_that_changes_later_stops_the_wave(project: Path) -> None:
    decide(project)
    edit(project, "data/raw/2032/answers.csv", "a@example.org,Yes", "a@example.org,No")
    assert CHANGED in Run(project).stopped["2032"]
