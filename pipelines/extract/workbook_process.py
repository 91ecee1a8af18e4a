"""Reads a workbook in a process of its own; run as a script by `workbook.py`.

The library takes the memory that a sheet's outermost cell asks for, however few cells
there are, and a damaged file may ask for any of them. Here that ends this process and
nothing else. Nothing of the project is imported, so that it starts at once.

    python workbook_process.py FILE MEMORY_BYTES CPU_SECONDS TELL_SECONDS

Answers the names of the sheets, then requests of (sheet, rows or -1) with lists of rows
of text cells and None after the last; a text instead of either is an error. While the
library reads, which gives its cells only after the last of them, a number says every
TELL_SECONDS for how many seconds it has been at it. (Where it is in the file could be told
too if it read from a path, but that takes a tenth longer.)
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import marshal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum

BATCH_CELLS = 20_000
FORMAT = 2
"""Of marshal: the newer ones look for objects that stand twice, which takes long."""


def main(file: str, memory: str, seconds: str, every: str) -> None:
    """Answer requests until there are no more."""
    _limit(int(memory), int(seconds))
    gc.disable()  # nothing here goes in circles
    try:
        _serve(Path(file), float(every))
    except (EOFError, BrokenPipeError):
        pass
    except BaseException as error:  # a panic of the library is no Exception
        _tell(f"{error or type(error).__name__}"[:300])


def _limit(memory: int, seconds: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _tell(answer: Any) -> None:
    """An answer after its length: reading it in one go is twice as fast."""
    content = marshal.dumps(answer, FORMAT)
    sys.stdout.buffer.write(len(content).to_bytes(8, "little") + content)
    sys.stdout.buffer.flush()


def _serve(file: Path, every: float) -> None:
    with file.open("rb") as stream, _telling(every):  # a path would be read by its ending
        book = CalamineWorkbook.from_filelike(stream)
    kinds = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
    _tell([sheet.name for sheet in book.sheets_metadata if sheet.typ in kinds])
    sheets: dict[str, Any] = {}
    while True:
        name, count = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the process above
        if name not in sheets:
            with _telling(every):
                sheets[name] = book.get_sheet_by_name(name)
        for batch in _batches(sheets[name], count):
            _tell(batch)
        _tell(None)


@contextlib.contextmanager
def _telling(every: float) -> Iterator[None]:
    """Answer from time to time for how long the library has been reading."""
    done = threading.Event()
    begun = time.monotonic()

    def tell() -> None:
        while not done.wait(every):
            _tell(time.monotonic() - begun)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _batches(sheet: Any, count: int) -> Iterator[list[list[str]]]:
    """Rows of the whole sheet; the library leaves out empty columns at the left."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    rows = sheet.iter_rows() if count < 0 else iter(_first(sheet, count))
    size = max(1, BATCH_CELLS // (len(left) + sheet.width))
    while batch := [left + texts(row) for row in islice(rows, size)]:
        yield batch


def _first(sheet: Any, count: int) -> list[list[Any]]:
    above = min(sheet.start[0], count)
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=True, nrows=count - above)
    return [[""] * sheet.width] * above + rows


def texts(row: list[Any]) -> list[str]:
    """The cells as text."""
    return [value if value.__class__ is str else _TEXT[value.__class__](value) for value in row]


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def _moment(value: dt.datetime) -> str:
    return value.date().isoformat() if value.time() == dt.time.min else value.isoformat(sep=" ")


_TEXT: dict[type, Callable[[Any], str]] = {
    float: _number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
}
"""3.0 is 3, dates are ISO, booleans are TRUE and FALSE: as a person would type them."""


if __name__ == "__main__":
    main(*sys.argv[1:5])
