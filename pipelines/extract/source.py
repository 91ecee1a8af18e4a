"""What a reader hands on: text cells in one clean CSV, with the facts of the raw file.

Every reader ends in the same form, so that the rest of the way knows no tool: a
UTF-8 CSV that DuckDB reads set-wise, row i of its data being row `first_row + i` of
the source as a spreadsheet program counts. A raw CSV that is clean already is used
where it lies; anything else is written out once (`spool.py`).
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

import numpy as np

from pipelines.errors import DataError, Problem
from pipelines.extract.column import SourceColumn

MAX_COLUMNS = 16_384
"""Columns of the largest spreadsheet; a wider file is a broken one."""

CHUNK = 256 * 1024
"""Small enough to stay in the processor's cache while it is hashed and looked at."""


@dataclass(frozen=True)
class RowProblem:
    """A row that can't be trusted as a whole, for instance one with cells too many."""

    row: int
    rule_id: str
    reason: str


@dataclass(frozen=True)
class ExtraCell:
    """A cell beyond the last header, kept so that nothing is lost."""

    row: int
    column: str
    raw: str


@dataclass(frozen=True)
class TextScan:
    """What the bytes tell.

    Attributes:
        utf8: they are valid UTF-8.
        plain: no blank lines (which shift row numbers), no NULs, no line ends of old Macs.
    """

    utf8: bool
    plain: bool


@dataclass(frozen=True)
class RawFile:
    """A file below data/raw, as received."""

    wave: str
    path: str
    file: Path
    sha256: str
    bytes: int
    text: TextScan

    @property
    def shown(self) -> str:
        """The place that errors name."""
        return f"data/raw/{self.wave}/{self.path}"

    @property
    def project(self) -> Path:
        """The folder that holds `data/raw`."""
        return self.file.parents[len(PurePosixPath(self.path).parts) + 2]


