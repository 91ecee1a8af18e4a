"""XLSX for people: a sheet for each table, and one that says what all of it is.

Of the responses, cells hold labels in place of ids. The writer keeps no rows in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from pipelines.exports.about import About
from pipelines.exports.states import ANSWERED, label_of
from pipelines.exports.table import Column, OpenTable
from pipelines.exports.wide import Item, Wide, quoted
from pipelines.spreadsheet import as_text

README = "README"

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
LONGEST = 32_000
"""Characters of a cell's text; Excel takes few more."""

_TITLE = 31
_BATCH = 2_000
_NARROW, _WIDE = 8, 60
_SHARE = re.compile(r"share|change|effect|wilson|manski|panel_ci")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")

Row = Sequence[Any]


class Workbook:
    """The file, written sheet by sheet from top to bottom."""

    def __init__(self, about: About) -> None:
        from openpyxl import Workbook as Book
        from openpyxl.styles import Alignment, Font, PatternFill

        self._book = Book(write_only=True)
        self._book.properties.title = about.title
        self._book.properties.creator = about.publisher
        self._titles: set[str] = set()
        self._head = Font(bold=True, color="FFFFFF")
        self._fill = PatternFill("solid", fgColor="1F3B57")
        self._wrap = Alignment(wrap_text=True, vertical="top")
        self._grave = Font(bold=True, color="9C0006")
        self._strong = Font(bold=True, size=14)

    def readme(self, about: About, tables: list[tuple[OpenTable, int]]) -> None:
        """The first sheet: what this is, and what the others hold.

        Args:
            about: what holds for all of it.
            tables: the tables that get a sheet or are too large for one, with their rows.
        """
        sheet = self._book.create_sheet(README)
        sheet.column_dimensions["A"].width = 28
        sheet.column_dimensions["B"].width = 100
        sheet.column_dimensions["C"].width = 12
        sheet.append([self._cell(sheet, about.title, font=self._strong)])
        sheet.append(["Publisher", as_cell(about.publisher)])
        sheet.append(["Build", as_cell(about.build)])
        for note in about.description.split("\n\n"):
            grave = note in about.notes
            font = self._grave if grave else None
            sheet.append([None, self._cell(sheet, note, font=font, wrap=True)])
        sheet.append([])
        sheet.append([self._heading(sheet, text) for text in ("Sheet", "What it holds", "Rows")])
        for table, rows in tables:
            held = table.title if rows < MOST_ROWS - 1 else f"{table.title}: too long for a sheet"
            sheet.append([as_cell(table.name), self._cell(sheet, held, wrap=True), rows])

    def table(
        self,
        con: duckdb.DuckDBPyConnection,
        table: OpenTable,
        columns: list[Column],
        wide: Wide | None,
    ) -> None:
        """A sheet; of the responses with the questions above the names of the columns.

        Args:
            con: the warehouse.
            table: the table.
            columns: its columns.
            wide: the wave whose responses it is, if it is one.
        """
        names = [*wide.own, *(item.name for item in wide.items)] if wide else None
        names = (names or [column.name for column in columns])[:MOST_COLUMNS]
        rows = _labelled_rows(con, wide) if wide else _rows(con, table, columns)
        formats = [_format(column) for column in _in_order(columns, names)]
        first = [row for row, _ in zip(rows, range(_BATCH), strict=False)]
        sheet = self._book.create_sheet(self._title(table.name))
        self._set_up(sheet, names, first, len(wide.own) if wide else 1, 2 if wide else 1)
        if wide:
            labels = [*[None] * len(wide.own), *(item.label for item in wide.items)]
            sheet.append([self._heading(sheet, text) for text in labels[:MOST_COLUMNS]])
        sheet.append([self._heading(sheet, name) for name in names])
        for row in chain(first, rows):
            sheet.append([
                value if form is None or value is None or isinstance(value, str)
                else self._cell(sheet, value, form=form)
                for value, form in zip(map(as_cell, row), formats, strict=False)
            ])  # fmt: skip

    def save(self, file: Path) -> None:
        """Write the file."""
        self._book.save(file)

    def _set_up(
        self, sheet: Any, names: list[str], first: list[Row], keys: int, heads: int
    ) -> None:
        from openpyxl.utils import get_column_letter

        sheet.freeze_panes = f"{get_column_letter(keys + 1)}{heads + 1}"
        for position, name in enumerate(names):
            longest = max((len(str(row[position])) for row in first[:200]), default=0)
            width = min(max(_NARROW, len(name) + 2, longest + 1), _WIDE)
            sheet.column_dimensions[get_column_letter(position + 1)].width = width
        if heads > 1:
            sheet.row_dimensions[1].height = 60

    def _title(self, name: str) -> str:
        title, number = name[:_TITLE], 1
        while title.casefold() in self._titles:
            number += 1
            title = f"{name[: _TITLE - len(str(number)) - 1]} {number}"
        self._titles.add(title.casefold())
        return title

    def _heading(self, sheet: Any, text: str | None) -> Any:
        cell = self._cell(sheet, text, font=self._head, wrap=True)
        cell.fill = self._fill
        return cell

    def _cell(
        self, sheet: Any, value: Any, *, font: Any = None, wrap: bool = False, form: str = ""
    ) -> Any:
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet, as_cell(value))
        if font:
            cell.font = font
        if wrap:
            cell.alignment = self._wrap
        if form:
            cell.number_format = form
        return cell


