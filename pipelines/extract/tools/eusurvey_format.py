"""Which header cells of an EUSurvey workbook have no format.

EUSurvey formats the headers of questions and not those of options, and nothing else
tells the options of one question from a Yes/No question that follows. The library that
reads the cells does not tell formats, so the opening of the sheet is read here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import iterparse

_WRITER = b">Apache POI<"
"""The library by which EUSurvey writes, as the file names it."""

_OPENING = 1024 * 1024
"""Bytes of an archive's member that are looked at: the header of 254 columns fits well."""

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, KeyError, NotImplementedError,
    OSError, RuntimeError, ValueError,
)  # fmt: skip


def unformatted_headers(
    file: Path, row: int, sheets: int, sheet_width: int
) -> frozenset[int] | None:
    """Positions of the headers without a format; None where the file doesn't tell them.

    Args:
        file: the workbook (XLSX).
        row: the row of the header.
        sheets: number of sheets that the table takes.
        sheet_width: columns of a sheet that goes on in another.
    """
    found: set[int] = set()
    try:
        with zipfile.ZipFile(file) as archive:
            for number in range(sheets):
                with archive.open(f"xl/worksheets/sheet{number + 1}.xml") as stream:
                    opening = io.BytesIO(stream.read(_OPENING))
                found |= {number * sheet_width + p for p in _plain_cells(opening, row)}
            with archive.open("docProps/app.xml") as stream:
                as_written = _WRITER in stream.read(_OPENING)
    except _UNREADABLE:
        return None
    # Another program may have formatted all of the row alike, which says nothing then.
    return frozenset(found) if found or as_written else None


def _plain_cells(stream: IO[bytes], wanted: int) -> Iterator[int]:
    row = position = 0
    for event, element in iterparse(stream, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if event == "end":
            element.clear()
        elif name == "row":
            row, position = int(element.get("r", row + 1)), 0
            if row > wanted:
                return
        elif name == "c":
            position = _column(element.get("r", "")) or position + 1
            if row == wanted and element.get("s", "0") == "0":
                yield position - 1


def _column(place: str) -> int:
    """The number of a column by a cell's place such as AB4; 0 where there is none."""
    letters = re.match(r"[A-Z]{0,3}", place)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
