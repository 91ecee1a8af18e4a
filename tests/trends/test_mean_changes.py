"""Scores, nets, ratings and numbers through the waves: what changes are made of, and bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, product
from typing import Any

import pytest

from tests.small_survey import (
    NO_ANSWER,
    UNKNOWN,
    Item,
    SmallSurvey,
    chose,
    number,
    ruled_out,
)

ITEMS: dict[str, tuple[Item, list[int | None]]] = {
    "a": (chose("a"), [1]),
    "c": (chose("c"), [3]),
    "unknown": (UNKNOWN, [1, 2, 3, None]),
    "not a": (ruled_out("a"), [2, 3]),
    "blank": (NO_ANSWER, [None]),
}
"""An item, and all that it may be on a scale of 1 to 3; None: no answer."""
BOTH = list(product(ITEMS, repeat=2))
CASES = list(combinations_with_replacement(BOTH, 2))


@pytest.fixture(scope="module")
def every_case() -> SmallSurvey:
    """A rating for each case: what two respondents may have said in two waves."""
    survey = SmallSurvey().wave("1").wave("2")
    for place in range(len(CASES)):
        survey.question(f"q{place}", "a b c", "rating")
    for wave, who in product((0, 1), (0, 1)):
        items = {f"q{place}": ITEMS[case[who][wave]][0] for place, case in enumerate(CASES)}
        survey.response(str(wave + 1), f"r{who}", **items)
    return survey.build("trends.mean_changes")


def readings(case: tuple[tuple[str, str], ...]) -> Iterator[Fraction]:
    """The change of the panel's mean in every reading of the unknown answers."""
    each = [list(product(ITEMS[was][1], ITEMS[became][1])) for was, became in case]
    for chosen in product(*each):
        moves = [after - before for before, after in chosen
                 if before is not None and after is not None]  # fmt: skip
        if moves:
            yield Fraction(sum(moves), len(moves))


def test_no_reading_lies_beyond_the_bounds_and_one_lies_on_each(every_case: SmallSurvey) -> None:
    rows = every_case.rows("SELECT * FROM trends.mean_changes")
    found = {row["measure_id"]: row for row in rows}
    # where a wave has no answer at all, there is nothing to set side by side
    assert len(found) == 296
    wrong = []
    for place, case in enumerate(CASES):
        means = list(readings(case))
        wanted = (min(means), max(means)) if means else (None, None)
        row = found.get(f"q{place}", {})
        bounds = (row.get("panel_change_low"), row.get("panel_change_high"))
        if any(not near(*pair) for pair in zip(bounds, wanted, strict=True)):
            wrong.append((case, bounds, wanted))
    assert wrong == []


def near(found: float | None, wanted: Fraction | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found == pytest.approx(float(wanted), abs=1e-12)


def two_waves(**limits: Any) -> SmallSurvey:
    return SmallSurvey().wave("1").wave("2").question("n", kind="number", **limits)


def test_a_change_is_that_of_the_panel_and_what_the_others_bring() -> None:
    survey = two_waves()
    for who, values in {"x": (1, 4), "y": (3, 2), "gone": (8, None), "new": (None, 12)}.items():
        for wave, value in zip("12", values, strict=True):
            if value is not None:
                survey.response(wave, who, n=number(value))
    row = survey.build("trends.mean_changes").row("trends.mean_changes")
    assert row["change"] == row["change_of_values"] == 2
    assert (row["panel_mean_from"], row["panel_mean_to"], row["panel_change"]) == (2, 3, 1)
    assert (row["entrants_mean"], row["entrants_effect"]) == (12, 3)
    assert (row["leavers_mean"], row["leavers_effect"]) == (8, -2)
    assert (row["direction"], row["panel_direction"]) == ("rise", "rise")


def test_an_empty_panel_leaves_nothing_to_add_up() -> None:
    survey = two_waves().response("1", "x", n=number(1)).response("2", "y", n=number(4))
    row = survey.build("trends.mean_changes").row("trends.mean_changes")
    assert row["change"] == 3
    assert row["panel_base"] == 0
    effects = ("panel_change", "entrants_effect", "leavers_effect", "panel_direction")
    assert [row[name] for name in effects] == [None] * 4


def test_a_number_without_limit_leaves_no_bound() -> None:
    survey = two_waves(limits=(0, None))
    survey.response("1", "x", n=number(5)).response("2", "x", n=UNKNOWN)
    row = survey.build("trends.mean_changes").row("trends.mean_changes")
    assert (row["panel_change_low"], row["panel_change_high"]) == (-5, None)
    assert (row["change_low"], row["change_high"]) == (-5, None)
    assert row["panel_direction"] == "can't be told"


def test_across_a_break_there_is_only_the_note() -> None:
    survey = two_waves(breaks={"2": "Other words."})
    survey.response("1", "x", n=number(5)).response("2", "x", n=number(6))
    row = survey.build("trends.mean_changes").row("trends.mean_changes")
    assert (row["comparable"], row["break_note"]) == (False, "Other words.")
    assert (row["mean_from"], row["mean_to"]) == (5, 6)
    told = ("change", "change_low", "direction", "panel_base", "panel_change", "entrants_effect")
    assert [row[name] for name in told] == [None] * len(told)


def test_another_scale_is_another_series() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", "a b c", "rating")
    survey.con.execute("UPDATE input.options SET since = '2' WHERE option_id = 'c'")
    survey.response("1", "x", q=chose("a")).response("2", "x", q=chose("b"))
    row = survey.build("trends.mean_changes").row("trends.mean_changes")
    assert (row["comparable"], row["break_note"]) == (False, "another scale was offered")


def test_a_gap_is_bridged_by_nothing_but_the_first_and_the_last() -> None:
    survey = SmallSurvey().wave("1").wave("2", position=3).wave("3", position=4)
    survey.question("n", kind="number")
    for wave in "123":
        survey.response(wave, "x", n=number(int(wave)))
    rows = survey.build("trends.mean_changes").rows("SELECT * FROM trends.mean_changes")
    assert [(row["wave_from"], row["wave_to"], row["pair_kind"]) for row in rows] == [
        ("1", "3", "first_last"),
        ("2", "3", "adjacent"),
    ]


@pytest.mark.parametrize("identified_by", ["key", "row"])
def test_who_is_not_in_the_registry_is_followed_in_ratings_by_key_only(identified_by: str) -> None:
    survey = SmallSurvey(identified_by).wave("1").wave("2").question("n", kind="number")
    survey.question("q", "a b c", "rating")
    for who, (before, after) in {"x": ("a", "c"), "y": ("b", None), "z": ("a", "a")}.items():
        survey.response("1", who, q=chose(before), n=number(1))
        survey.response("2", who, q=chose(after) if after else UNKNOWN, n=number(2))
    survey.build("trends.mean_changes")
    rows = survey.rows("SELECT * FROM trends.mean_changes ORDER BY measure_id")
    assert [(row["measure_id"], row["change"]) for row in rows] == [("n", 1), ("q", None)]
    panels = [(row["panel_base"], row["panel_change_low"], row["panel_change_high"])
              for row in rows]  # fmt: skip
    followed = (2, pytest.approx(1 / 3), pytest.approx(1))
    assert panels == [(None,) * 3, followed if identified_by == "key" else (None,) * 3]
