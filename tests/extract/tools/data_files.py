"""SPSS and Stata files for tests, and what their readers make of them."""

from __future__ import annotations

import csv
import struct
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from pipelines.extract.column import SourceColumn
from pipelines.extract.layout import Reader
from pipelines.extract.source import Extracted, RawFile, fingerprint
from pipelines.survey.models import Source

_END_OF_DICTIONARY = struct.pack("<ii", 999, 0)


def sav(file: Path, data: dict[str, list[Any]], sets: bytes = b"", **options: Any) -> Path:
    """Write an SPSS file, with multiple response sets as SPSS itself notes them down."""
    pyreadstat.write_sav(pd.DataFrame(data), str(file), **options)
    if sets:
        content = file.read_bytes()
        end = content.index(_END_OF_DICTIONARY)
        record = struct.pack("<iiii", 7, 7, 1, len(sets)) + sets
        file.write_bytes(content[:end] + record + content[end:])
    return file


def dta(file: Path, data: dict[str, list[Any]], **options: Any) -> Path:
    """Write a Stata file; a letter in a column of numbers is a tagged missing value."""
    pyreadstat.write_dta(pd.DataFrame(data), str(file), **options)
    return file


def extract(reader: Reader, file: Path, work: Path, **declared: Any) -> Extracted:
    """What the reader hands on."""
    assert reader.read is not None
    raw = RawFile("2030", file.name, file, *fingerprint(file))
    source = Source.model_validate({"path": file.name, "columns": {}, **declared})
    return reader.read(raw, source, work / "work")


def cells(extracted: Extracted) -> list[list[str]]:
    """The data rows of the clean CSV."""
    with extracted.data.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]


def column(extracted: Extracted, name: str) -> SourceColumn:
    """What is known of a column."""
    return next(column for column in extracted.columns if column.header == name)
