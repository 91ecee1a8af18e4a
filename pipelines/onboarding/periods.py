"""Time spans and other numbers inside the wordings of questions.

A question on the last 12 months and one on the last 6 don't compare, however alike their
words. What words stand for units of time and for numbers is data: `time_words.csv`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.survey.names import fold

_WORDS = Path(__file__).with_name("time_words.csv")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True)
class Span:
    """A time span such as "12 months"; without a number it is one unit, as in "the last year"."""

    unit: str
    number: int | None

    @property
    def length(self) -> tuple[str, int]:
        """By which spans compare: 12 months are a year."""
        number = 1 if self.number is None else self.number
        if self.unit in _MONTHS:
            return "month", number * _MONTHS[self.unit]
        return "day", number * _DAYS[self.unit]

    def __str__(self) -> str:
        if self.number is None:
            return self.unit
        return f"{self.number} {self.unit}" + ("s" if self.number != 1 else "")


@cache
def _words() -> tuple[dict[str, str], dict[str, int]]:
    """Units and numbers by their folded words."""
    units: dict[str, str] = {}
    numbers: dict[str, int] = {}
    with _WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in fold(row["words"]).split():
                if row["kind"] == "unit":
                    units[word] = row["means"]
                else:
                    numbers[word] = int(row["means"])
    return units, numbers


def spans(wording: str) -> list[Span]:
    """The time spans of a wording, in order."""
    return [span for span, _ in _found(_tokens(wording))]


def period_changed(before: str, after: str) -> tuple[str, str] | None:
    """The time spans in which two wordings differ, None where no number with a unit does."""
    old, new = spans(before), spans(after)
    gone = [span for span in old if span.length not in {other.length for other in new}]
    come = [span for span in new if span.length not in {other.length for other in old}]
    if all(span.number is None for span in (*gone, *come)):
        return None
    return _listed(gone), _listed(come)


def numbers_changed(before: str, after: str) -> tuple[str, str] | None:
    """The other numbers in digits in which two wordings differ, None where they don't."""
    old, new = _others(before), _others(after)
    if sorted(old) == sorted(new):
        return None
    gone = [number for number in old if number not in new]
    return _listed(gone), _listed([number for number in new if number not in old])


def _listed(parts: list[Span] | list[str]) -> str:
    return ", ".join(str(part) for part in parts) or "none"


def _tokens(wording: str) -> list[str]:
    return fold(wording.replace("-", "")).split()


def _found(tokens: list[str]) -> list[tuple[Span, int | None]]:
    """Each span, with the place of its number."""
    units, _ = _words()
    found: list[tuple[Span, int | None]] = []
    for place, token in enumerate(tokens):
        if token in units:
            at = next((p for p in (place - 1, place - 2) if p >= 0 and _number(tokens[p])), None)
            number = _number(tokens[at]) if at is not None else None
            found.append((Span(units[token], number), at))
    return found


def _number(token: str) -> int | None:
    return int(token) if token.isdecimal() else _words()[1].get(token)


def _others(wording: str) -> list[str]:
    tokens = _tokens(wording)
    taken = {place for _, place in _found(tokens)}
    return [t for place, t in enumerate(tokens) if t.isdecimal() and place not in taken]