@dataclass(frozen=True)
class Extracted:
    """A source as text cells.

    Attributes:
        raw: the file it came from.
        columns: what the export tells of each column.
        data: the CSV that DuckDB reads; its first record is a header.
        delimiter: of `data`.
        reader: name of the reader that recognised the file.
        encoding: of the raw file, where it is a text.
        rows: data rows, None until DuckDB has counted a file that was used as it lies.
        first_row: row of the source in which row 0 of the data stands, counted from 1.
        personal: positions of columns whose cells stand as "x" in a `data` of our own.
        pseudonymised: positions of those whose cells stand there as pseudonyms.
        warnings: what a person should know about this export, in plain words.
        proposes: fields of the source in the wave's file that the tool's conventions suggest.
        passed_over: cells with text that are no data, counted by place: titles and footers.
    """

    raw: RawFile
    columns: tuple[SourceColumn, ...]
    data: Path
    delimiter: str
    reader: str
    encoding: str
    rows: int | None = None
    first_row: int = 2
    row_problems: tuple[RowProblem, ...] = ()
    extra_cells: tuple[ExtraCell, ...] = ()
    personal: tuple[int, ...] = ()
    pseudonymised: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    proposes: Mapping[str, object] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """One name per column, unique, whitespace folded."""
        return tuple(column.header for column in self.columns)

    @property
    def is_spooled(self) -> bool:
        """Whether `data` is our own: personal cells are masked, pseudonyms are in their place."""
        return self.data != self.raw.file

    def to_json(self) -> str:
        """All of it as text, for the next stage."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, indent=1)

    @staticmethod
    def from_json(text: str) -> Extracted:
        """The inverse of `to_json`; sequences in `proposes` come back as lists."""
        values = json.loads(text)
        raw = values.pop("raw")
        return Extracted(
            raw=RawFile(**raw | {"file": Path(raw["file"]), "text": TextScan(**raw["text"])}),
            columns=tuple(_column(item) for item in values.pop("columns")),
            data=Path(values.pop("data")),
            row_problems=tuple(RowProblem(**item) for item in values.pop("row_problems")),
            extra_cells=tuple(ExtraCell(**item) for item in values.pop("extra_cells")),
            personal=tuple(values.pop("personal")),
            pseudonymised=tuple(values.pop("pseudonymised")),
            warnings=tuple(values.pop("warnings")),
            **values,
        )


def _column(item: dict[str, Any]) -> SourceColumn:
    return SourceColumn(**item | {"path": tuple(item["path"]), "options": tuple(item["options"])})


Look: TypeAlias = Callable[[Path], tuple[str, int, TextScan]]
"""Like `fingerprint`."""


def fingerprint(file: Path) -> tuple[str, int, TextScan]:
    """SHA-256, size and what kind of text it is; hashing and looking go side by side."""
    scanner = TextScanner()
    with file.open("rb") as stream, ThreadPoolExecutor(1) as hashing:
        digest = hashing.submit(sha256_of, file)
        while chunk := stream.read(CHUNK):
            scanner.take(chunk)
        return digest.result(), file.stat().st_size, scanner.finish()


@contextmanager
def side_by_side(files: Iterable[Path]) -> Iterator[Look]:
    """`fingerprint` for files of which several are looked at at once, as long as this is open."""
    with ThreadPoolExecutor(os.cpu_count()) as looking:
        found = {file: looking.submit(fingerprint, file) for file in files}
        yield lambda file: found[file].result()


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's bytes, as hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_TWO_NEWLINES = int.from_bytes(b"\n\n")


def _two_newlines(chunk: bytes) -> bool:
    """Whether two line feeds follow each other; a third of the time of looking for the text."""
    at_even_places, at_odd_places = len(chunk) // 2, (len(chunk) - 1) // 2
    return any(
        bool((np.frombuffer(chunk, np.uint16, pairs, offset) == _TWO_NEWLINES).any())
        for offset, pairs in enumerate((at_even_places, at_odd_places))
        if pairs > 0
    )


class TextScanner:
    """Looks at the bytes of a file, chunk by chunk."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._utf8, self._plain, self._tail = True, True, b""

    def take(self, chunk: bytes) -> None:
        """The next chunk."""
        if not self._utf8:
            return  # no reader takes it as it lies; nothing more to find out
        self._plain = self._plain and not self._awkward(chunk)
        self._tail = chunk[-2:]
        if chunk.isascii() and self._decoder.getstate()[0] == b"":
            return
        try:
            self._decoder.decode(chunk)
        except UnicodeDecodeError:
            self._utf8 = False

    def _awkward(self, chunk: bytes) -> bool:
        seam = self._tail + chunk[:2]
        if b"\n\n" in seam or b"\n\r\n" in seam or b"\0" in chunk:
            return True
        if _two_newlines(chunk):
            return True
        lone_before = self._tail.endswith(b"\r") and not chunk.startswith(b"\n")
        if lone_before or b"\r" not in chunk:
            return lone_before
        lone = chunk.count(b"\r") - chunk.count(b"\r\n") - chunk.endswith(b"\r")
        return lone > 0 or b"\n\r\n" in chunk

    def finish(self) -> TextScan:
        """The verdict."""
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            self._utf8 = False
        self._plain = self._plain and not self._tail.endswith(b"\r")
        return TextScan(self._utf8, self._utf8 and self._plain)


def clean_header(cells: Sequence[str], shown: str, row: int = 1) -> tuple[str, ...]:
    """Header names with whitespace folded; the second `x` becomes `x (2)`.

    Args:
        cells: the names as they stand.
        shown: the file, for errors.
        row: where they stand in it.

    Raises:
        DataError: no name at all, or more columns than any spreadsheet has.
    """
    if len(cells) > MAX_COLUMNS:
        raise DataError(
            Problem(
                shown, f"{len(cells)} columns", f"at most {MAX_COLUMNS}", "Check the delimiter."
            )
        )
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"(column {position})"
        unique, copy = name, 1
        while unique in taken:
            copy += 1
            unique = f"{name} ({copy})"
        taken.add(unique)
        names.append(unique)
    if not any(cell.strip() for cell in cells):
        raise DataError(
            Problem(
                f"{shown}, row {row}",
                "no column names",
                "the header in this row",
                "Name the header's rows in the wave's file (header_rows), or export it again.",
            )
        )
    return tuple(names)
