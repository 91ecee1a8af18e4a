"""Writes the clean CSV of a source: every data row in the layout's width, at its true place."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from pipelines.errors import DataError, Problem
from pipelines.extract.layout import Layout
from pipelines.extract.source import MAX_COLUMNS, ExtraCell, Extracted, RawFile, RowProblem
from pipelines.survey.models import Source
from pipelines.survey.pseudonyms import pseudonym, pseudonym_key

MAX_ROW = 4_000_000
"""Characters of a row: in UTF-8 that is never longer than the longest line that DuckDB takes."""

MAX_BEYOND, MAX_WARNINGS = 50_000, 20
"""Cells beyond the header that are listed one by one, and warnings that anyone reads."""

MASK = "x"
"""Stands for a personal cell, so that it is counted and its value goes nowhere."""

_NOTHING: Mapping[str, int] = MappingProxyType({})


def clean_path(raw: RawFile, source: Source, work: Path) -> Path:
    """Where the clean CSV of a source goes; sheets of one workbook don't meet."""
    sheet = f".{hashlib.sha256(source.sheet.encode()).hexdigest()[:8]}" if source.sheet else ""
    return work / f"{raw.path.replace('/', '_')}{sheet}.clean.csv"


def personal_columns(layout: Layout, source: Source) -> tuple[int, ...]:
    """Positions of the columns that the wave's file calls personal, or else the layout does."""
    declared = {name: column.role for name, column in source.columns.items()}
    return tuple(
        position
        for position, column in enumerate(layout.columns)
        if declared.get(column.header, column.use) == "personal"
    )


def pseudonymised_columns(layout: Layout, source: Source) -> tuple[int, ...]:
    """Positions of the columns whose values the wave's file replaces by pseudonyms."""
    declared = {name for name, column in source.columns.items() if column.pseudonymise}
    return tuple(n for n, column in enumerate(layout.columns) if column.header in declared)


