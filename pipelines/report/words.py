"""Words that pages use for the warehouse's ids, and the spelling of names and dates."""

from __future__ import annotations

import csv
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

STATES = {
    "no_answer": "No answer",
    "dont_know": "Don’t know",
    "refused": "Refused",
    "not_applicable": "Not applicable",
    "routed_out": "Not asked",
    "not_asked": "Not asked",
    "rejected": "Set aside in validation",
    "unknown": "Not known",
}
"""State of an item: what stands in the report, in the order in which it stands there."""

PARTLY_UNKNOWN = "Not known, or known only in part"
"""For the state unknown, where some of its items are known in part."""

VERDICTS = {
    "impossible": "Impossible",
    "contradicted": "Contradicted",
    "unsupported": "Not supported",
}
"""Verdicts of findings that are shown, the gravest first."""

KINDS = {
    "responses": "Responses",
    "reconstructed": "Reconstructed",
    "published": "Published totals only",
    "participation": "Participation only",
}
"""Kind of wave."""

BASES = {
    "registry": "The members are those of the registry at the time.",
    "stated": "The number of members is one that was stated.",
    "assumed": "The number of members is an assumption, and so is the percentage.",
}
"""What the number of members stands on."""

SEVERITIES = {
    "stop": "The wave stops",
    "error": "Set aside",
    "warning": "Only told",
}
"""What becomes of a wave or a cell that is not as a rule expects."""

TYPES = {
    "single": "One answer",
    "multiple": "Several answers possible",
    "rating": "Rating",
    "number": "A number",
    "date": "A date",
    "text": "Free text",
    "coded_text": "Free comments, coded into themes",
}
"""Type of question."""

MOVES = {
    "kept": "Yes, and yes again",
    "gained": "No, then yes",
    "lost": "Yes, then no",
    "neither": "No, and no again",
}
"""What those who answered two waves said in them."""

MEASURES = {"mean": "Mean", "p25": "Lower quartile", "median": "Median", "p75": "Upper quartile"}
"""What is printed of a number."""

BOUNDS = {
    "mean_low": "Mean, at least",
    "mean_high": "Mean, at most",
    "p25_low": "Lower quartile, at least",
    "p25_high": "Lower quartile, at most",
    "median_low": "Median, at least",
    "median_high": "Median, at most",
    "p75_low": "Upper quartile, at least",
    "p75_high": "Upper quartile, at most",
}
"""The same where answers are unknown."""


@cache
def countries() -> dict[str, str]:
    """English names of countries by ISO 3166-1 alpha-2 code."""
    path = Path(__file__).parent / "countries.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def country(code: str) -> str:
    """The name of a country; the code where it has none."""
    return "Country not known" if code == "unknown" else countries().get(code, code)


def alphabetical(name: str) -> str:
    """A key that sorts names as a reader expects: without accents, case and article."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().removeprefix("the ")


def day(value: date) -> str:
    """A date in words."""
    return f"{value.day} {value:%B} {value.year}"


def period(start: date | None, end: date | None, precision: str = "day") -> str | None:
    """Two dates in words, as short as they allow; only their months where no more is known."""
    if precision == "month":
        return _months(start, end)
    if start is None or end is None:
        known = start or end
        return day(known) if known else None
    if start == end:
        return day(start)
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    if start.month != end.month:
        return f"{start.day} {start:%B} to {day(end)}"
    return f"{start.day} to {day(end)}"


def _months(start: date | None, end: date | None) -> str | None:
    known = [value for value in (start, end) if value]
    names = list(dict.fromkeys(f"{value:%B} {value.year}" for value in known))
    if len(names) == 2 and known[0].year == known[1].year:
        names[0] = f"{known[0]:%B}"
    return " to ".join(names) or None
