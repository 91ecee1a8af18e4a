"""CSV files of the survey folder, checked column by column.

Each column is checked as a list of its distinct values, by the same pydantic types as the
row's model; the rows become objects only where somebody asks for them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from pipelines.errors import ConfigurationError, Problem, place
from pipelines.survey.positions import read_text
from pipelines.survey.shape import nearest_name, problems

M = TypeVar("M", bound=BaseModel)

_SHOWN = 20


class Rows(Generic[M]):
    """The rows of a CSV file by column, one list for each field of the model.

    Attributes:
        model: the model of a row.
        confirmed: true where DuckDB has found every row right (see `large.py`).
    """

    confirmed = False

    def __init__(
        self,
        model: type[M],
        columns: dict[str, list[Any]] | None = None,
        starts: Sequence[int] = (),
    ) -> None:
        self.model = model
        self._columns = columns or {}
        self._starts = starts

    def __len__(self) -> int:
        """The number of rows."""
        return len(self._starts)

    def __iter__(self) -> Iterator[M]:
        """The rows as objects."""
        columns = [self.column(name) for name in self.model.model_fields]
        for values in zip(*columns, strict=True):
            named = dict(zip(self.model.model_fields, values, strict=True))
            yield self.model.model_construct(**named)

    def column(self, name: str) -> list[Any]:
        """The values of a column, row by row."""
        return self._columns.get(name, [])

    def distinct(self, name: str) -> list[Any]:
        """The different values of a column."""
        return list(dict.fromkeys(self.column(name)))

    def line(self, row: int) -> int:
        """The line on which a row begins, rows counted from 0."""
        return self._starts[row]


def read_rows(file: Path, model: type[M], project: Path | None = None) -> Rows[M]:
    """Read and check a CSV file.

    Raises:
        ConfigurationError: with all that is wrong with it, up to a number that a person can read.
    """
    header, rows, starts = _split(file, project)
    faults = _header_problems(header, model, place(file, 1, project))
    faults += [
        Problem(
            place(file, line, project),
            f"{len(row)} cells",
            f"{len(header)} cells, one for each column",
            "Put text that holds a comma in double quotes",
        )
        for row, line in zip(rows, starts, strict=True)
        if len(row) != len(header)
    ]
    if faults:
        raise ConfigurationError(_capped(faults, file, project))
    raw = dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else {}
    columns: dict[str, list[Any]] = {}
    for name, info in model.model_fields.items():
        if name in raw:
            columns[name], bad = _column(name, info, raw[name], model)
            faults += [
                replace(told, where=f"{place(file, starts[row], project)}, column {name}")
                for row, told in bad
            ]
        else:
            columns[name] = [info.get_default(call_default_factory=True)] * len(rows)
    if faults:
        raise ConfigurationError(_capped(faults, file, project))
    return Rows(model, columns, starts)


def _split(file: Path, project: Path | None) -> tuple[list[str], list[list[str]], Sequence[int]]:
    """Header, rows that are not empty, and the line on which each row begins."""
    text = read_text(file, project)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        first = reader.line_num + 1
        rows = list(reader)
    except csv.Error as error:
        raise ConfigurationError(
            Problem(
                place(file, reader.line_num, project),
                f"a row that cannot be read ({error})",
                "cells separated by commas, with quotes closed",
            )
        ) from error
    starts: Sequence[int] = range(first, first + len(rows))
    if reader.line_num != len(rows) + first - 1:  # some cell holds a line break
        starts = _starts(text)
    if all(rows):
        return header, rows, starts
    kept = [index for index, row in enumerate(rows) if row]
    return header, [rows[index] for index in kept], [starts[index] for index in kept]


def _starts(text: str) -> list[int]:
    """The line on which each row below the header begins, row by row."""
    reader = csv.reader(io.StringIO(text, newline=""))
    ends = [reader.line_num for _ in reader]
    return [end + 1 for end in ends[:-1]]


def _header_problems(header: list[str], model: type[BaseModel], where: str) -> list[Problem]:
    fields = list(model.model_fields)
    expected = "the columns " + ", ".join(fields)
    if not any(header):
        return [Problem(where, "no header", expected)]
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        return [Problem(where, header[0], expected, "Save the file with commas between cells")]
    found = [
        Problem(where, f"the unknown column {name!r}", expected, nearest_name(name, fields))
        for name in header
        if name not in fields
    ]
    found += [
        Problem(where, f"the column {name} more than once", "each column once")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    needed = [name for name, info in model.model_fields.items() if info.is_required()]
    found += [
        Problem(where, f"no column {name}", expected) for name in needed if name not in header
    ]
    return found


def _column(
    name: str, info: FieldInfo, texts: Sequence[str], model: type[BaseModel]
) -> tuple[list[Any], list[tuple[int, Problem]]]:
    """The values of a column, or the first rows that are wrong with what is wrong."""
    distinct = list(dict.fromkeys(texts))
    kind: Any = info.annotation
    if info.metadata:
        kind = Annotated[(kind, *info.metadata)]
    adapter: TypeAdapter[list[Any]] = TypeAdapter(list[kind])
    try:
        values = adapter.validate_python([text.strip() for text in distinct])
    except ValidationError as error:
        return [], list(islice(_bad_cells(name, error, distinct, texts, model), _SHOWN + 1))
    if len(distinct) == len(texts):
        return values, []
    of = dict(zip(distinct, values, strict=True))
    return [of[text] for text in texts], []


def _bad_cells(
    name: str,
    error: ValidationError,
    distinct: list[str],
    texts: Sequence[str],
    model: type[BaseModel],
) -> Iterator[tuple[int, Problem]]:
    wrong: dict[str, list[dict[str, Any]]] = {}
    for fault in error.errors(include_url=False):
        text = distinct[int(fault["loc"][0])]
        wrong.setdefault(text, []).append({**fault, "loc": (name, *fault["loc"][1:])})
    for row, text in enumerate(texts):
        if text in wrong:
            yield row, problems(wrong[text], model, {name: text}, lambda _: "")[0]


def _capped(faults: list[Problem], file: Path, project: Path | None) -> list[Problem]:
    """The first problems of a file."""
    if len(faults) <= _SHOWN:
        return faults
    rest = Problem(
        place(file, project=project), "more problems", "none", "Mend those above, then check again"
    )
    return [*faults[:_SHOWN], rest]
