"""A data file of a statistics package, read in a process of its own."""

from __future__ import annotations

import contextlib
import marshal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any

MEMORY = 4 * 1024**3
"""Bytes that reading may take, the address space of its process."""

_SCRIPT = Path(__file__).with_name("statistical_process.py")


class UnreadableError(Exception):
    """The library's words about a file that it can't read."""


class StatisticalFile:
    """An open data file; a context manager."""

    def __init__(self, file: Path, function: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own script, and a path
            [sys.executable, "-P", str(_SCRIPT), str(file), function, str(MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> StatisticalFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()

    def read(self, **options: Any) -> tuple[dict[str, list[Any]], Any]:
        """Columns by name, and what the file says of them, as pyreadstat has it.

        Raises:
            UnreadableError: the file can't be read, or ends the process that reads it.
        """
        answer = self._answer(options)
        if isinstance(answer, str):
            raise UnreadableError(answer)
        data, meta = answer
        return data, SimpleNamespace(**meta)

    def _answer(self, options: dict[str, Any]) -> Any:
        request, stream = self._process.stdin, self._process.stdout
        if request is None or stream is None:  # for the types: both are pipes
            raise UnreadableError("no pipe to the process that reads it")
        with contextlib.suppress(OSError):  # a process that has ended gives no answer below
            marshal.dump(options, request)
            request.flush()
        size = int.from_bytes(stream.read(8), "little")
        try:
            return marshal.loads(stream.read(size))  # noqa: S302 - our own
        except (EOFError, ValueError, TypeError):
            raise UnreadableError("the library that reads it broke down over it") from None
