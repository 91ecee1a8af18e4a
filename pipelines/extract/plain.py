"""Plain tables that no tool is known for: the wave's file says where header and footer are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from pipelines.errors import DataError, Problem
from pipelines.extract.column import SourceColumn
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import Container, Opening
from pipelines.extract.source import clean_header
from pipelines.survey.models import Source

JOINED = " | "
"""Between the parts of a header of several rows."""


def layout(opening: Opening, source: Source) -> Layout:
    """The declared header rows, by default the first row.

    Raises:
        DataError: there is no header in these rows.
    """
    declared = sorted(set(source.header_rows)) or [1]
    _check_rows(opening, declared)
    heads = [opening.rows[row - 1] for row in declared]
    width = max((i for head in heads for i, cell in enumerate(head, 1) if cell.strip()), default=0)
    paths = _paths([[*head[:width], *([""] * (width - len(head)))] for head in heads])
    names = clean_header([JOINED.join(path) for path in paths], opening.shown, declared[-1])
    return Layout(
        tuple(SourceColumn(name, path or (name,)) for name, path in zip(names, paths, strict=True)),
        first_row=declared[-1] + 1,
        header_rows=tuple(declared),
        warnings=() if source.header_rows else _title_above(opening),
    )


def _check_rows(opening: Opening, declared: Sequence[int]) -> None:
    if declared[0] > 0 and declared[-1] <= len(opening.rows):
        return
    raise DataError(
        Problem(
            opening.shown,
            f"no rows {', '.join(map(str, declared))} among the {len(opening.rows)} at the start",
            "the rows of the header, counted from 1",
            "Correct `header_rows` in the wave's file.",
        )
    )


def _paths(heads: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The header from outside in; an outer cell holds for the blank ones at its right."""
    filled: list[list[str]] = []
    for head in heads[:-1]:
        row, last = list[str](), ""
        for position, cell in enumerate(head):
            begins = any(above[position].strip() for above in heads[: len(filled)])
            last = _fold(cell) or ("" if begins else last)
            row.append(last)
        filled.append(row)
    rows = [*filled, [_fold(cell) for cell in heads[-1]]]
    return [tuple(part for part in parts if part) for parts in zip(*rows, strict=True)]


def _fold(text: str) -> str:
    return " ".join(text.split())


def _title_above(opening: Opening) -> tuple[str, ...]:
    """A warning where the first row looks like a title: most rows have more cells."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in opening.rows]
    usual = Counter(width for width in widths[1:] if width).most_common(1)
    if not usual or widths[0] * 2 > usual[0][0]:
        return ()
    row = next(i for i, width in enumerate(widths, start=1) if width >= usual[0][0])
    warning = (
        f"row 1 has {widths[0]} cells where most rows have {usual[0][0]}: if the header stands "
        f"further down, say so: --header-row {row} with `waves add`, or header_rows: [{row}] "
        "in the wave's file"
    )
    return (warning,)


def _is(container: Container) -> Callable[[Opening], bool]:
    return lambda opening: opening.container == container


READERS = (
    Reader("csv", "delimited text (CSV)", _is("text"), layout),
    Reader("xlsx", "an Excel workbook (XLSX)", _is("xlsx"), layout),
    Reader("xls", "an old Excel workbook (XLS)", _is("xls"), layout),
    Reader("ods", "an OpenDocument spreadsheet (ODS)", _is("ods"), layout),
)
