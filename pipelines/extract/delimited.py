"""Reader of delimited text: any delimiter and encoding, detected and recorded.

A file that is clean UTF-8 is read by DuckDB where it lies; one that isn't (another
encoding, blank lines, rows of uneven width, NUL bytes) goes through Python's csv
module once and comes out clean.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipelines.errors import DataError, Problem
from pipelines.extract.source import CHUNK, Extracted, RawFile, clean_header, spool
from pipelines.survey.models import Source
from pipelines.warehouse.tables import literal

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 256 * 1024
_SIGNATURES = {
    b"PK\x03\x04": "a zip archive, such as an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"PAR1": "a Parquet file",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read a delimited text file.

    Raises:
        DataError: the file is something else, is in another encoding than declared,
            has no header or no rows, or a quote that never ends.
    """
    _refuse_other_formats(raw)
    encoding = _encoding(raw, source)
    delimiter = source.delimiter or _delimiter(raw, encoding)
    if raw.text.plain and encoding in ("utf-8", "utf-8-sig"):
        direct = _as_it_lies(raw, delimiter, encoding)
        if direct:
            return direct
    target = work / f"{raw.path.replace('/', '_')}.clean.csv"
    records = _records(raw, encoding, delimiter)
    return spool(raw, records, target, reader="csv", encoding=encoding)


def read_csv_sql(data: Path, width: int, delimiter: str) -> str:
    """The DuckDB table function that reads a clean CSV as text columns c0, c1, …."""
    columns = ", ".join(f"c{i}: 'VARCHAR'" for i in range(width))
    return (
        f"read_csv({literal(str(data))}, columns = {{{columns}}}, auto_detect = false, "
        "header = true, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
        "max_line_size = 16777216)"
    )


def _refuse_other_formats(raw: RawFile) -> None:
    with raw.file.open("rb") as stream:
        start = stream.read(512)
    found = next((name for magic, name in _SIGNATURES.items() if start.startswith(magic)), None)
    if found is None and start.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        found = "a web page or XML document"
    if found:
        raise DataError(
            Problem(
                raw.shown,
                found,
                "delimited text (CSV)",
                "Export the answers as CSV, or declare the file's format in the wave's file.",
            )
        )


def _encoding(raw: RawFile, source: Source) -> str:
    if source.encoding:
        return source.encoding
    with raw.file.open("rb") as stream:
        start = stream.read(4)
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    return "utf-8" if raw.text.utf8 else "cp1252"


def _open(raw: RawFile, encoding: str) -> io.TextIOWrapper:
    try:
        return raw.file.open("r", encoding=encoding, newline="")
    except LookupError:
        raise DataError(
            Problem(
                raw.shown,
                f"declared encoding {encoding!r}",
                "an encoding that Python knows, such as utf-8, cp1252, utf-16",
                "Correct `encoding` in the wave's file.",
            )
        ) from None


def _sample(raw: RawFile, encoding: str) -> str:
    with _open(raw, encoding) as stream:
        try:
            return stream.read(_SAMPLE)
        except UnicodeError:
            raise _wrong_encoding(raw, encoding) from None


def _wrong_encoding(raw: RawFile, encoding: str) -> DataError:
    where, found = raw.shown, "bytes that are no text"
    if bad := _bad_byte(raw.file, encoding):
        where, found = f"{raw.shown}, line {bad[0]}", f"byte 0x{bad[1]:02x}"
    return DataError(
        Problem(
            where,
            found,
            f"text in the encoding {encoding}",
            "Set `encoding` of this source in the wave's file (cp1252 is what Excel often writes).",
        )
    )


def _bad_byte(file: Path, encoding: str) -> tuple[int, int] | None:
    """Line and value of the first byte that the encoding does not have."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start), error.object[error.start]
            line += chunk.count(b"\n")
    return None


def _delimiter(raw: RawFile, encoding: str) -> str:
    """The delimiter that splits the header into most columns, others being equal the usual one."""
    sample = _sample(raw, encoding)
    if not sample.strip():
        raise DataError(
            Problem(
                raw.shown, "no text", "a header and rows of answers", "Export the answers again."
            )
        )
    first = {
        d: next(csv.reader(io.StringIO(sample, newline=""), delimiter=d), []) for d in DELIMITERS
    }
    return max(DELIMITERS, key=lambda d: len(first[d]))


def _as_it_lies(raw: RawFile, delimiter: str, encoding: str) -> Extracted | None:
    """Use the raw file itself where DuckDB can read all of its start; None where it can't."""
    with _open(raw, encoding) as stream:
        record = next(csv.reader(stream, delimiter=delimiter), [])
    header = clean_header(record, raw.shown)
    sql = f"SELECT 1 FROM {read_csv_sql(raw.file, len(header), delimiter)} LIMIT 1"
    try:
        with duckdb.connect() as con:
            if not con.execute(sql).fetchall():
                return None
    except duckdb.Error:
        return None
    return Extracted(
        raw=raw, header=header, data=raw.file, delimiter=delimiter, reader="csv", encoding=encoding
    )


def respool(extracted: Extracted, work: Path) -> Extracted:
    """Read a file the careful way after DuckDB refused it further down."""
    raw = extracted.raw
    records = _records(raw, extracted.encoding, extracted.delimiter)
    target = work / f"{raw.path.replace('/', '_')}.clean.csv"
    return spool(raw, records, target, reader="csv", encoding=extracted.encoding)


def _records(raw: RawFile, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Records as text; errors name the line."""
    csv.field_size_limit(64 * 1024 * 1024)
    with _open(raw, encoding) as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            yield from reader
        except UnicodeError:
            raise _wrong_encoding(raw, encoding) from None
        except csv.Error as error:
            raise DataError(
                Problem(
                    f"{raw.shown}, line {reader.line_num}",
                    f"broken quoting ({error})",
                    "cells in straight double quotes, a quote inside a cell doubled",
                    "The file may be cut off: export it again.",
                )
            ) from None
