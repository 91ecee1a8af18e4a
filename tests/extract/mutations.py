"""Strategies that damage a file: its bytes, its rows, its encoding, the members of its archive."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

from tests.extract.exports import members, zip_bytes

ODD_BYTES = [
    *(b"", b"\0", b'"', b'""', b"\n", b"\r", b"\r\n\r\n", b",", b";", b"\xff", b"\xef\xbb\xbf"),
    *(b"\xc3", b"\xed\xa0\x80", b"\x1a", b"<!--", b"&#0;", b"99999999999999999999", b"-1", b"\t"),
]
ODD_CELLS = [
    *("", " ", "\u00a0", '"', "'", "=1+1", "-", "@x", "0x10", "1e999", "nan", "NULL", "\ufeff"),
    *(
        "x\0y",
        "two\nlines",
        "\r",
        "\u2028",
        "\ue000rejected",
        "😀",
        "58%",
        "1,5",
        "TRUE",
        "a" * 40_000,
    ),
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp437"]

Change = Callable[[bytes], bytes]


def _at(draw: st.DrawFn, length: int) -> int:
    return draw(st.integers(0, max(length, 0)))


@st.composite
def bytes_changed(draw: st.DrawFn, content: bytes) -> bytes:
    """A byte flipped, a part cut out, put in, moved or doubled, or the end cut off."""
    kind = draw(st.sampled_from(["flip", "cut", "put", "twice", "end"]))
    at = _at(draw, len(content) - 1)
    size = draw(st.integers(0, 40))
    part = content[at : at + size]
    if kind == "flip" and content:
        return content[:at] + bytes([draw(st.integers(0, 255))]) + content[at + 1 :]
    if kind == "cut":
        return content[:at] + content[at + size :]
    if kind == "put":
        odd = draw(st.one_of(st.sampled_from(ODD_BYTES), st.binary(max_size=12)))
        return content[:at] + odd + content[at:]
    if kind == "twice":
        return content[:at] + part * draw(st.integers(2, 50)) + content[at:]
    return content[:at]


@st.composite
def rows_changed(draw: st.DrawFn, content: bytes) -> bytes:
    """Rows and cells of a delimited text changed, and written again in any way."""
    text = next(
        text
        for encoding in ("utf-16", "utf-8-sig", "cp1252", "latin-1")
        if (text := _decoded(content, encoding)) is not None
    )
    delimiter = max(",;\t|", key=text.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        rows = [line.split(delimiter) for line in text.splitlines()]
    for _ in range(draw(st.integers(1, 4))):
        _change_rows(draw, rows)
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=draw(st.sampled_from([delimiter, delimiter, ",", ";", "\t", "|"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    writer.writerows(rows)
    encoding = draw(st.sampled_from([*["utf-8"] * 8, *ENCODINGS]))
    return stream.getvalue().encode(encoding, errors="replace")


def _decoded(content: bytes, encoding: str) -> str | None:
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _change_rows(draw: st.DrawFn, rows: list[list[str]]) -> None:
    """One row or cell put in, taken out, doubled or filled with something odd."""
    row = _at(draw, len(rows) - 1)
    kind = draw(
        st.sampled_from(["cell", "cell", "drop cell", "more cells", "drop", "twice", "blank"])
    )
    if not rows or kind == "blank":
        rows.insert(row, draw(st.sampled_from([[], [""], ["", "", ""]])))
        return
    cells = rows[row]
    at = _at(draw, len(cells) - 1)
    odd = draw(
        st.one_of(st.sampled_from(ODD_CELLS), st.text(st.characters(codec="utf-8"), max_size=8))
    )
    if kind == "cell" and cells:
        cells[at] = odd
    elif kind == "drop cell" and cells:
        del cells[at]
    elif kind == "more cells":
        cells[at:at] = [odd] * draw(st.sampled_from([1, 2, 300]))
    elif kind == "drop":
        del rows[row]
    else:
        rows.insert(row, list(cells))


@st.composite
def archive_changed(draw: st.DrawFn, content: bytes) -> bytes:
    """A member changed and packed again as if nothing had been, left out, or lied about."""
    try:
        parts = members(content)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return draw(bytes_changed(content))
    except Exception as error:
        if type(error).__name__ != "error":  # zlib's
            raise
        return draw(bytes_changed(content))
    if not parts:
        return draw(bytes_changed(content))
    name = draw(st.sampled_from(sorted(parts)))
    kind = draw(st.sampled_from(["content", "content", "content", "number", "drop", "size"]))
    if kind == "drop":
        del parts[name]
    elif kind == "content":
        parts[name] = draw(bytes_changed(parts[name]))
    elif kind == "number":
        parts[name] = draw(numbers_changed(parts[name]))
    packed = bytearray(zip_bytes(parts))
    if kind == "size" and (at := packed.find(b"PK\x01\x02")) >= 0:
        claimed = draw(st.sampled_from([0, 1, 100, 2**31, 2**32 - 2]))
        packed[at + 24 : at + 28] = struct.pack("<I", claimed)
    return bytes(packed)


@st.composite
def numbers_changed(draw: st.DrawFn, content: bytes) -> bytes:
    """A run of digits changed into another: cell references, counts, positions."""
    digits = [i for i in range(len(content)) if content[i : i + 1].isdigit()]
    if not digits:
        return content
    at = draw(st.sampled_from(digits))
    other = draw(st.sampled_from([b"0", b"7", b"1048576", b"16384", b"65535", b"4294967295"]))
    return content[:at] + other + content[at + 1 :]


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The file after one to three changes of any kind."""
    for _ in range(draw(st.integers(1, 3))):
        if content.startswith(b"PK"):
            content = draw(
                st.one_of(
                    archive_changed(content), archive_changed(content), bytes_changed(content)
                )
            )
        elif b"\0\0\0" in content[:600] or content.startswith((b"<", b"PAR1")):
            content = draw(st.one_of(bytes_changed(content), numbers_changed(content)))
        else:
            content = draw(
                st.one_of(rows_changed(content), rows_changed(content), bytes_changed(content))
            )
    return content
