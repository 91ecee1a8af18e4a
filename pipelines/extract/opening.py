"""The opening of a raw file: what readers look at to recognise their tool's exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Container = Literal["text", "xlsx", "xls", "ods", "xml", "sav", "dta", "parquet", "other"]
"""What the first bytes (and for zip archives the members) say the file is, never its name."""

OPENING_ROWS = 12
"""Rows that are read to recognise a layout; no tool writes more before its data."""


def _no_rows(_sheet: str) -> tuple[tuple[str, ...], ...]:
    return ()


@dataclass(frozen=True)
class Opening:
    """The start of a file.

    Attributes:
        container: what kind of file it is.
        rows: the first rows of the sheet or of the text, as text cells, blank rows included;
            empty for containers that are no tables of cells.
        sheets: names of a workbook's sheets, in order.
        sheet: the one that is read, the first if the wave's file names no other.
        encoding: of a text, as detected or declared.
        delimiter: of a text, as detected or declared.
        facts: what a container tells besides, such as the root element of an XML file.
        shown: the place that errors name.
        rows_of: the first rows of another sheet, for tools that go on in further sheets.
    """

    file: Path
    container: Container
    rows: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    rows_of: Callable[[str], tuple[tuple[str, ...], ...]] = _no_rows