def as_cell(value: Any) -> Any:
    """A value as it is written: text safe, without the characters that XML forbids."""
    if not isinstance(value, str):
        return value
    text = value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", str(as_text(text)))


def _rows(con: duckdb.DuckDBPyConnection, table: OpenTable, columns: list[Column]) -> Iterator[Row]:
    listed = ", ".join(
        f"CAST({quoted(each.name)} AS {_python(each)}) AS {quoted(each.name)}" for each in columns
    )
    cursor = con.execute(f"SELECT {listed} FROM ({table.select})")
    while batch := cursor.fetchmany(_BATCH):
        yield from batch


def _python(column: Column) -> str:
    return "DOUBLE" if column.type.startswith(("DECIMAL", "HUGEINT")) else column.type


def _labelled_rows(con: duckdb.DuckDBPyConnection, wide: Wide) -> Iterator[Row]:
    """Values with labels, or the label of the state in brackets."""
    names = [*wide.own, *(item.name for item in wide.items)]
    names += [item.name if item.kind == "text" else item.state for item in wide.items]
    cursor = con.execute(f"SELECT {_listed(names, wide)} FROM {wide.table}")
    own, items = len(wide.own), len(wide.items)
    while batch := cursor.fetchmany(_BATCH):
        for row in batch:
            values, states = row[own : own + items], row[own + items :]
            yield (*row[:own], *map(_labelled, wide.items, values, states))


def _listed(names: list[str], wide: Wide) -> str:
    """The columns; a question without a value of its own has only its state."""
    stateful = {item.name: item.state for item in wide.items if item.kind == "state"}
    return ", ".join(quoted(stateful.get(name, name)) for name in names)


def _labelled(item: Item, value: Any, state: str) -> Any:
    if item.kind == "text":
        return value
    if item.kind == "state":
        return "Answered" if state == ANSWERED else f"({item.stated.get(state, label_of(state))})"
    if value is None:
        return None if state == ANSWERED else f"({item.stated.get(state, label_of(state))})"
    return item.labels.get(value, value) if item.kind == "choice" else value


def _in_order(columns: list[Column], names: list[str]) -> Iterator[Column]:
    known = {column.name: column for column in columns}
    return (known.get(name, Column(name, "VARCHAR", "")) for name in names)


def _format(column: Column) -> str | None:
    if column.type == "DATE":
        return "yyyy-mm-dd"
    if column.type == "BIGINT":
        return "0"
    if column.type == "DOUBLE" and _SHARE.search(column.name):
        return "0.0%"
    return None
