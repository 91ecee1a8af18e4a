"""Work done in a second thread while the first one uses what is done already."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

T = TypeVar("T")

ATTENTION = 0.0005
"""Seconds after which a thread that computes in Python lets another one in; 10 times Python's own,
or a task of many short statements would wait for its turn after each."""


@contextmanager
def ahead(tasks: Sequence[Callable[[], T]], interrupt: Callable[[], None]) -> Iterator[Iterator[T]]:
    """Do tasks one after the other in a second thread, and hand out their results in order.

    DuckDB computes without holding Python back: while one table is being recorded, which for a
    small survey takes longer than making it, the next one is made.

    Args:
        tasks: none begins before the one before it has ended well.
        interrupt: ends the task under way where the block is left early.

    Raises:
        Exception: what a task raised, where its result is asked for.
    """
    failed = Event()

    def one(task: Callable[[], T]) -> T:
        if failed.is_set():
            raise CancelledError
        try:
            return task()
        except BaseException:
            failed.set()
            raise

    with _attentive(), ThreadPoolExecutor(1) as pool:
        futures = [pool.submit(one, task) for task in tasks]
        try:
            yield (future.result() for future in futures)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            interrupt()
            raise


@contextmanager
def _attentive() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(ATTENTION)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
