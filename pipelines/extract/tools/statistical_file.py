"""A data file of a statistics package, read in a process of its own."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

from pipelines.extract.child import Child, EndedError

MEMORY = 4 * 1024**3
"""Bytes that reading may take, the address space of its process."""

_SCRIPT = Path(__file__).with_name("statistical_process.py")


class UnreadableError(Exception):
    """The library's words about a file that it can't read."""


class StatisticalFile:
    """An open data file; a context manager."""

    def __init__(self, file: Path, function: str) -> None:
        self._child = Child(_SCRIPT, file, function, MEMORY)

    def __enter__(self) -> StatisticalFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.end()

    def read(self, **options: Any) -> tuple[dict[str, list[Any]], Any]:
        """Columns by name, and what the file says of them, as pyreadstat has it.

        Raises:
            UnreadableError: the file can't be read, or ends the process that reads it.
        """
        self._child.ask(options)
        try:
            answer = self._child.answer()
        except EndedError:
            raise UnreadableError("the library that reads it broke down over it") from None
        if isinstance(answer, str):
            raise UnreadableError(answer)
        data, meta = answer
        return data, SimpleNamespace(**meta)
