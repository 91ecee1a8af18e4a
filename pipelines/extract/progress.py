"""How far the reading of a large file is: told by readers, heard by whoever started them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

EVERY = 2.0
"""Seconds between two tellings; what takes less is not told of at all."""

_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(listener: Callable[[str], None]) -> Iterator[None]:
    """Let a listener hear what is read within."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def tell(text: str) -> None:
    """Say how far reading is; nobody may listen."""
    if listener := _listener.get():
        listener(text)
