"""The bounds of everyone's change against every reading of both waves, for all pairs of waves.

A wave is a few responses, read as in `tests.indicators.test_bounds_exact`, or a total that a
report prints: a count of a base, or a percentage, which is every share that rounds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from tests.indicators.test_bounds_exact import Waves, of_indicator, worlds_of
from tests.small_survey import NO_ANSWER, UNKNOWN, Item, chose, ruled_out

A, B, C = (chose(option) for option in "abc")


@dataclass(frozen=True)
class Wave:
    """What is known of a wave: responses, and what is printed of its share."""

    items: tuple[Item, ...] = ()
    weights: tuple[float, ...] = ()
    count: tuple[int, int] | None = None
    percent: int | None = None

    def shares(self, closer: Fraction = Fraction(0)) -> set[Fraction]:
        """All shares that it may have had; of a printed percentage the ends.

        Args:
            closer: how far before its end it stays, as what rounds half up to it never gets there.
        """
        if self.percent is not None:
            ends = (Fraction(2 * self.percent + side, 200) for side in (-1, 1))
            return {next(ends), min(Fraction(1), next(ends) - closer)}
        if self.count:
            return {Fraction(*self.count)}
        weights = [Fraction(weight) for weight in self.weights or (1,) * len(self.items)]
        found = (
            of_indicator("two")(list(zip(reading, weights, strict=True)))
            for reading in worlds_of(tuple({"q": item} for item in self.items))
        )
        return {share for share in found if share is not None}


WAVES = [
    Wave((A, C)),
    Wave((A, B)),
    Wave((NO_ANSWER, NO_ANSWER)),
    Wave((UNKNOWN, A, C)),
    Wave((UNKNOWN, NO_ANSWER)),
    Wave((UNKNOWN, UNKNOWN)),
    Wave((ruled_out("a"), C)),
    Wave((ruled_out("c"), C)),
    Wave((ruled_out("a", "b"), B, UNKNOWN)),
    Wave((A, UNKNOWN, C), weights=(0.5, 2.0, 3.0)),
    Wave((C, ruled_out("b"), B), weights=(1.0, 4.0, 0.5)),
    Wave(count=(2, 3)),
    Wave(count=(7, 7)),
    *(Wave(percent=printed) for printed in (39, 40, 41, 100)),
    Wave((UNKNOWN, A, C), count=(2, 3)),
]


def survey(waves: list[Wave]) -> Waves:
    """One indicator through all waves."""
    made = Waves()
    for number, wave in enumerate(waves):
        made.wave(f"{number:03}", "responses" if wave.items else "published")
    made.question("q", "a b c dk=dont_know").indicator("two", "q.a", "q.b")
    for place in range(3):
        made.respondent(f"r{place}")
    for number, wave in enumerate(waves):
        name = f"{number:03}"
        for place, item in enumerate(wave.items):
            weight = wave.weights[place] if wave.weights else 1.0
            made.response(name, f"r{place}", weight=weight, q=item)
        if wave.count:
            n, base = wave.count
            made.claim("count", name, n, indicator_id="two", base=base)
        if wave.percent:
            made.claim("share", name, wave.percent, indicator_id="two", base=200)
    return made


def differences(before: Wave, after: Wave, closer: Fraction = Fraction(0)) -> set[Fraction]:
    """All changes from one wave to another."""
    return {
        later - earlier for earlier, later in product(before.shares(closer), after.shares(closer))
    }


def direction(changes: set[Fraction]) -> str | None:
    """Where all of them lead."""
    signs = {(change > 0) - (change < 0) for change in changes}
    told = {1: "rise", -1: "fall", 0: "no change"}
    return told[signs.pop()] if len(signs) == 1 else "can't be told" if signs else None


def test_the_bounds_of_a_change_are_those_of_all_readings_of_both_waves() -> None:
    waves = [wave for pair in product(WAVES, repeat=2) for wave in pair]
    made = survey(waves)
    made.build("trends.changes")
    rows: dict[tuple[int, int], dict[str, Any]] = {
        (int(row["wave_from"]), int(row["wave_to"])): row
        for row in made.rows("SELECT * FROM trends.changes")
    }
    assert len(rows) > len(WAVES) ** 2
    for (before, after), row in rows.items():
        pair = waves[before], waves[after]
        found = (row["change_low"], row["change_high"])
        if changes := differences(*pair):
            expected = (float(min(changes)), float(max(changes)))
            assert found == pytest.approx(expected, abs=1e-12), pair
        else:
            assert found == (None, None)
        assert row["direction"] == direction(differences(*pair, Fraction(1, 10**6))), pair
