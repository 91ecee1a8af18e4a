"""The decisions of a wave as a workbook: one row a decision, and the choices read back.

Candidates stand in a drop-down list; other choices may be typed. Texts of the export are
cells of text, also where they begin with = + - or @. The same decisions make the same file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import BuildError, DataError, Problem
from pipelines.onboarding.choices import GLOSS
from pipelines.onboarding.decisions import WORDS, Open
from pipelines.survey.folder import SurveyFolder
from pipelines.survey.models import Candidate

COLUMNS: tuple[tuple[str, int], ...] = (
    ("wave", 8),
    ("what", 34),
    ("of", 42),
    ("found", 46),
    ("candidates", 60),
    ("choice", 40),
    ("reason", 40),
    ("key", 18),
)
"""Headings of the sheet, with widths; the last one finds the decision again and is hidden."""

SHEET, LISTS = "Decisions", "Candidates"
CHOICE, KEY = "F", "H"
_LONGEST = 32_000
_MOST_ROWS = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True)
class Row:
    """A row of the sheet as a person left it.

    Attributes:
        where: the cell of the choice, such as "decisions.xlsx, F7".
        wave: as the sheet says.
        key: of the decision.
        choice: as typed, or empty.
        reason: as typed, or empty.
    """

    where: str
    wave: str
    key: str
    choice: str
    reason: str


# ── written ─────────────────────────────────────────────────────────────────────


def write_sheet(file: Path, folder: SurveyFolder, decisions: Sequence[Open]) -> None:
    """Write the open decisions of a wave.

    Raises:
        BuildError: the file can't be written.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    sheet, lists = workbook.active, workbook.create_sheet(LISTS)
    sheet.title = SHEET
    _put(sheet, 1, [name for name, _ in COLUMNS])
    _put(lists, 1, ["key", "candidates"])
    for number, each in enumerate(decisions, start=2):
        choices = [_glossed(folder, each, c) for c in each.decision.candidates]
        _put(sheet, number, _cells(each, choices))
        _put(lists, number, [each.key, *choices])
        if choices:
            _offer(sheet, number, len(choices))
    _lay_out(sheet, lists)
    content = io.BytesIO()
    workbook.save(content)
    try:
        file.write_bytes(_timeless(content.getvalue()))
    except OSError as error:
        raise BuildError(
            Problem(str(file), f"a file that can't be written ({error.strerror})", "write access")
        ) from error


def _cells(each: Open, choices: Sequence[str]) -> list[str]:
    reasons = [
        choice
        if candidate.why and choice.endswith(f"{GLOSS}{candidate.why}")
        else f"{choice} ({_score(candidate.score)}{candidate.why or ''})".replace(" ()", "")
        for choice, candidate in zip(choices, each.decision.candidates, strict=True)
    ]
    words = WORDS[each.decision.about]
    of = " · ".join(part for part in (each.file, each.shown) if part)
    return [each.wave, words, of, each.decision.found, "\n".join(reasons), "", "", each.key]


def _score(score: int | None) -> str:
    return "" if score is None else f"{score}: "


def _glossed(folder: SurveyFolder, each: Open, candidate: Candidate) -> str:
    """A choice with what it stands for in words."""
    choice = candidate.choice
    if each.decision.about == "comparable" and candidate.why:
        return f"{choice}{GLOSS}{candidate.why}"
    words = choice.split(" ")
    if words[0] == "question" and words[1] in folder.questions:
        question = folder.question(words[1])
        labels = {option.id: option.label for option in question.options}
        text = labels.get(words[-1], "") if len(words) > 2 else question.wording
        return f"{choice}{GLOSS}{_line(text)}"
    if words[0] == "option" and each.column and each.source is not None:
        column = folder.waves[each.wave].sources[each.source].columns[each.column]
        question = folder.question(column.question or "")
        labels = {option.id: option.label for option in question.options}
        label = labels.get(words[1], "")
        return f"{choice}{GLOSS}{_line(label)}" if label != words[1] else choice
    return choice


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"


def _put(sheet: Any, row: int, texts: Sequence[str]) -> None:
    """A row of text cells; nothing in them is ever a formula."""
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row=row, column=column)
        cell.value = _CONTROL.sub("\ufffd", text)[:_LONGEST]
        cell.data_type = "s"
        if text[:1] in "=+-@" and text:
            cell.quotePrefix = True


def _offer(sheet: Any, row: int, n: int) -> None:
    """The candidates of a row as a drop-down list; other texts may be typed."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = get_column_letter(n + 1)
    rule = DataValidation(type="list", formula1=f"{LISTS}!$B${row}:${last}${row}", allow_blank=True)
    rule.errorStyle, rule.showErrorMessage = "information", False
    rule.add(f"{CHOICE}{row}")
    sheet.add_data_validation(rule)


def _lay_out(sheet: Any, lists: Any) -> None:
    from openpyxl.styles import Alignment, Font

    for column, (_, width) in zip("ABCDEFGH", COLUMNS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.column_dimensions[KEY].hidden = True
    lists.sheet_state = "hidden"
    sheet.freeze_panes = "A2"
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)


def _timeless(content: bytes) -> bytes:
    """The workbook without the time at which it was written."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", data)
            after.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


# ── read back ───────────────────────────────────────────────────────────────────


def read_sheet(file: Path) -> list[Row]:
    """The rows of a sheet.

    Raises:
        DataError: no workbook, or not the sheet that was written.
    """
    sheet = _open(file)
    head: Mapping[str, int] = {}
    rows = []
    for number, cells in enumerate(sheet, start=1):
        texts = ["" if value is None else str(value).strip() for value in cells]
        if number == 1:
            head = {text: position for position, text in enumerate(texts) if text}
            _check_head(file, head)
        elif number > _MOST_ROWS:
            raise _wrong(file, f"more than {_MOST_ROWS} rows")
        elif any(texts):
            at = {name: texts[position] for name, position in head.items()}
            where = f"{file.name}, {_letter(head['choice'])}{number}"
            rows.append(Row(where, at["wave"], at["key"], at["choice"], at["reason"]))
    _check_head(file, head)
    return rows


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(position + 1))


def _check_head(file: Path, head: Mapping[str, int]) -> None:
    missing = [name for name in ("wave", "choice", "reason", "key") if name not in head]
    if missing:
        raise _wrong(file, f"no column {', '.join(missing)}")


def _open(file: Path) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(file, read_only=True, data_only=False)
        names = workbook.sheetnames
        sheet = workbook[SHEET] if SHEET in names else workbook[names[0]]
        rows = [tuple(row) for row in sheet.iter_rows(values_only=True, max_row=_MOST_ROWS + 1)]
        workbook.close()
    except OSError as error:
        raise _wrong(file, f"a file that can't be read ({error.strerror or error})") from None
    except Exception as error:
        # openpyxl ends in errors of many kinds on files that are no workbooks.
        raise _wrong(file, f"a file that is no workbook ({type(error).__name__})") from None
    return rows


def _wrong(file: Path, found: str) -> DataError:
    return DataError(
        Problem(
            str(file),
            found,
            "the sheet of decisions, as it was written",
            "Write it anew: waves add WAVE --sheet decisions.xlsx",
        )
    )
