"""How far a panel may have moved, against every reading of its unknown answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipelines.commands.trend_values import farthest
from pipelines.commands.trend_words import exact

Moves = Sequence[Mapping[str, Any]]
steps = st.integers(-3, 3).map(float)
moves = st.lists(
    st.builds(
        lambda ends, certain, n: {
            "least": min(ends), "most": max(ends), "certain": certain, "n": n
        },
        st.tuples(steps, steps), st.booleans(), st.integers(1, 2),
    ),
    max_size=3,
)  # fmt: skip


def readings(moved: Fraction, size: int, others: Moves) -> Iterator[Fraction]:
    """The mean of the panel, for each way in which the others moved or stay out of it."""
    each = [
        [row["least"], row["most"]] + [None] * (not row["certain"])
        for row in others
        for _ in range(row["n"])
    ]
    for chosen in product(*each):
        within = [Fraction(step) for step in chosen if step is not None]
        yield (moved + sum(within)) / (size + len(within))


@given(moved=st.integers(-6, 6).map(Fraction), size=st.integers(1, 3), others=moves)
def test_no_reading_lies_farther_and_one_lies_there(
    moved: Fraction, size: int, others: Moves
) -> None:
    means = list(readings(moved, size, others))
    least, most = (exact(float(end)) for end in (min(means), max(means)))
    assert farthest(moved, size, others, "most") == most
    assert farthest(moved, size, others, "least", -1) == least


def test_a_step_without_limit_leaves_no_bound() -> None:
    without = [{"least": -1.0, "most": float("inf"), "certain": False, "n": 1}]
    assert farthest(Fraction(4), 4, without, "most") is None
    assert farthest(Fraction(4), 4, without, "least", -1) == exact(3 / 5)
