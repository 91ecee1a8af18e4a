"""Synthetic result exports as EUSurvey lays them out: invented questions and answers."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from pipelines.extract import extract_source
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, RawFile, fingerprint
from pipelines.survey.models import Source

LABELS = (
    "Invitation number",
    "Contribution ID",
    "User name",
    "Creation date",
    "Last update",
    "Languages",
)
SHEET_WIDTH = 254
CONTINUES = 32_767
"""Characters that a cell holds."""


def about(number: int = 1, language: str = "EN") -> list[object]:
    """The metadata of a contribution."""
    day = dt.datetime(2031, 2, number, 9, 15)
    user = f"clerk{number}@town.example"
    return ["", f"3f1c0de-000{number}", user, day, day, language]


def write_book(
    path: Path,
    questions: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    labels: Sequence[str] = LABELS,
    options: Sequence[int] | None = None,
) -> Path:
    """An export; rows are whole, metadata included.

    Args:
        path: the file.
        questions: header of the questions.
        rows: data rows.
        labels: header of the metadata.
        options: positions of options, whose headers have no format as the tool writes them;
            None for a header without any.
    """
    book = openpyxl.Workbook()
    header = [*questions, *labels]
    for number, start in enumerate(range(0, len(header), SHEET_WIDTH)):
        sheet = book.create_sheet(f"Content{number or ''}")
        sheet.append(["Alias", "Towns_2031"])
        sheet.append(["Export Date", dt.datetime(2031, 3, 2, 10, 4)])
        sheet.append([])
        for row in (header, *rows):
            sheet.append(list(row[start : start + SHEET_WIDTH]))
        for cell in sheet[4] if options is not None else ():
            if start + cell.column - 1 not in (options or ()):
                cell.font = Font(bold=True)
    del book["Sheet"]
    book.save(path)
    return path


def write_goes_on(path: Path, extra: Sequence[tuple[str, int, int, str]]) -> None:
    """Put texts into cells of an export: (sheet, row, column counted from 0, text)."""
    book = openpyxl.load_workbook(path)
    for sheet, row, column, text in extra:
        book[sheet].cell(row, column + 1, text)
    book.save(path)


def name_the_tool(path: Path) -> None:
    """Let an export say that the library of EUSurvey wrote it."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["docProps/app.xml"] = b"<Properties><Application>Apache POI</Application></Properties>"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@dataclass(frozen=True)
class Read:
    """What came out of a file."""

    extracted: Extracted
    rows: list[list[str]]

    def column(self, header: str) -> list[str]:
        """The cells of a column."""
        return [row[self.extracted.header.index(header)] for row in self.rows]


def read(file: Path, work: Path) -> Read:
    """Extract a file as a build does."""
    source = Source.model_validate({"path": file.name, "columns": {}})
    raw = RawFile("2031", file.name, file, *fingerprint(file))
    extracted = extract_source(raw, source, work)
    csv.field_size_limit(10_000_000)
    with extracted.data.open(encoding="utf-8", newline="") as stream:
        return Read(extracted, list(csv.reader(stream))[1:])


def opening(
    header: Sequence[str],
    *rows: Sequence[str],
    container: str = "ods",
    above: tuple[tuple[str, ...], ...] = (
        ("Alias", "Towns_2031"),
        ("Export Date", "2031-03-02"),
        ("",),
    ),
) -> Opening:
    """The opening of a table, without a file."""
    cells = tuple(map(tuple, (*above, header, *rows)))
    return Opening(Path("missing"), container, cells, ("Content",), "Content")  # type: ignore[arg-type]
