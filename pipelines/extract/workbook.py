"""Reader of workbooks (XLSX) through calamine: cell values as the text a person would type."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.errors import DataError, Problem
from pipelines.extract.source import Extracted, RawFile, spool
from pipelines.survey.models import Source

_MAX_UNPACKED = 2 * 1024**3
"""Bytes that a workbook may unpack to; more is a zip bomb or no survey."""


def read_workbook(raw: RawFile, source: Source, work: Path) -> Extracted:
    """Read one sheet of a workbook.

    Raises:
        DataError: not a workbook, cut off, unpacking to more than 2 GiB, or without the sheet.
    """
    _check_archive(raw)
    target = work / f"{raw.path.replace('/', '_')}.clean.csv"
    return spool(raw, _records(raw, source), target, reader="xlsx", encoding="utf-8")


def _broken(raw: RawFile, found: str) -> DataError:
    return DataError(
        Problem(raw.shown, found, "a whole XLSX workbook", "Export or copy the file again.")
    )


def _check_archive(raw: RawFile) -> None:
    try:
        with zipfile.ZipFile(raw.file) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise _broken(raw, f"a file that is no workbook or is cut off ({error})") from None
    if unpacked > _MAX_UNPACKED:
        raise _broken(raw, f"an archive that unpacks to {unpacked // 1024**2} MiB")
    if "[Content_Types].xml" not in names:
        raise _broken(raw, "a zip archive that is no workbook")


def _records(raw: RawFile, source: Source) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(raw.file)) as workbook:
            name = source.sheet or workbook.sheet_names[0]
            if name not in workbook.sheet_names:
                raise DataError(
                    Problem(
                        raw.shown,
                        f"no sheet {name!r}",
                        f"one of {', '.join(map(repr, workbook.sheet_names))}",
                        "Correct `sheet` in the wave's file.",
                    )
                )
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError) as error:
        raise _broken(raw, f"a workbook that can't be read ({error})") from None
    for row in rows:
        yield [text_of(value) for value in row]


def text_of(value: Any) -> str:
    """A cell's value as text: 3.0 is 3, dates are ISO, booleans are TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        return value.date().isoformat()
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)
