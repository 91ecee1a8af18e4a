"""Openings of tables for the tests of readers: written by hand, or of a sample file."""

from __future__ import annotations

import csv
import gzip
import io
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pipelines.extract import open_raw
from pipelines.extract.column import SourceColumn
from pipelines.extract.layout import Layout, Reader
from pipelines.extract.opening import OPENING_ROWS, Opening
from pipelines.extract.source import RawFile, fingerprint
from pipelines.survey.models import Source

SHARED = Path(__file__).parents[3].parent / "shared"
SOURCE = Source.model_validate({"path": "export.csv", "columns": {}})


def table(text: str, delimiter: str = ",") -> Opening:
    """The opening of a delimited text."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = tuple(tuple(row) for row in islice(reader, OPENING_ROWS))
    return Opening(
        Path("export.csv"),
        "text",
        rows,
        encoding="utf-8",
        delimiter=delimiter,
        shown="data/raw/2020/export.csv",
    )


def shared_table(path: str) -> Opening:
    """The opening of a file of ../shared; the test is skipped where it is absent."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"../shared/{path} is not on this machine")
    if file.suffix != ".gz":
        return _opening(file)
    with TemporaryDirectory() as folder:
        unpacked = Path(folder, file.stem)
        unpacked.write_bytes(gzip.decompress(file.read_bytes()))
        return _opening(unpacked)


def _opening(file: Path) -> Opening:
    return open_raw(RawFile("2020", file.name, file, *fingerprint(file)))


def laid_out(reader: Reader, opening: Opening) -> Layout:
    """The layout that a reader makes of an opening which it recognises."""
    assert reader.recognises(opening)
    assert reader.layout is not None
    return reader.layout(opening, SOURCE)


def column(layout: Layout, header: str) -> SourceColumn:
    """The column with that header."""
    return next(column for column in layout.columns if column.header == header)


def uses(layout: Layout) -> dict[str, str | None]:
    """The use of each column that the tool tells one of."""
    return {column.header: column.use for column in layout.columns if column.use}


def options(layout: Layout) -> dict[str, str]:
    """The option of each column that stands for one."""
    return {column.header: column.option for column in layout.columns if column.option}
