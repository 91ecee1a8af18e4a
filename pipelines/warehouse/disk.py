"""Errors of the disk, told so that a person knows what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import BuildError, Problem

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM}


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn what goes wrong with files in or below `path` into a `BuildError`.

    What is published stays as it is: builds are written elsewhere until they are whole.
    """
    try:
        yield
    except OSError as error:
        where = str(error.filename or path)
        found = error.strerror or str(error)
        raise BuildError(
            Problem(where, found, "a folder that can be written", _action(error))
        ) from error
    except duckdb.IOException as error:
        found = str(error).splitlines()[0]
        action = "Check the space on the disk and the rights on the folder, then build again."
        raise BuildError(
            Problem(str(path), found, "a database that can be written", action)
        ) from error


def _action(error: OSError) -> str:
    if error.errno in _FULL:
        return "Free space on the disk, then build again; what is published is unchanged."
    if error.errno == errno.EROFS:
        return "The disk is read-only: mount it for writing, or use a project folder elsewhere."
    if error.errno in _FORBIDDEN:
        return "Give yourself the right to write there, or use a project folder elsewhere."
    return "Look at what stands there and move it away, then build again."
