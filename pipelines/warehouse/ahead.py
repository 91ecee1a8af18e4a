"""Work on the database in a second thread, while the first one records what is done already.

DuckDB computes without holding Python back, and to record a table of a small survey in Dagster
takes longer than to make it: so that while one is recorded, the next ones are made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeAlias

import duckdb

Task: TypeAlias = Callable[[duckdb.DuckDBPyConnection], Any]

ATTENTION = 0.0005
"""Seconds after which a thread that computes in Python lets another one in: a tenth of Python's
own, or a task of many short statements would wait for its turn after each."""


class Ahead:
    """Tasks, done one after the other in a second thread on a connection of their own."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """On another connection to the database of `con`."""
        self._con = con.cursor()
        self._pool = ThreadPoolExecutor(1)
        self._futures: dict[str, Future[Any]] = {}
        self._failure: BaseException | None = None
        self._usual = sys.getswitchinterval()
        sys.setswitchinterval(ATTENTION)

    def begin(self, tasks: Mapping[str, Task]) -> None:
        """Add tasks by name, unless they were added before; after one that fails none begins."""
        for name, task in tasks.items():
            if name not in self._futures:
                self._futures[name] = self._pool.submit(self._do, task)

    def result(self, name: str) -> Any:
        """What a task gave, as soon as it is done.

        Raises:
            Exception: what it raised, or a task before it.
        """
        return self._futures[name].result()

    def close(self) -> None:
        """End what is under way, drop what is not, and close the connection."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if not all(future.done() for future in self._futures.values()):
            self._con.interrupt()
        self._pool.shutdown()
        self._con.close()
        sys.setswitchinterval(self._usual)

    def _do(self, task: Task) -> Any:
        if self._failure:
            raise self._failure
        try:
            return task(self._con)
        except BaseException as error:
            self._failure = error
            raise
