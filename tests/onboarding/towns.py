"""A third wave of the small survey, and the commands and sheets that bring it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipelines.cli import app
from pipelines.survey.load import load_survey
from pipelines.survey.models import Column, Decision, Wave

HEADER = (
    "Time,Town,E-mail,Does your town have a strategy?,Have you run a campaign?,"
    "Will you run a campaign?,Which topics?,Staff,Anything else?"
)
ROWS = (
    "2032-02-02 09:10,Ashford,a@example.org,Yes,Yes,,Housing;Schools,15,",
    "2032-02-03 11:00,Béckton,b@example.org,Yes,Yes,,Housing,5,Thanks",
    "2032-02-03 11:20,Carden,c@example.org,No,No,Yes,Sports and clubs,0,",
    "2032-02-05 16:45,Hartley,h@example.org,Don't know,No,No,Housing,1,",
)
SPAN = "2032-02-02 to 2032-02-05"
WAVE = "survey/waves/2032.yml"


def export(folder: Path, name: str = "answers.csv", **changes: str) -> Path:
    """The export, with texts replaced: `old="new"` by keyword or mapping."""
    text = "\n".join((HEADER, *ROWS)) + "\n"
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def run(command: str, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [command, *map(str, arguments)])


def wave(project: Path) -> Wave:
    return load_survey(project).waves["2032"]


def column(project: Path, name: str) -> Column:
    return wave(project).sources[0].columns[name]


def choices(decision: Decision) -> list[str]:
    return [candidate.choice for candidate in decision.candidates]


@dataclass(frozen=True)
class Towns:
    """A project with a sheet of decisions beside it."""

    project: Path
    sheet: Path

    def add(self, *arguments: str | Path) -> Result:
        """`waves add 2032`, with the sheet."""
        return run("add", "2032", *arguments, "--sheet", self.sheet, "--project", self.project)

    def decide(self, by: str = "programme team") -> Result:
        """`waves decide`."""
        return run("decide", self.sheet, "--by", by, "--project", self.project)

    def second_sheet(self) -> Towns:
        """The same project with the sheet that `waves decide` wrote."""
        return replace(self, sheet=self.sheet.with_name("decisions-2.xlsx"))

    def check(self) -> Result:
        """`waves check`."""
        return run("check", "--project", self.project)

    def rows(self) -> list[list[str]]:
        """The rows of the sheet, headings left out."""
        sheet = load_workbook(self.sheet)["Decisions"]
        cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
        return [[str(cell) for cell in row] for row in cells]

    def fill(self, picks: Mapping[str, str | tuple[str, str]]) -> None:
        """Choose, in the row whose `of` holds a text; with a reason where one is given."""
        workbook = load_workbook(self.sheet)
        sheet = workbook["Decisions"]
        for text, pick in picks.items():
            rows = [row for row in range(2, sheet.max_row + 1) if text in sheet.cell(row, 3).value]
            assert len(rows) == 1, f"{text!r} stands in {len(rows)} rows"
            chosen, reason = (pick, "") if isinstance(pick, str) else pick
            sheet.cell(rows[0], 6).value = chosen
            sheet.cell(rows[0], 7).value = reason
        workbook.save(self.sheet)
