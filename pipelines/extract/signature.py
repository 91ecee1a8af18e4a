"""What kind of file a raw file is, by its first bytes and the members of archives."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path

from pipelines.extract.opening import Container

START = 4096
"""Bytes that are looked at."""

MAX_MEMBERS, MAX_UNPACKED = 10_000, 2 * 1024**3
"""Of an archive; more is a zip bomb or no survey."""

_MAGIC: tuple[tuple[bytes, Container, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "xls", "an old Excel workbook"),
    (b"$FL2@(#)", "sav", "an SPSS file"),
    (b"$FL3@(#)", "sav", "an SPSS file"),
    (b"<stata_dta>", "dta", "a Stata file"),
    (b"%PDF-", "other", "a PDF document"),
    (b"\x1f\x8b", "other", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "other", "a 7z archive"),
    (b"\x89PNG", "other", "a picture"),
    (b"\xff\xd8\xff", "other", "a picture"),
    (b"{\\rtf", "other", "an RTF document"),
)
_OLD_STATA = (105, 108, 110, 111, 112, 113, 114, 115)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)


def container_of(file: Path) -> tuple[Container, dict[str, str]]:
    """The container of a file, and facts: `is`, what it is in words; `root`, of an XML file."""
    with file.open("rb") as stream:
        start = stream.read(START)
    for magic, container, words in _MAGIC:
        if start.startswith(magic):
            return container, {"is": words}
    if start.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")):
        return _archive(file)
    if start.startswith(b"PAR1") and start[4:5] < b" ":  # no text has a control character there
        return "parquet", {"is": "a Parquet file"}
    if len(start) > 4 and start[0] in _OLD_STATA and start[1] in (1, 2) and start[2:4] == b"\1\0":
        return "dta", {"is": "a Stata file"}
    return _markup(start) or _text(start)


def _markup(start: bytes) -> tuple[Container, dict[str, str]] | None:
    text = start.decode("utf-16" if start[:2] in _BOMS else "utf-8", errors="ignore")
    text = text.lstrip("\ufeff \t\r\n")
    if text[:9].lower() == "<!doctype" or text[:5].lower() == "<html":
        return "other", {"is": "a web page"}
    root = _ROOT.match(_PROLOG.sub("", text).lstrip())
    if text.startswith("<?xml") or (text.startswith("<!--") and root):
        name = root[1] if root else ""
        if name.lower() == "html":
            return "other", {"is": "a web page"}
        return "xml", {"is": "an XML document", "root": name}
    return None


def _text(start: bytes) -> tuple[Container, dict[str, str]]:
    odd = sum(byte < 32 and byte not in b"\0\t\n\f\r\x1b" for byte in start)
    zeros = min(start[::2].count(0), start[1::2].count(0))  # in UTF-16 every other byte is one
    if (odd * 20 > len(start) or zeros * 10 > len(start)) and not start.startswith(_BOMS):
        return "other", {"is": "a file of bytes that are no text"}
    return "text", {"is": "text"}


def _archive(file: Path) -> tuple[Container, dict[str, str]]:
    try:
        _refuse_bombs(_declared_members(file), 0)
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_bombs(len(members), sum(item.file_size for item in members))
            names = {item.filename for item in members}
            mimetype = archive.read("mimetype")[:80] if _small(archive, "mimetype") else b""
    except _BombError as error:
        return "other", {"is": str(error)}
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        return "other", {"is": f"a zip archive that is no workbook or is cut off ({error})"}
    except Exception as error:
        # Damaged deflate streams and headers end in errors of zlib, lzma, struct and others.
        return "other", {"is": f"a zip archive that is damaged ({type(error).__name__})"}
    if mimetype.decode("ascii", errors="ignore").startswith(_ODS):
        return "ods", {"is": "an OpenDocument spreadsheet"}
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return "xlsx", {"is": "an Excel workbook (XLSX)"}
    return "other", {"is": "a zip archive that is no workbook"}


class _BombError(Exception):
    """An archive that is too large to be opened."""


def _refuse_bombs(members: int, unpacked: int) -> None:
    if members > MAX_MEMBERS:
        raise _BombError(f"a zip archive of {members} members")
    if unpacked > MAX_UNPACKED:
        raise _BombError(f"a zip archive that unpacks to {unpacked // 1024**2} MiB")


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.getinfo(name).file_size <= START


def _declared_members(file: Path) -> int:
    """The number of members by the archive's last record, before any of them is listed."""
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 12:
        return 0
    return int(struct.unpack_from("<H", tail, at + 10)[0])
