"""The steps of docs/add-a-wave.md, taken from the page itself and tried."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
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
        self.folder, self.project = folder, folder / "towns"

    @classmethod
    def written(cls, folder: Path) -> Towns:
        """Step 1."""
        write_survey(folder / "towns")
        (folder / "answers.csv").write_text(EXPORT, encoding="utf-8")
        return cls(folder)

    def copy(self, folder: Path) -> Towns:
        """The same in another folder."""
        return Towns(shutil.copytree(self.folder, folder, symlinks=True))

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

    def build(self) -> Result:
        """Step 7."""
        return self.run("build")


STEPS = {
    "add": Towns.add,
    "decide": Towns.decide,
    "compare": Towns.compare,
    "match": Towns.match,
    "build": Towns.build,
}
Made = dict[str, tuple[Towns, Result]]


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The practice survey after each step, to be looked at only, and what the step printed."""
    folder = tmp_path_factory.mktemp("page")
    towns, found = Towns.written(folder / "start"), Made()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")
        for name, step in STEPS.items():
            towns = towns.copy(folder / name)
            result = step(towns)
            assert result.exit_code == 0, result.output
            found[name] = towns, result
        yield found


def told(result: Result) -> str:
    """What was printed, with the folder of the page, without spaces at the ends of lines."""
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    sheet = re.compile(r"\S*/(?=decisions(-2)?\.xlsx)")
    folder = SHEET[0].removesuffix("decisions.xlsx")
    return "\n".join(sheet.sub(folder, line) for line in lines) + "\n"


def test_adding_prints_what_the_page_shows(after: Made) -> None:
    towns, result = after["add"]
    assert told(result) == ADDED
    assert OPEN in (towns.project / WAVE).read_text(encoding="utf-8")


def test_check_lists_what_is_open(after: Made) -> None:
    result = after["add"][0].run("check")
    assert result.exit_code == 1
    assert LISTED in result.stderr
    assert result.stderr.count(f"✗ {WAVE}:") == 5


def test_the_wrong_choice_is_told_as_shown(after: Made, tmp_path: Path) -> None:
    result = after["add"][0].copy(tmp_path / "copy").decide(mended=False)
    assert result.exit_code == 1
    assert result.stderr == WRONG


def test_the_right_choices_are_written(after: Made) -> None:
    towns, result = after["decide"]
    assert told(result) == DECIDED
    assert RECORD in (towns.project / WAVE).read_text(encoding="utf-8")
    assert "training" in load_survey(towns.project).questions


def test_the_name_is_matched_as_shown(after: Made) -> None:
    _, result = after["match"]
    lines = [line for line in MATCHED.splitlines() if not line.startswith("Who is it?")]
    assert [line for line in lines if line not in result.stdout] == []


def test_the_questionnaires_differ_as_shown(after: Made) -> None:
    assert told(after["decide"][0].run("diff", "2031", "2032")) == DIFFERS


def test_whether_they_compare_is_decided_in_the_second_sheet(after: Made) -> None:
    towns, result = after["compare"]
    assert told(result) == COMPARED
    assert COMPARABLE in (towns.project / WAVE).read_text(encoding="utf-8")
    assert "to be decided" not in towns.run("diff", "2031", "2032").stdout


def test_the_build_prints_what_the_page_shows(after: Made) -> None:
    assert told(after["build"][1]).startswith(BUILT)


@pytest.mark.parametrize(
    ("begins", "shown"),
    [("SELECT source_row, ", REJECTED), ("SELECT indicator_id, wave, ", SERIES)],
)
def test_a_query_prints_what_the_page_shows(after: Made, begins: str, shown: str) -> None:
    (query,) = re.findall(rf'"({re.escape(begins)}.*?)"$', PAGE, re.MULTILINE)
    assert told(after["build"][0].run("query", query)) == shown


def test_the_correction_holds(after: Made, tmp_path: Path) -> None:
    towns = after["build"][0].copy(tmp_path / "copy")
    with (towns.project / "survey/corrections.yml").open("a", encoding="utf-8") as file:
        file.write(CORRECTION)
    run = Run(towns.project)
    assert run.stopped == {}
    assert run.rows(
        "SELECT value_number FROM core.answers WHERE wave = '2032' AND question_id = 'staff' "
        "AND respondent_id = 'ashford'"
    ) == [(5.0,)]


def test_a_file_that_changes_later_stops_the_wave(after: Made, tmp_path: Path) -> None:
    towns = after["build"][0].copy(tmp_path / "copy")
    edit(towns.project, "data/raw/2032/answers.csv", "a@example.org,Yes", "a@example.org,No")
    found = re.search(r"found +(.*)", CHANGED)
    assert found is not None
    assert found[1] in Run(towns.project).stopped["2032"]
