"""The bounds of scores and of their means against every reading of the unknown answers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from tests.small_survey import NO_ANSWER, UNKNOWN, Item, SmallSurvey, chose, ruled_out

POINTS = {
    "ease": {"low": 1, "mid": 2, "high": 4},
    "plan": {"none": 0, "draft": 3, "full": 4},
    "topics": {"a": 1, "b": 2},
}
SEVERAL = "topics"
ITEMS: dict[str, list[Item]] = {
    "ease": [NO_ANSWER, UNKNOWN, chose("low"), chose("high"), ruled_out("low"), ruled_out("high")],
    "plan": [NO_ANSWER, UNKNOWN, chose("draft"), ruled_out("none"), ruled_out("none", "full")],
    SEVERAL: [NO_ANSWER, UNKNOWN, chose("b"), ruled_out("b"), ruled_out("b", chosen=("a",))],
}
ALL = [dict(zip(ITEMS, items, strict=True)) for items in product(*ITEMS.values())]
Gain = tuple[int, int] | None
"""What an answer gains of what it could; None where there is none that counts."""


def survey(*waves: str, states: str = "") -> SmallSurvey:
    """One score of three questions."""
    made = SmallSurvey()
    for wave in waves:
        made.wave(wave)
    kinds = {"ease": "rating", "plan": "single", SEVERAL: "multiple"}
    for question, points in POINTS.items():
        made.question(question, " ".join(points), kinds[question])
    worth = {
        question: " ".join(f"{option}={gained}" for option, gained in points.items())
        for question, points in POINTS.items()
    }
    return made.score("s", states, **worth)


def gains(question: str, item: Item, states: str = "") -> set[Gain]:
    """All that an item may be: of an unknown one any answer that is left, or none."""
    points = POINTS[question]
    several = question == SEVERAL
    most = sum(points.values()) if several else max(points.values())
    none: set[Gain] = {(0, most)} if states else {None}
    if item.state == "no_answer":
        return none
    if item.state == "answered":
        return {(sum(points[option] for option in item.chosen), most)}
    left = [option for option in points if option not in item.ruled_out]
    if several:
        ticks = [(points[o],) if o in item.chosen else (0, points[o]) for o in left]
        found: set[Gain] = {(sum(ticked), most) for ticked in product(*ticks)}
    else:
        found = {(points[option], most) for option in left}
    return found if item.chosen or item.ruled_out else found | none


def scores(items: dict[str, Item], states: str = "") -> set[Fraction | None]:
    """All scores that a response may have; None where it may have none."""
    found: set[Fraction | None] = set()
    for gained in product(*(gains(question, item, states) for question, item in items.items())):
        counted = [one for one in gained if one]
        most = sum(most for _, most in counted)
        found.add(Fraction(100 * sum(one for one, _ in counted), most) if most else None)
    return found


def ends(found: Iterator[Fraction | None]) -> tuple[float, float]:
    told = [one for one in found if one is not None]
    return float(min(told)), float(max(told))


@pytest.mark.parametrize("states", ["", "no_answer"], ids=["none is left out", "none is counted"])
def test_the_bounds_of_a_score_are_those_of_all_readings(states: str) -> None:
    made = survey("1", states=states)
    for place, items in enumerate(ALL):
        made.response("1", f"r{place}", **items)
    rows = made.build("indicators.scores").rows("FROM indicators.scores")
    found = {row["respondent_id"]: row for row in rows}
    for place, items in enumerate(ALL):
        possible = scores(items, states)
        if possible == {None}:
            assert f"r{place}" not in found
        else:
            row = found[f"r{place}"]
            assert (row["score_low"], row["score_high"]) == pytest.approx(ends(iter(possible)))
            assert row["certain"] == (None not in possible)


def means(
    world: tuple[dict[str, Item], ...], weights: tuple[float, ...]
) -> Iterator[Fraction | None]:
    """The mean of every reading of all responses together."""
    for each in product(*map(scores, world)):
        told = [
            (one, Fraction(weight))
            for one, weight in zip(each, weights, strict=True)
            if one is not None
        ]
        whole = sum(weight for _, weight in told)
        yield sum((one * weight for one, weight in told), Fraction(0)) / whole if whole else None


def test_the_bounds_of_a_mean_score_are_those_of_all_readings() -> None:
    few = [
        {"ease": UNKNOWN},
        {"ease": ruled_out("low")},
        {"ease": UNKNOWN, "plan": UNKNOWN},
        {"ease": UNKNOWN, "plan": chose("none")},
        {"plan": chose("none")},
        {"ease": chose("low")},
    ]
    worlds = list(combinations_with_replacement(few, 3))
    weights = (1, 3, 0.5)
    made = survey(*(str(number) for number in range(len(worlds))))
    for number, world in enumerate(worlds):
        for place, (items, weight) in enumerate(zip(world, weights, strict=True)):
            made.respondent(f"{number} {place}", country_code="AA")
            made.response(str(number), f"{number} {place}", weight=weight, **items)
    made.build("indicators.score_means", "indicators.group_scores")
    for table in ("score_means", "group_scores WHERE group_by = 'country'"):
        rows = made.rows(f"SELECT wave, mean_low, mean_high FROM indicators.{table}")
        assert len(rows) == len(worlds)
        for row in rows:
            found = ends(means(worlds[int(row["wave"])], weights))
            assert (row["mean_low"], row["mean_high"]) == pytest.approx(found, abs=1e-9)
