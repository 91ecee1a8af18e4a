"""Reads a statistics package's data file in a process of its own; run by `statistical_file.py`.

The library is written in C, and a damaged file can end the process that reads it, or make it
ask for any memory. Here that ends this process and nothing else. Nothing of the project is
imported, so that it starts at once.

    python statistical_process.py FILE FUNCTION MEMORY_BYTES

Takes requests of options for the library's function; answers each with the columns and the
metadata that `METADATA` names, or with a text, which is an error.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import sys
import warnings
from typing import Any

import pyreadstat

METADATA = (
    "column_names",
    "column_labels",
    "file_encoding",
    "missing_ranges",
    "mr_sets",
    "number_rows",
    "original_variable_types",
    "readstat_variable_types",
    "variable_storage_width",
    "variable_value_labels",
)
FORMAT = 2
"""Of marshal: the newer ones look for objects that stand twice, which takes long."""


def main(file: str, function: str, memory: str) -> None:
    """Answer requests until there are no more."""
    _limit(int(memory))
    gc.disable()  # nothing here goes in circles
    warnings.simplefilter("ignore")  # of names that the library had to make unique
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            options = marshal.load(sys.stdin.buffer)  # noqa: S302 - from the process above
            try:
                content = marshal.dumps(_read(file, function, options), FORMAT)
            except Exception as error:  # whatever it is, it is told
                content = marshal.dumps(f"{error or type(error).__name__}"[:300])
            sys.stdout.buffer.write(len(content).to_bytes(8, "little") + content)
            sys.stdout.buffer.flush()


def _limit(memory: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every system has limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _read(file: str, function: str, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    data, meta = getattr(pyreadstat, function)(
        file, user_missing=True, disable_datetime_conversion=True, output_format="dict", **options
    )
    return dict(data), {name: getattr(meta, name) for name in METADATA}


if __name__ == "__main__":
    main(*sys.argv[1:])
