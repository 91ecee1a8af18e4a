"""Chance that is the same everywhere: of Python's generator only `random()` is promised to stay."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


class Chance:
    """Draws from a seed."""

    def __init__(self, seed: int) -> None:
        self._generator = random.Random(seed)  # noqa: S311 - nothing here is a secret

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self._generator.random() < probability

    def below(self, number: int) -> int:
        """A whole number from 0, each as likely, below `number`."""
        return int(self._generator.random() * number)

    def one_of(self, items: Sequence[_Item]) -> _Item:
        """One of several, each as likely."""
        return items[self.below(len(items))]
