"""The bounds of changes of ratings, nets, scores and numbers against every reading of both waves.

Waves of two respondents in a seeded order, so that very many pairs follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from tests.indicators.test_bounds_exact import (
    INDICATORS,
    NETS,
    RATED,
    VALUES,
    Response,
    Told,
    Waves,
    meaning,
    readings,
)
from tests.small_survey import NO_ANSWER, UNKNOWN, Item, number

LIMITED = (number(1), number(4), NO_ANSWER, UNKNOWN)
ITEMS: dict[str, tuple[Item, ...]] = {"q": RATED, "limited": LIMITED}
World = tuple[Response, Response]
Measure = Callable[[Response], Told]


def rating(items: Response) -> Told:
    return VALUES[items["q"].chosen[0]] if items["q"].state == "answered" else None


def score(items: Response) -> Told:
    """In percent of the 4 points that "b" gives, "a" giving 1."""
    value = rating(items)
    return None if value is None else Fraction({"a": 25, "b": 100, "c": 0}[items["q"].chosen[0]])


def numeric(items: Response) -> Told:
    given = items["limited"].number
    return None if given is None else Fraction(given)


def net(top: str, bottom: str) -> Measure:
    def value(items: Response) -> Told:
        sides = meaning(items, top), meaning(items, bottom)
        return None if None in sides else Fraction(sides[0] or 0) - Fraction(sides[1] or 0)

    return value


MEASURES: dict[str, tuple[str, Measure]] = {
    "q": ("q", rating),
    "s": ("q", score),
    "limited": ("limited", numeric),
    **{name: ("q", net(*sides)) for name, sides in NETS.items()},
}
"""By measure its question and what it is of a response."""


def worlds() -> list[World]:
    """Waves, in an order in which most pairs of answers follow each other."""
    kinds = [
        ({"q": rated, "limited": given}, {"q": other, "limited": again})
        for (rated, other), (given, again) in zip(
            product(RATED, repeat=2), list(product(LIMITED, repeat=2)) * 9, strict=True
        )
    ]
    order = Random(5)  # noqa: S311 - the same in every run
    found: list[World] = []
    for _ in range(4):
        order.shuffle(kinds)
        found += kinds
    return found


WORLDS = worlds()


@pytest.fixture(scope="module")
def survey() -> Waves:
    made = Waves()
    for place in range(len(WORLDS)):
        made.wave(f"{place:04}")
    made.question(
        "q", "a b c dk=dont_know", "rating", values=[float(value) for value in VALUES.values()]
    )
    made.question("limited", kind="number", limits=(0, 12))
    for side in {side for sides in NETS.values() for side in sides}:
        made.indicator(side, *INDICATORS[side])
    for name, (top, bottom) in NETS.items():
        made.net(name, top, bottom)
    made.respondent("r0").respondent("r1")
    for place, world in enumerate(WORLDS):
        for who, items in enumerate(world):
            made.response(f"{place:04}", f"r{who}", **items)
    made.run()
    made.score("s", q="a=1 b=4")
    made.build("trends.mean_changes")
    return made


def values(items: Response, question: str, measure: Measure) -> set[Told]:
    """What a response may have, None where it may have nothing."""
    return {measure({question: reading}) for reading in readings(question, items[question])}


def panels(before: World, after: World, question: str, measure: Measure) -> Iterator[Fraction]:
    """The change of the panel's mean in every reading of both waves."""
    each = [
        list(product(*(values(wave[who], question, measure) for wave in (before, after))))
        for who in range(2)
    ]
    for pairs in product(*each):
        moves = [now - then for then, now in pairs if then is not None and now is not None]
        if moves:
            yield sum(moves, Fraction(0)) / len(moves)


def everyone(world: World, question: str, measure: Measure) -> set[Fraction]:
    """The mean of a wave in every reading."""
    each = product(*(values(items, question, measure) for items in world))
    told = ([value for value in reading if value is not None] for reading in each)
    return {sum(reading, Fraction(0)) / len(reading) for reading in told if reading}


def ends(found: set[Fraction]) -> tuple[Any, Any]:
    if not found:
        return None, None
    return pytest.approx(float(min(found)), abs=1e-9), pytest.approx(float(max(found)), abs=1e-9)


@pytest.mark.parametrize("name", MEASURES)
def test_the_bounds_are_those_of_all_readings_of_both_waves(survey: Waves, name: str) -> None:
    rows = survey.rows(f"SELECT * FROM trends.mean_changes WHERE measure_id = '{name}'")
    assert len(rows) > len(WORLDS) / 2
    for row in rows:
        pair = WORLDS[int(row["wave_from"])], WORLDS[int(row["wave_to"])]
        before, after = (everyone(world, *MEASURES[name]) for world in pair)
        changes = {later - earlier for earlier, later in product(before, after)}
        assert (row["change_low"], row["change_high"]) == ends(changes), pair
        bounds = (row["panel_change_low"], row["panel_change_high"])
        assert bounds == ends(set(panels(*pair, *MEASURES[name]))), pair
