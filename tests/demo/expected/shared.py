"""Rows by key, and the formulas that several tables share."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from math import floor, sqrt
from statistics import NormalDist
from typing import Any

from tests.demo.truth import Count, Truth

Rows = dict[tuple[Any, ...], dict[str, Any]]
Given = list[tuple[Fraction, Fraction]]
"""Values with their weights."""
Z = NormalDist().inv_cdf(0.975)


def bounded(count: Count) -> dict[str, Any]:
    return {
        "base": count.base,
        "n": count.n,
        "share": count.share,
        "n_unknown": len(count.unknown),
        "share_low": count.low,
        "share_high": count.high,
    }


def printed(weights: Iterable[Fraction]) -> dict[str, Any]:
    """Size and what it allows: respondents, known and unknown, or Kish's number if less."""
    each = list(weights)
    size = floor(min(Fraction(len(each)), effective(each) or Fraction(0)))
    return {"size": size, "shows": shows(size)}


def shows(size: int) -> str:
    """What may be printed from a size on."""
    return "names" if size < 5 else "counts" if size < 10 else "percent"


def effective(weights: Iterable[Fraction]) -> Fraction | None:
    each = list(weights)
    squares = sum((weight * weight for weight in each), Fraction(0))
    return sum(each) ** 2 / squares if squares else None


def mean(given: Given) -> Fraction | None:
    whole = sum((weight for _, weight in given), Fraction(0))
    return sum(value * weight for value, weight in given) / whole if whole else None


def standard_error(truth: Truth, wave: str, given: Given) -> float | None:
    """Of a weighted mean, everyone who responded being in the draw: n/(n-1) Σ(w(x-m)/Σw)²."""
    middle, n = mean(given), len(truth.respondents(wave))
    if middle is None:
        return None
    whole = sum(weight for _, weight in given)
    squares = sum((weight * (value - middle) / whole) ** 2 for value, weight in given)
    return sqrt(Fraction(n, n - 1) * squares)


def of_members(truth: Truth, wave: str, error: float | None) -> float | None:
    """With the finite population correction."""
    n, members = len(truth.respondents(wave)), truth.population[wave]
    return None if error is None else error * sqrt(1 - Fraction(n, members))


def ones(count: Count) -> Given:
    """Yes as 1 and no as 0."""
    given = chain(((1, w) for w in count.yes), ((0, w) for w in count.no))
    return [(Fraction(value), weight) for value, weight in given]


def share_error(truth: Truth, wave: str, count: Count) -> float | None:
    return None if count.unknown else standard_error(truth, wave, ones(count))


def score_limits(share: Fraction, size: Fraction) -> tuple[float, float]:
    """The two p with |share - p| = z √(p (1 - p) / size): the roots of a quadratic."""
    p, n = float(share), float(size)
    a, b, c = 1 + Z * Z / n, -(2 * p + Z * Z / n), p * p
    root = sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def quantile(given: Given, part: Fraction) -> Fraction:
    """Where the weights reach their part; the middle to the next where they do so exactly."""
    ordered = sorted(given)
    goal, reached = part * sum(weight for _, weight in ordered), Fraction(0)
    for place, (value, weight) in enumerate(ordered):
        reached += weight
        if reached == goal:
            return (value + ordered[place + 1][0]) / 2
        if reached > goal:
            return value
    raise AssertionError("nobody gave a number")


def quartiles(given: Given) -> dict[str, Fraction]:
    parts = {"p25": Fraction(1, 4), "median": Fraction(1, 2), "p75": Fraction(3, 4)}
    return {name: quantile(given, part) for name, part in parts.items()}
