"""A variable of a statistics package: the text of each of its values, and which are missing.

A value is written as its label where it has one, so that a question's wording, not its
coding of one year, meets the question bank. Two codes never end in one text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from pipelines.extract.tools.state_words import state_of

Value: TypeAlias = float | int | str
Moment: TypeAlias = Callable[[float], str | None]
"""A number as the date or time that it stands for; None where it stands for none."""

_OBSERVED = 50
"""Distinct texts that are kept of a column of ticks; more than that are no ticks."""


@dataclass(frozen=True)
class MissingRange:
    """Values from `low` to `high` are declared missing; one value where the two are equal."""

    low: Value
    high: Value

    def holds(self, value: Value) -> bool:
        """Whether the value is one of them."""
        if isinstance(self.low, str) or isinstance(self.high, str) or isinstance(value, str):
            return value in (self.low, self.high)
        return self.low <= value <= self.high


@dataclass
class Variable:
    """One variable of a data file.

    Attributes:
        name: short and unique in the file.
        label: the question or item in words, empty where the file has none.
        kind: how the file stores it: string, float, double, int8 …
        labels: labels by value.
        ranges: values declared missing.
        moment: how a number of it is read as date or time.
        ticks: whether it is one option of a question, so that its texts are few.
        missing: texts that stand for a missing value, with the state they tell.
        observed: texts met in the data, kept for `ticks` only.
        alike: labels that more than one code carries.
    """

    name: str
    label: str = ""
    kind: str = "double"
    labels: Mapping[Value, str] = field(default_factory=dict)
    ranges: tuple[MissingRange, ...] = ()
    moment: Moment | None = None
    ticks: bool = False
    missing: dict[str, str] = field(default_factory=dict)
    observed: set[str] = field(default_factory=set)
    alike: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        cleaned = ((self._clean(value), label.strip()) for value, label in self.labels.items())
        known = {value: label for value, label in cleaned if label}
        self._texts: dict[Value, str] = {}
        taken: set[str] = set()
        # The valid codes first: where they share a label with a missing one, they keep it.
        for value in sorted(known, key=self.is_missing):
            text = known[value]
            if text in taken:
                self.alike.append(text)
            while text in taken:
                text = f"{text} ({self.code(value)})"
            taken.add(text)
            self._texts[value] = text
        self._labels = known
        self._taken = taken
        declared = (each.low for each in self.ranges if each.low == each.high)
        for value in (*known, *map(self._clean, declared)):
            if self.is_missing(value):
                self.text(value)

    @property
    def text_only(self) -> bool:
        """Whether the values are texts, not numbers."""
        return self.kind.startswith("string")

    @property
    def values(self) -> dict[str, str]:
        """The codebook: texts by code."""
        return {self.code(value): text for value, text in self._texts.items()}

    @property
    def options(self) -> tuple[str, ...]:
        """The labelled texts that are answers; none of a tick, whose texts are no options."""
        missing = self.missing
        return () if self.ticks else tuple(t for t in self._texts.values() if t not in missing)

    def is_missing(self, value: Value) -> bool:
        """Whether the file declares the value missing; a letter in a number's place is a tag."""
        if isinstance(value, str) and not self.text_only:
            return True
        return any(each.holds(value) for each in self.ranges)

    def code(self, value: Value) -> str:
        """The value as the package shows it without its label."""
        if isinstance(value, str):
            return value if self.text_only else f".{value}"
        return number_text(value, single=self.kind == "float")

    def text(self, value: Value | None) -> str:
        """The cell of a value; blank where the package knows of none."""
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""
        value = self._clean(value)
        text = self._texts.get(value)
        if text is None:
            text = self._unlabelled(value)
        if text and self.is_missing(value):
            label = self._labels.get(value, "")
            self.missing[text] = state_of(label) or "unknown"
        elif self.ticks and len(self.observed) < _OBSERVED:
            self.observed.add(text)
        return text

    def _unlabelled(self, value: Value) -> str:
        moment = self.moment(value) if self.moment and not isinstance(value, str) else None
        text = moment or self.code(value)
        return f"{text} ({text})" if text in self._taken else text

    def _clean(self, value: Value) -> Value:
        return value.strip() if isinstance(value, str) else value


class Texts(dict[Value | None, str]):
    """The texts of a variable's values, each made once."""

    def __init__(self, variable: Variable) -> None:
        super().__init__()
        self._variable = variable

    def __missing__(self, value: Value | None) -> str:
        text = self[value] = self._variable.text(value)
        return text


def number_text(value: float, single: bool = False) -> str:
    """A number as a person would type it: 3.0 is 3, and 0.1 in single precision is 0.1."""
    if float(value).is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(np.float32(value)) if single else str(value)


def option_texts(
    variables: Iterable[tuple[Variable, str]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What ticked and unticked columns hold, given each with the text of its tick.

    Nothing is told where one text means a tick in one column and none in another.
    """
    ticked: dict[str, None] = {}
    unticked: dict[str, None] = {}
    for variable, tick in variables:
        ticked[tick] = None
        others = {*variable.values.values(), *variable.observed} - {tick, "", *variable.missing}
        unticked |= dict.fromkeys(sorted(others))
    return ((), ()) if ticked.keys() & unticked.keys() else (tuple(ticked), tuple(unticked))
