"""Exact limits for members, against reference values and the definition."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import hypergeom
from statsmodels.stats.proportion import proportion_confint

from pipelines.statistics.limits import member_limits, normal_quantile

Floats = NDArray[np.float64] | NDArray[np.int64]


@pytest.mark.parametrize(("n", "low", "high"), [(33, 108, 134), (23, 66, 105), (24, 70, 109)])
def test_reference_values_for_37_of_140(n: int, low: int, high: int) -> None:
    lows, highs = member_limits(140, 37, 0.95)
    assert (lows[n], highs[n]) == (low, high)


@pytest.mark.parametrize(
    ("population", "base", "confidence"),
    [(12, 5, 0.95), (140, 37, 0.9), (300, 280, 0.99), (1, 1, 0.95)],
)
def test_limits_are_the_outermost_numbers_that_the_test_does_not_reject(
    population: int, base: int, confidence: float
) -> None:
    tail = (1 - confidence) / 2
    members = np.arange(population + 1)
    lows, highs = member_limits(population, base, confidence)
    for n in {0, 1, base // 2, base}:
        kept = members[
            (hypergeom.sf(n - 1, population, members, base) > tail)
            & (hypergeom.cdf(n, population, members, base) > tail)
        ]
        assert (lows[n], highs[n]) == (kept[0], kept[-1])


def test_a_full_census_leaves_no_doubt() -> None:
    lows, highs = member_limits(20, 20, 0.95)
    assert list(lows) == list(highs) == list(range(21))


def test_limits_hold_what_was_seen_and_what_is_left() -> None:
    lows, highs = member_limits(600, 250, 0.95)
    n = np.arange(251)
    assert np.all(lows >= n)
    assert np.all(highs <= 600 - 250 + n)
    assert np.all(np.diff(lows) >= 0)


def test_yes_and_no_are_mirror_images() -> None:
    lows, highs = member_limits(141, 34, 0.95)
    assert np.array_equal(lows, 141 - highs[::-1])


def coverage(low: Floats, high: Floats) -> float:
    """The smallest chance, over all numbers of 140 members, that a draw of 37 covers it."""
    n = np.arange(38)
    return min(
        hypergeom.pmf(n, 140, members, 37)[(low <= members + 1e-9) & (members - 1e-9 <= high)].sum()
        for members in range(141)
    )


def test_limits_cover_as_often_as_they_say() -> None:
    assert coverage(*member_limits(140, 37, 0.95)) == pytest.approx(0.955, abs=5e-4)


def test_the_usual_intervals_do_not() -> None:
    share, z = np.arange(38) / 37, normal_quantile(0.95)
    error = np.sqrt(share * (1 - share) / 37 * (140 - 37) / (140 - 1))
    assert coverage(140 * (share - z * error), 140 * (share + z * error)) == pytest.approx(
        0.26, abs=5e-3
    )
    for size, covered in ((37, 0.93), (37 * (140 - 1) / (140 - 37), 0.92)):
        low, high = proportion_confint(share * size, size, method="wilson")
        assert coverage(140 * low, 140 * high) == pytest.approx(covered, abs=5e-3)


def test_a_wave_of_37_takes_no_time() -> None:
    start = time.perf_counter()
    member_limits(140, 37, 0.95)
    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize(("confidence", "z"), [(0.95, 1.959964), (0.9, 1.644854), (0.99, 2.575829)])
def test_quantile_of_the_normal_distribution(confidence: float, z: float) -> None:
    assert normal_quantile(confidence) == pytest.approx(z, abs=1e-6)
