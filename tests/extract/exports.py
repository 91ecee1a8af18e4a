"""Small raw files in every container, made in the test, and how one is read.

found = extract(tmp_path, csv_bytes([["a", "b"], ["1", "2"]]), columns={"a": {"use": "key"}})
cells(found) == [["1", "2"]]
"""

from __future__ import annotations

import atexit
import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import openpyxl

from pipelines.extract import extract_source
from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.source import Extracted, RawFile, fingerprint
from pipelines.survey.models import Source

Rows = Sequence[Sequence[Any]]
NAME = "export"
"""No ending: readers go by what is in the file."""


def raw(folder: Path, content: bytes, name: str = NAME) -> RawFile:
    """The file with its fingerprint."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(content)
    sha256, size, text = fingerprint(file)
    return RawFile("2030", name, file, sha256, size, text)


def source(**fields: Any) -> Source:
    """What the wave's file says of it."""
    return Source.model_validate({"path": NAME, "columns": {}} | fields)


def extract(folder: Path, content: bytes, **fields: Any) -> Extracted:
    """The content read, with what the wave's file says of it."""
    return extract_source(raw(folder, content), source(**fields), folder / "work")


def cells(found: Extracted) -> list[list[str]]:
    """The data as DuckDB reads them, NULLs as empty texts."""
    data = read_csv_sql(found.data, len(found.header), found.delimiter)
    rows = _engine().execute(f"SELECT * FROM {data}").fetchall()
    return [[cell or "" for cell in row] for row in rows]


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """One for all: opening one takes longer than reading a small file."""
    atexit.register(_engine.cache_clear)
    return duckdb.connect()


def csv_bytes(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A delimited text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode(encoding)


def xlsx_bytes(rows: Rows, *, first: str = "Answers", **more: Rows) -> bytes:
    """A workbook of a sheet, and others by name."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, content in {first: rows, **more}.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
    book.save(stream)
    return stream.getvalue()


def zip_bytes(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """The members of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)


def ods_bytes(rows: Rows, name: str = "Answers") -> bytes:
    """An OpenDocument spreadsheet of texts."""
    table = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p>'
            "</table:table-cell>"
            if cell != ""
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{_NAMESPACES}>'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{table}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
        "</manifest:manifest>"
    )
    found = {"mimetype": _ODS, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zip_bytes({member: text.encode() for member, text in found.items()})


def xls_bytes(rows: Rows, name: str = "Answers") -> bytes:
    """An old Excel workbook (BIFF8 in a compound file) of texts and numbers."""
    begins = struct.pack("<HHIHII", 0x0600, 0x0005, 0, 0, 0, 0)
    sheet_name = bytes([len(name), 0]) + name.encode("latin-1")
    before = len(_record(0x0809, begins)) + 4 + 6 + len(sheet_name) + 4
    book = _record(0x0809, begins)
    book += _record(0x0085, struct.pack("<IBB", before, 0, 0) + sheet_name) + _record(0x000A, b"")
    book += _record(0x0809, struct.pack("<HHIHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, int | float):
                book += _record(0x0203, struct.pack("<HHHd", r, c, 0, cell))
            elif cell:
                text = cell.encode("utf-16-le")
                book += _record(0x0204, struct.pack("<HHHHB", r, c, 0, len(text) // 2, 1) + text)
    return _compound_file(book + _record(0x000A, b""))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound_file(stream: bytes) -> bytes:
    """One stream named Workbook: a sector of allocation, one of entries, then the stream."""
    sectors = max(-(-len(stream) // 512), 8)  # shorter streams would lie elsewhere
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    chain = [0xFFFFFFFD, end, *range(3, sectors + 2), end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    entries = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, sectors * 512)
    return header + table + entries + bytes(256) + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
