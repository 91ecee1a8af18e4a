"""Exact limits for a number of members, and the quantile behind Wilson's interval.

Pure arithmetic on numbers; `pipelines.statistics.fill` puts the results into the
warehouse.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

_BLOCK = 256  # rows of the table of probabilities held at once


def normal_quantile(confidence: float) -> float:
    """The z of a two-sided interval: 1.96 for 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def member_limits(population: int, base: int, confidence: float) -> tuple[Integers, Integers]:
    """How many of the members have it, if n of the `base` who answered do.

    The exact hypergeometric test inverted: of all numbers M of members that may have it,
    those under which n is in neither tail, P(X >= n) > α/2 and P(X <= n) > α/2, where X is
    the number of those who have it in a random draw of `base` from the population.

    Args:
        population: number of members.
        base: number of those who answered, at most `population`.
        confidence: level of the limits, 0-1.

    Returns:
        The least and the largest M, each an array over n = 0 ... base.
    """
    tail = (1 - confidence) / 2
    table = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, population + 1)))])
    draws = _log_choose(table, np.array(population), np.array(base))
    drawn = np.arange(base + 1)
    low = np.full(base + 1, population)
    high = np.zeros(base + 1, dtype=np.int64)
    for start in range(0, population + 1, _BLOCK):
        members = np.arange(start, min(start + _BLOCK, population + 1))[:, np.newaxis]
        chance = np.exp(
            _log_choose(table, members, drawn)
            + _log_choose(table, population - members, base - drawn)
            - draws
        )
        at_most = np.cumsum(chance, axis=1)
        at_least = np.cumsum(chance[:, ::-1], axis=1)[:, ::-1]
        possible = (at_most > tail) & (at_least > tail)
        low = np.minimum(low, np.where(possible, members, population).min(axis=0))
        high = np.maximum(high, np.where(possible, members, 0).max(axis=0))
    return low, high


def _log_choose(table: Floats, whole: Integers, part: Integers) -> Floats:
    """Logarithm of the binomial coefficient; minus infinity where it is 0.

    From a table of log factorials: two thousand times as fast here as the probabilities of
    scipy.stats.hypergeom one by one, with which a test compares it.
    """
    inside = (part >= 0) & (part <= whole)
    part = np.where(inside, part, 0)
    rest = np.where(inside, whole - part, 0)
    return np.where(inside, table[whole] - table[part] - table[rest], -np.inf)
