"""A tool's layout: which rows are the header, and what each column is.

A layout is what a reader of tables finds out from an export's opening rows. It says
nothing about any survey: what the columns mean is decided by the wave's file, for which
a layout only makes proposals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.extract.column import SourceColumn
from pipelines.extract.opening import Opening
from pipelines.extract.source import Extracted, RawFile
from pipelines.survey.models import Source

Tell = Callable[[str], None]
"""Takes a warning about the export, in plain words."""


@dataclass(frozen=True)
class Layout:
    """How the rows of a table are to be read.

    Attributes:
        columns: one for each column of the table.
        first_row: row of the source in which the data begin, counted from 1.
        header_rows: rows that the columns' headers are made of; by default those right above the
            data up to a blank one. What stands in other rows above is counted as passed over.
        proposes: fields of the source in the wave's file that the tool's conventions suggest:
            blank, separator, ticked, unticked, missing.
        rows: how the data rows are changed on the way, None for not at all. Gets the data rows
            and a function that takes warnings; yields one row for each of them, blank where it
            went into another, so that row numbers stay true.
        suspect: says of a row why it can't be trusted as a whole, None where it can; such a row
            is quarantined. Gets the rows as `rows` leaves them, blank ones not.
        sheets: sheets of a workbook that go on to the right of the first one, row by row.
        sheet_width: columns of a sheet that goes on in another.
        warnings: what a person should know about this export, in plain words.
    """

    columns: tuple[SourceColumn, ...]
    first_row: int = 2
    header_rows: tuple[int, ...] = ()
    proposes: Mapping[str, object] = field(default_factory=dict)
    rows: Callable[[Iterable[list[str]], Tell], Iterable[list[str]]] | None = None
    suspect: Callable[[Sequence[str]], str | None] | None = None
    sheets: tuple[str, ...] = ()
    sheet_width: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """One kind of export; `layout` for tables of cells, `read` for anything else.

    Attributes:
        name: what `format` in the wave's file says.
        title: the tool's name for people.
        recognises: whether an opening is one of this reader's exports; never by file name.
        layout: how a table of cells is to be read.
        read: reads a file that is no table of cells.
    """

    name: str
    title: str
    recognises: Callable[[Opening], bool]
    layout: Callable[[Opening, Source], Layout] | None = None
    read: Callable[[RawFile, Source, Path], Extracted] | None = None


def side_by_side(parts: Sequence[Sequence[str]], width: int) -> list[str]:
    """One row of a table that goes on in further sheets, each but the last `width` wide.

    A cell beyond the width of its sheet stands where the next sheet begins, or, where that
    place is taken, behind all others.
    """
    row: list[str] = []
    left_over: list[str] = []
    for start, part in zip(range(0, width * len(parts), width), parts, strict=True):
        row += [""] * (start - len(row))
        beyond = row[start:]
        row[start:] = [*part, *[""] * (len(beyond) - len(part))]
        for position, cell in enumerate(beyond, start=start):
            if not row[position]:
                row[position] = cell
            elif cell:
                left_over.append(cell)
    if left_over:
        row += [""] * (width * len(parts) - len(row)) + left_over
    return row
