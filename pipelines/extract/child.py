"""A script of ours that reads a file in a process of its own, which a damaged file may end."""

from __future__ import annotations

import contextlib
import marshal
import subprocess
import sys
from pathlib import Path
from typing import Any


class EndedError(Exception):
    """The process has ended and gives no answer."""


class Child:
    """A running script, which takes requests and gives answers, each as marshal has it.

    Args:
        script: the file of the script; what it imports must be installed.
        arguments: of its command line.
    """

    def __init__(self, script: Path, *arguments: object) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own script, and a path
            [sys.executable, "-P", str(script), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, request: Any) -> None:
        """Send a request; of a process that has ended, `answer` tells."""
        stream = self._process.stdin
        with contextlib.suppress(OSError):
            if stream:
                marshal.dump(request, stream)
                stream.flush()

    def answer(self) -> Any:
        """The next answer, waited for.

        Raises:
            EndedError: there will be none.
        """
        stream = self._process.stdout
        try:
            size = int.from_bytes(stream.read(8), "little") if stream else 0
            return marshal.loads(stream.read(size) if stream else b"")  # noqa: S302 - our own
        except (EOFError, ValueError, TypeError):
            raise EndedError from None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()