def spool(
    raw: RawFile,
    layout: Layout,
    rows: Iterable[Sequence[str]],
    target: Path,
    personal: Sequence[int] = (),
    *,
    reader: str,
    pseudonymised: Sequence[int] = (),
    encoding: str = "utf-8",
    passed_over: Mapping[str, int] = _NOTHING,
) -> Extracted:
    """Write data rows, the first being row `layout.first_row` of the source, as a clean CSV.

    Every row keeps its place, blank ones between others too, so that row numbers stay true.

    Args:
        raw: the file that they come from.
        layout: what the columns are, and how rows change on the way.
        rows: text cells.
        target: the file to write (`clean_path`).
        personal: positions of columns whose cells are written as "x" (`personal_columns`).
        reader: name of the reader.
        pseudonymised: positions of columns whose cells are written as pseudonyms
            (`pseudonymised_columns`).
        encoding: of the raw file.
        passed_over: cells that are no data by place; looked at after the last row.

    Raises:
        DataError: more columns, or more cells beyond the header, than any table has.
        ConfigurationError: there are pseudonyms to write, and no key that can be read.
    """
    width = len(layout.columns)
    if width > MAX_COLUMNS:
        raise _too_much(raw.shown, f"{width:,} columns", f"at most {MAX_COLUMNS:,}")
    warnings = list(layout.warnings)

    def tell(text: str) -> None:
        if text not in warnings and len(warnings) < MAX_WARNINGS:
            warnings.append(text)

    if layout.rows:
        rows = layout.rows(map(list, rows), tell)
    key = pseudonym_key(raw.project) if pseudonymised else b""
    shape = _Shape(raw.shown, width, personal, pseudonymised, key, layout.suspect)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as stream:
        checked = _Checked(stream, raw.shown, layout.first_row - 1)
        writer = csv.writer(checked, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([column.header for column in layout.columns])
        written = _write(writer, rows, shape, layout.first_row)
    return Extracted(
        raw=raw,
        columns=layout.columns,
        data=target,
        delimiter=",",
        reader=reader,
        encoding=encoding,
        rows=written,
        first_row=layout.first_row,
        row_problems=tuple(shape.problems),
        extra_cells=tuple(shape.extra),
        personal=tuple(personal),
        pseudonymised=tuple(pseudonymised),
        warnings=tuple(warnings),
        proposes=layout.proposes,
        passed_over={place: cells for place, cells in passed_over.items() if cells},
    )


def _write(writer: Any, rows: Iterable[Sequence[str]], shape: _Shape, first_row: int) -> int:
    """Write the rows; how many, without the blank ones at the end."""
    written = blank = 0
    nothing = [""] * shape.width
    for row, cells in enumerate(rows, start=first_row):
        if not any(map(str.strip, cells)):
            blank += 1  # kept only where rows follow: blank rows at the end are no data
            continue
        if blank:
            writer.writerows(repeat(nothing, blank))
            blank = 0
        writer.writerow(shape.fit(cells, row))
        written = row - first_row + 1
    return written


def _too_much(where: str, found: str, expected: str) -> DataError:
    action = "Check the delimiter, and that the file is a table; export it again."
    return DataError(Problem(where, found, expected, action))


class _Checked:
    """Passes records on to a file; one is refused that no reader of the file could take."""

    def __init__(self, stream: IO[str], shown: str, row: int) -> None:
        self._stream, self._shown, self._row = stream, shown, row

    def write(self, record: str) -> int:
        """One record as text; the first is the header, in the row before the data."""
        where = f"{self._shown}, row {self._row}"
        self._row += 1
        if len(record) > MAX_ROW:
            raise _too_much(where, f"{len(record):,} characters in a row", f"at most {MAX_ROW:,}")
        try:
            return self._stream.write(record)
        except UnicodeEncodeError as error:
            raise DataError(
                Problem(
                    where,
                    f"half a character ({error.object[error.start]!r})",
                    "text",
                    "Correct `encoding` in the wave's file, or export the file again.",
                )
            ) from None


@dataclass
class _Shape:
    """Brings rows into the header's width, and notes what lies beyond."""

    shown: str
    width: int
    personal: Sequence[int]
    pseudonymised: Sequence[int] = ()
    key: bytes = field(default=b"", repr=False)
    suspect: Callable[[Sequence[str]], str | None] | None = None
    problems: list[RowProblem] = field(default_factory=list)
    extra: list[ExtraCell] = field(default_factory=list)

    def fit(self, cells: Sequence[str], row: int) -> Sequence[str]:
        """The row in the header's width, its doubts noted, its personal cells replaced."""
        if len(cells) != self.width:
            self._note_extra(cells, row)
            cells = [*cells[: self.width], *([""] * (self.width - len(cells)))]
        if self.suspect and (reason := self.suspect(cells)):
            self.problems.append(RowProblem(row, "row.shape", reason))
        return self._replaced(list(cells)) if self.personal or self.pseudonymised else cells

    def _replaced(self, cells: list[str]) -> list[str]:
        for position in self.personal:
            if cells[position].strip():
                cells[position] = MASK
        for position in self.pseudonymised:
            if cells[position].strip():
                cells[position] = pseudonym(cells[position], self.key)
        return cells

    def _note_extra(self, cells: Sequence[str], row: int) -> None:
        beyond = [
            ExtraCell(row, f"(column {position})", cell)
            for position, cell in enumerate(cells[self.width :], start=self.width + 1)
            if cell.strip()
        ]
        if not beyond:
            return
        self.extra += beyond
        self.problems.append(
            RowProblem(
                row,
                "row.shape",
                f"{len(cells)} cells where the header has {self.width}: cells may have shifted",
            )
        )
        if len(self.extra) > MAX_BEYOND:
            found = f"more than {MAX_BEYOND:,} cells beyond the last column of the header"
            raise _too_much(f"{self.shown}, row {row}", found, "rows of the header's width")
