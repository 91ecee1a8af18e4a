"""Changes within a panel, against reference values and the definition."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.statistics.paired import holm, mcnemar, paired_interval


def ints(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def interval(kept: int, gained: int, lost: int, neither: int) -> tuple[float, float]:
    low, high = paired_interval(ints(kept), ints(gained), ints(lost), ints(neither), 0.95)
    return float(low[0]), float(high[0])


@pytest.mark.parametrize(
    ("gained", "lost", "p", "mid"),
    [
        (4, 0, 0.125, 0.0625),
        (0, 4, 0.125, 0.0625),
        (5, 0, 0.0625, 0.03125),
        (6, 0, 0.03125, 0.015625),
        (7, 1, 0.0703125, 0.0390625),
        (8, 1, 0.0390625, 0.021484375),
        (0, 0, 1, 1),
        (3, 3, 1, 1),
        (3, 2, 1, 0.6875),
    ],
)
def test_mcnemar(gained: int, lost: int, p: float, mid: float) -> None:
    exact, mid_p = mcnemar(ints(gained), ints(lost))
    assert exact[0] == pytest.approx(p, abs=1e-14)
    assert mid_p[0] == pytest.approx(mid, abs=1e-14)


@given(gained=st.integers(0, 60), lost=st.integers(0, 60))
def test_mcnemar_is_the_tail_of_the_binomial(gained: int, lost: int) -> None:
    moves = gained + lost
    tail = [Fraction(comb(moves, k), 2**moves) for k in range(min(gained, lost) + 1)]
    exact, mid_p = mcnemar(ints(gained), ints(lost))
    assert exact[0] == pytest.approx(float(min(2 * sum(tail), 1)), rel=1e-11)
    assert mid_p[0] == pytest.approx(float(2 * sum(tail) - tail[-1]), rel=1e-11)


def test_holm_steps_down_from_the_smallest_and_never_below_the_one_before() -> None:
    adjusted = holm(np.array([0.01, 0.04, 0.03, 0.005, 1.0]))
    assert adjusted == pytest.approx([0.04, 0.09, 0.09, 0.025, 1])


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [((36, 12, 2, 0), 0.0569, 0.3404), ((20, 12, 2, 16), 0.0562, 0.3292)],
)
def test_reference_values_of_the_paired_interval(
    cells: tuple[int, int, int, int], low: float, high: float
) -> None:
    assert interval(*cells) == pytest.approx((low, high), abs=5e-5)


@given(cells=st.tuples(*[st.integers(0, 40)] * 4).filter(any))
def test_the_interval_holds_the_change_and_turns_with_it(
    cells: tuple[int, int, int, int],
) -> None:
    kept, gained, lost, neither = cells
    low, high = interval(*cells)
    assert -1 <= low <= (gained - lost) / sum(cells) <= high <= 1
    assert interval(kept, lost, gained, neither) == pytest.approx((-high, -low), abs=1e-12)


def test_a_large_panel_is_no_harder() -> None:
    exact, _ = mcnemar(ints(250_000), ints(248_000))
    low, high = interval(250_000, 250_000, 248_000, 252_000)
    assert exact[0] == pytest.approx(0.004602, abs=2e-5)
    assert low < 0.002 < high
