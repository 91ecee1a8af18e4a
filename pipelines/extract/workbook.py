"""Workbooks (XLSX, XLS, ODS): sheets as rows of text cells, read in a process of their own."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from pipelines.errors import DataError, Problem
from pipelines.extract import progress
from pipelines.extract.child import Child, EndedError
from pipelines.extract.source import RawFile

MEMORY = 4 * 1024**3
"""Bytes that reading a workbook may take, the address space of its process."""

SECONDS, UNPACKED_A_SECOND = 60, 2 * 1024**2
"""Processor time that it may take: so much, and so much more by the archive's size."""

_SCRIPT = Path(__file__).with_name("workbook_process.py")


class Workbook:
    """An open workbook; a context manager.

    Attributes:
        sheets: names of the sheets that hold cells, in order.
    """

    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        seconds = SECONDS + _unpacked(raw.file) // UNPACKED_A_SECOND
        self._child = Child(_SCRIPT, raw.file, MEMORY, seconds, progress.EVERY)
        try:
            self.sheets: tuple[str, ...] = tuple(self._answer() or ())
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Workbook:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._child.end()

    def sheet(self, declared: str | None) -> str:
        """The sheet that the wave's file names, or the first one.

        Raises:
            DataError: there is none.
        """
        if declared in self.sheets or (declared is None and self.sheets):
            return declared or self.sheets[0]
        found = f"no sheet {declared!r}" if declared else "no sheet with cells"
        raise DataError(
            Problem(
                self._raw.shown,
                found,
                f"one of {', '.join(map(repr, self.sheets))}" if self.sheets else "a sheet",
                "Correct `sheet` in the wave's file.",
            )
        )

    def rows(self, sheet: str, count: int = -1) -> Iterator[list[str]]:
        """The rows of a sheet, all of one width; the first `count` of them if told.

        How many were read so far is told from time to time.
        """
        self._child.ask((sheet, count))
        read, told = 0, time.monotonic()
        while (batch := self._answer()) is not None:
            yield from batch
            read += len(batch)
            if time.monotonic() - told >= progress.EVERY:
                told = time.monotonic()
                progress.tell(f"reading {self._raw.shown}: {read:,} rows")

    def _answer(self) -> Any:
        while isinstance(answer := self._message(), float):
            progress.tell(f"reading {self._raw.shown}: unpacked for {answer:.0f} s")
        return answer

    def _message(self) -> Any:
        try:
            answer = self._child.answer()
        except EndedError:
            raise _broken(
                self._raw, "a workbook that takes more memory or time to read than any survey's"
            ) from None
        if isinstance(answer, str):
            damaged = "damaged" if "detect file format" in answer else answer
            raise _broken(self._raw, f"a workbook that can't be read ({damaged})")
        return answer


def _unpacked(file: Path) -> int:
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return file.stat().st_size


def _broken(raw: RawFile, found: str) -> DataError:
    action = "Open it and save it again; cells far outside the table are the usual cause."
    return DataError(Problem(raw.shown, found, "a whole workbook", action))
