"""The steps of docs/add-a-wave.md, taken from the page itself and tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.survey.load import load_survey
from tests.survey.folder import edit, write_survey
from tests.wave_run import Run

PAGE = (Path(__file__).parents[2] / "docs" / "add-a-wave.md").read_text(encoding="utf-8")
WAVE = "survey/waves/2032.yml"


def blocks(kind: str) -> list[str]:
    """The code blocks of a kind, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


(EXPORT,) = blocks("csv")
OPEN, RECORD, COMPARABLE, CORRECTION = blocks("yaml")
ADDED, LISTED, WRONG, DECIDED, DIFFERS, COMPARED, MATCHED, BUILT, REJECTED, SERIES, CHANGED = (
    blocks("text")
)
CHOICES = re.findall(
    r"^\| (wave 2032|answers\.csv · .*?) \| (.*?) \| ?(.*?) ?\|$", PAGE, re.MULTILINE
)
SECOND = re.findall(r"^\| (question '.*?') \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
SHEET = re.findall(r"--sheet (\S+)", PAGE)


class Towns:
    """The practice survey and the export beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.project = folder, write_survey(folder / "towns")
        (folder / "answers.csv").write_text(EXPORT, encoding="utf-8")

    def run(self, *arguments: str | Path, typed: str = "") -> Result:
        """A command on the practice survey."""
        told = [str(argument) for argument in arguments]
        return CliRunner().invoke(app, [*told, "--project", str(self.project)], input=typed)

    def add(self) -> Result:
        """Step 2."""
        sheet = self.folder / "decisions.xlsx"
        return self.run("add", "2032", self.folder / "answers.csv", "--sheet", sheet)

    def decide(self, mended: bool = True) -> Result:
        """Step 4."""
        slip = ("plans", "plan") if mended else ("", "")
        return self._choose("decisions.xlsx", [(of, c.replace(*slip), r) for of, c, r in CHOICES])

    def compare(self) -> Result:
        """Step 5."""
        return self._choose("decisions-2.xlsx", SECOND)

    def _choose(self, name: str, choices: Sequence[tuple[str, str, str]]) -> Result:
        file = self.folder / name
        workbook = load_workbook(file)
        sheet = workbook["Decisions"]
        rows = {sheet.cell(row, 3).value: row for row in range(2, sheet.max_row + 1)}
        for of, chosen, reason in choices:
            sheet.cell(rows[of], 6).value = chosen
            sheet.cell(rows[of], 7).value = reason or None
        workbook.save(file)
        return self.run("decide", file, "--by", "programme team")

    def match(self) -> Result:
        """Step 6."""
        return self.run("match", "2032", typed="1\n")

    def all_steps(self) -> None:
        """Steps 2 to 6."""
        for step in (self.add, self.decide, self.compare, self.match):
            result = step()
            assert result.exit_code == 0, result.output


@pytest.fixture
def towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Towns:
    monkeypatch.setenv("COLUMNS", "200")
    return Towns(tmp_path)


def told(result: Result) -> str:
    """What was printed, with the folder of the page, without spaces at the ends of lines."""
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    sheet = re.compile(r"\S*/(?=decisions(-2)?\.xlsx)")
    folder = SHEET[0].removesuffix("decisions.xlsx")
    return "\n".join(sheet.sub(folder, line) for line in lines) + "\n"


def test_adding_prints_what_the_page_shows(towns: Towns) -> None:
    assert told(towns.add()) == ADDED
    assert OPEN in (towns.project / WAVE).read_text(encoding="utf-8")


def test_check_lists_what_is_open(towns: Towns) -> None:
    towns.add()
    result = towns.run("check")
    assert result.exit_code == 1
    assert LISTED in result.stderr
    assert result.stderr.count(f"✗ {WAVE}:") == 5


def test_the_wrong_choice_is_told_as_shown(towns: Towns) -> None:
    towns.add()
    result = towns.decide(mended=False)
    assert result.exit_code == 1
    assert result.stderr == WRONG


def test_the_right_choices_are_written(towns: Towns) -> None:
    towns.add()
    assert told(towns.decide()) == DECIDED
    assert RECORD in (towns.project / WAVE).read_text(encoding="utf-8")
    assert "training" in load_survey(towns.project).questions


def test_the_name_is_matched_as_shown(towns: Towns) -> None:
    towns.add()
    towns.decide()
    result = towns.match()
    lines = [line for line in MATCHED.splitlines() if not line.startswith("Who is it?")]
    assert [line for line in lines if line not in result.stdout] == []


def test_the_questionnaires_differ_as_shown(towns: Towns) -> None:
    towns.add()
    towns.decide()
    assert told(towns.run("diff", "2031", "2032")) == DIFFERS


def test_whether_they_compare_is_decided_in_the_second_sheet(towns: Towns) -> None:
    towns.add()
    towns.decide()
    assert told(towns.compare()) == COMPARED
    assert COMPARABLE in (towns.project / WAVE).read_text(encoding="utf-8")
    assert "to be decided" not in towns.run("diff", "2031", "2032").stdout


def test_the_note_stands_in_the_series_as_shown(towns: Towns) -> None:
    towns.all_steps()
    (query,) = re.findall(r'"(SELECT indicator_id, wave, .*?)"$', PAGE, re.MULTILINE)
    assert towns.run("build").exit_code == 0
    assert told(towns.run("query", query)) == SERIES


def test_one_cell_is_in_quarantine_and_the_correction_holds(towns: Towns) -> None:
    towns.all_steps()
    with (towns.project / "survey/corrections.yml").open("a", encoding="utf-8") as file:
        file.write(CORRECTION)
    run = Run(towns.project)
    assert run.stopped == {}
    ((row, column, text, _),) = run.rejected("2032")
    assert re.search(rf"│ +{row} │ {column} +│ {text} ", REJECTED)
    assert run.rows(
        "SELECT value_number FROM core.answers WHERE wave = '2032' AND question_id = 'staff' "
        "AND respondent_id = 'ashford'"
    ) == [(5.0,)]


def test_a_file_that_changes_later_stops_the_wave(towns: Towns) -> None:
    towns.all_steps()
    edit(towns.project, "data/raw/2032/answers.csv", "a@example.org,Yes", "a@example.org,No")
    found = re.search(r"found +(.*)", CHANGED)
    assert found is not None
    assert found[1] in Run(towns.project).stopped["2032"]


def test_the_build_counts_what_the_page_shows(towns: Towns) -> None:
    towns.all_steps()
    run = Run(towns.project)
    shown = re.findall(r"│ (\d{4}) │ responses │ current │ +(\d+) │ +(\d+) │", BUILT)
    assert [(wave, int(rejected)) for wave, _, rejected in shown] == [
        (wave, len(run.rejected(wave))) for wave in ("2030", "2031", "2032")
    ]
    counted = "SELECT wave, count(*) FROM core.responses WHERE counted GROUP BY wave ORDER BY wave"
    assert [(wave, int(n)) for wave, n, _ in shown] == run.rows(counted)
