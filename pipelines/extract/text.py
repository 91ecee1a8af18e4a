"""Delimited text: encoding and delimiter, declared or detected, and the records."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pipelines.errors import DataError, Problem
from pipelines.extract.opening import OPENING_ROWS
from pipelines.extract.source import CHUNK, MAX_COLUMNS, RawFile
from pipelines.survey.models import Source

DELIMITERS = (",", ";", "\t", "|")
MAX_RECORD = 32 * 1024**2
"""Characters of the longest row; what is longer is a quote that never ends, or no table."""

_SAMPLE = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(raw: RawFile, source: Source | None) -> str:
    """The encoding: declared, or by byte order mark, or UTF-8 if it is that, or cp1252."""
    with raw.file.open("rb") as stream:
        start = stream.read(1024)
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    declared = source.encoding if source else None
    if declared:
        return "utf-8-sig" if marked == "utf-8-sig" and _is_utf8(declared) else declared
    return marked or _unmarked_utf16(start) or ("utf-8" if raw.text.utf8 else "cp1252")


def _is_utf8(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        return False


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is zero."""
    half = len(start) // 2
    for name, zeros, others in (
        ("utf-16-le", start[1::2], start[::2]),
        ("utf-16-be", start[::2], start[1::2]),
    ):
        if half and zeros.count(0) > 0.7 * half and others.count(0) < 0.1 * half:
            return name
    return None


def delimiter_of(raw: RawFile, encoding: str, source: Source | None) -> str:
    """The delimiter: declared, or the one that splits the first rows most, and most alike.

    Raises:
        DataError: no text, or a declared delimiter that can't be one.
    """
    if source and source.delimiter:
        if source.delimiter in '"\r\n ':
            raise _declared_wrong(raw, "delimiter", source.delimiter, "a character such as , or ;")
        return source.delimiter
    sample = _sample(raw, encoding)
    if not sample.strip():
        raise DataError(
            Problem(
                raw.shown, "no text", "a header and rows of answers", "Export the answers again."
            )
        )
    return max(DELIMITERS, key=lambda delimiter: _splits(sample, delimiter))


def _splits(sample: str, delimiter: str) -> int:
    """Cells in the first rows of the commonest width; the first delimiter of equals is usual."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths = Counter(len(record) for record in islice(reader, OPENING_ROWS) if record)
    return max((rows * (width - 1) for width, rows in widths.items()), default=0)


def _declared_wrong(raw: RawFile, field: str, found: str, expected: str) -> DataError:
    return DataError(
        Problem(
            raw.shown,
            f"declared {field} {found!r}",
            expected,
            f"Correct `{field}` in the wave's file.",
        )
    )


def _open(raw: RawFile, encoding: str) -> io.TextIOWrapper:
    """The file as text, after its byte order mark."""
    try:
        stream = raw.file.open("r", encoding=encoding, newline="")
    except (LookupError, ValueError):
        raise _declared_wrong(
            raw, "encoding", encoding, "an encoding that Python knows, such as utf-8 or cp1252"
        ) from None
    try:
        if stream.read(1) != "\ufeff":
            stream.seek(0)
    except UnicodeError:
        stream.close()
        raise _wrong_encoding(raw, encoding) from None
    return stream


def _sample(raw: RawFile, encoding: str) -> str:
    csv.field_size_limit(MAX_RECORD)
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
            except UnicodeError:
                return None
            line += chunk.count(b"\n")
    return None


class _BeyondMeasureError(Exception):
    """A row that no table has."""


class _Lines:
    """Lines of a text; no more of them is held for one record than `MAX_RECORD` characters."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self.pending = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_RECORD)
        if not line:
            raise StopIteration
        self.pending += len(line)
        if self.pending > MAX_RECORD or len(line) == MAX_RECORD:
            raise _BeyondMeasureError(f"a row of more than {MAX_RECORD:,} characters")
        return line


def records(raw: RawFile, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The records as text cells.

    Raises:
        DataError: bytes of another encoding, broken quoting, or a row beyond all measure, each
            with its line.
    """
    csv.field_size_limit(MAX_RECORD)
    with _open(raw, encoding) as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                lines.pending = 0
                if len(record) > MAX_COLUMNS:
                    raise _BeyondMeasureError(f"a row of {len(record):,} cells")
                yield record
        except UnicodeError:
            raise _wrong_encoding(raw, encoding) from None
        except _BeyondMeasureError as error:
            raise DataError(
                Problem(
                    f"{raw.shown}, line {reader.line_num}",
                    str(error),
                    f"a table of at most {MAX_COLUMNS:,} columns",
                    "Check the delimiter, and for a quote that never ends; export it again.",
                )
            ) from None
        except csv.Error as error:
            raise DataError(
                Problem(
                    f"{raw.shown}, line {reader.line_num}",
                    f"broken quoting ({error})",
                    "cells in straight double quotes, a quote inside a cell doubled",
                    "The file may be cut off: export it again.",
                )
            ) from None
