"""Tables of cells in any container: the opening that readers look at, and all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest

from pipelines.extract.layout import Layout, side_by_side
from pipelines.extract.opening import OPENING_ROWS, Opening
from pipelines.extract.signature import container_of
from pipelines.extract.source import RawFile
from pipelines.extract.text import delimiter_of, encoding_of, records
from pipelines.extract.workbook import Workbook
from pipelines.survey.models import Source

WORKBOOKS = ("xlsx", "xls", "ods")
MAX_OPENING = 200
"""Rows that are read for a header that the wave's file says to be further down."""

_FirstRows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Table:
    """An open raw file.

    Attributes:
        opening: what readers look at.
        rows: all rows of a table from its first row on; none of files that are no tables.
    """

    opening: Opening
    rows: Callable[[Layout], Iterator[list[str]]]


def open_raw(raw: RawFile, source: Source | None = None) -> Opening:
    """The opening of a raw file.

    Args:
        raw: the file.
        source: what the wave's file says of it, if there is one.

    Raises:
        DataError: the file is damaged, or not as the wave's file says.
    """
    with opened(raw, source) as table:
        return table.opening


@contextmanager
def opened(raw: RawFile, source: Source | None = None) -> Iterator[Table]:
    """Open a raw file for its opening and its rows.

    Raises:
        DataError: the file is damaged, or not as the wave's file says.
    """
    container, facts = container_of(raw.file)
    if container == "other" and source and source.encoding:
        container = "text" if facts["is"].endswith("that are no text") else container
    if container == "text":
        encoding = encoding_of(raw, source)
        delimiter = delimiter_of(raw, encoding, source)
        first = tuple(map(tuple, islice(records(raw, encoding, delimiter), _count(source))))
        opening = Opening(
            raw.file,
            container,
            first,
            encoding=encoding,
            delimiter=delimiter,
            facts=facts,
            shown=raw.shown,
        )
        yield Table(opening, lambda _: records(raw, encoding, delimiter))
    elif container in WORKBOOKS:
        with Workbook(raw) as book:
            name = book.sheet(source.sheet if source else None)
            opening = Opening(
                raw.file,
                container,
                tuple(map(tuple, book.rows(name, _count(source)))),
                book.sheets,
                sheet=name,
                facts=facts,
                shown=raw.shown,
                rows_of=_first_rows(raw, _count(source)),
            )
            yield Table(opening, lambda layout: _side_by_side(raw, book, name, layout))
    else:
        yield Table(Opening(raw.file, container, facts=facts, shown=raw.shown), lambda _: iter(()))


def _count(source: Source | None) -> int:
    declared = max(source.header_rows, default=0) if source else 0
    return min(max(OPENING_ROWS, declared + 1), MAX_OPENING)


def _first_rows(raw: RawFile, count: int) -> Callable[[str], _FirstRows]:
    def rows_of(sheet: str) -> _FirstRows:
        with Workbook(raw) as book:
            return tuple(map(tuple, book.rows(sheet, count))) if sheet in book.sheets else ()

    return rows_of


def _side_by_side(raw: RawFile, book: Workbook, first: str, layout: Layout) -> Iterator[list[str]]:
    """The rows of a sheet, and at their right those of the sheets that go on with it."""
    if not layout.sheets:
        yield from book.rows(first)
        return
    with ExitStack() as stack:
        # A workbook answers for one sheet at a time, and here they are read row by row.
        others = [stack.enter_context(Workbook(raw)).rows(sheet) for sheet in layout.sheets]
        for parts in zip_longest(book.rows(first), *others, fillvalue=()):
            yield side_by_side(parts, layout.sheet_width)
