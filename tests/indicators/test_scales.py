"""Ratings: mean, quartiles, top-box, bottom-box and net, with bounds where answers are unknown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.indicators.test_properties import few
from tests.small_survey import (
    DONT_KNOW,
    NO_ANSWER,
    UNKNOWN,
    Item,
    SmallSurvey,
    chose,
    one_wave,
    ruled_out,
    state,
)

STATISTICS = ("mean", "p25", "median", "p75", "net")


def rated(
    *items: Item,
    options: str = "a b c d e",
    values: Sequence[float] = (),
    weights: Sequence[float] = (),
) -> dict[str, Any]:
    """The scale of one rating, of one respondent an item."""
    survey = one_wave().question("q", options, "rating", values=values)
    for number, item in enumerate(items):
        weight = weights[number] if weights else 1
        survey.response("1", f"r{number}", weight=weight, q=item)
    return survey.build("indicators.scales").row("indicators.scales")


def told(row: dict[str, Any], end: str = "") -> list[Any]:
    return [row[name + end] for name in STATISTICS]


def of(*chosen: str) -> list[Item]:
    return [chose(option) for option in chosen]


def test_an_option_stands_for_its_place() -> None:
    row = rated(*of("a", "b", "d", "e", "e"))
    assert told(row) == [3.4, 2, 4, 5, 0.2]
    assert (row["base"], row["top_n"], row["bottom_n"], row["lowest"], row["highest"]) == (
        5,
        2,
        1,
        1,
        5,
    )


def test_values_turn_a_scale_round() -> None:
    row = rated(*of("a", "a", "b", "e"), values=[5, 4, 3, 2, 1])
    assert told(row) == [3.75, 2.5, 4.5, 5, 0.25]
    assert (row["top_n"], row["bottom_n"]) == (2, 1)


def test_a_weight_is_as_many_respondents() -> None:
    weighted = rated(*of("a", "c", "e"), weights=[1, 2, 3])
    assert told(weighted) == told(rated(*of("a", "c", "c", "e", "e", "e")))
    assert (weighted["base"], weighted["n_effective"]) == (3, pytest.approx(36 / 14))


def test_who_gave_no_value_is_in_no_base() -> None:
    row = rated(*of("b", "d"), NO_ANSWER, DONT_KNOW, state("dont_know", "dk"), options="a b c d dk")
    assert (row["base"], row["n_unknown"], row["mean"]) == (2, 0, 3)


def test_an_option_that_means_a_state_has_no_place() -> None:
    row = rated(*of("a", "b"), state("dont_know", "dk"), options="dk=dont_know a b")
    assert (row["mean"], row["lowest"], row["highest"]) == (1.5, 1, 2)


def test_an_unknown_answer_leaves_bounds() -> None:
    row = rated(*of("b", "b", "b"), UNKNOWN)
    assert told(row) == [None] * 5
    assert told(row, "_low") == [1.75, 1.5, 2, 2, -0.25]
    assert told(row, "_high") == [2.75, 2, 2, 3.5, 0.25]
    assert (row["base"], row["n_unknown"], row["standard_error"]) == (3, 1, None)


def test_options_ruled_out_narrow_the_bounds() -> None:
    row = rated(chose("c"), ruled_out("a", "d", "e"))
    assert (row["mean_low"], row["mean_high"]) == (2.5, 3)
    assert (row["net_low"], row["net_high"]) == (0, 0)


def test_a_wave_has_the_scale_that_it_offered() -> None:
    survey = SmallSurvey().wave("1").wave("2").question("q", "a b c", "rating")
    survey.con.execute("UPDATE input.options SET since = '2' WHERE option_id = 'a'")
    for wave in "12":
        survey.response(wave, "x", q=chose("b")).response(wave, "y", q=chose("c"))
    rows = survey.build("indicators.scales").rows("SELECT * FROM indicators.scales ORDER BY wave")
    assert [(row["lowest"], row["highest"], row["mean"]) for row in rows] == [
        (1, 2, 1.5),
        (1, 3, 2.5),
    ]


@pytest.mark.parametrize("options", ["a", "a dk=dont_know"])
def test_one_option_is_no_scale(options: str) -> None:
    survey = one_wave().question("q", options, "rating").response("1", "x", q=chose("a"))
    assert survey.build("indicators.scales").rows("SELECT * FROM indicators.scales") == []


def test_options_that_are_not_all_known_are_no_scale() -> None:
    survey = one_wave().question("q", "a b", "rating").response("1", "x", q=chose("a"))
    survey.con.execute("UPDATE input.questions SET options_known = FALSE")
    assert survey.build("indicators.scales").rows("SELECT * FROM indicators.scales") == []


def test_the_standard_error_of_a_mean() -> None:
    # by hand: values 1, 2, 4 with weights 1, 1, 2 and mean 11/4; 3/2 × ((7/4)² + (3/4)² + (5/2)²)
    row = rated(*of("a", "b", "d"), weights=[1, 1, 2])
    assert row["mean"] == 2.75
    assert row["standard_error"] == pytest.approx((1.5 * (49 + 9 + 100) / 16) ** 0.5 / 4)


# ── any answers at all ──────────────────────────────────────────────────────────

VALUES = {"a": 2.0, "b": 5.0, "c": 0.5}
answers = st.one_of(
    st.sampled_from("abc").map(chose),
    st.sampled_from([UNKNOWN, state("rejected"), NO_ANSWER]),
    st.sets(st.sampled_from("abc"), min_size=1, max_size=2).map(lambda o: ruled_out(*sorted(o))),
)


def possible(item: Item) -> list[float]:
    """Every value that an answer may be; none where it is in no base."""
    if item.state == "answered":
        return [VALUES[option] for option in item.chosen]
    if item.state == "no_answer":
        return []
    return [value for option, value in VALUES.items() if option not in item.ruled_out]


def quantile(pairs: list[tuple[float, Fraction]], part: Fraction) -> float:
    """By cumulative weight; the middle where a value ends exactly there."""
    total, reached = sum(weight for _, weight in pairs), Fraction(0)
    ends = []
    for value, weight in sorted(pairs):
        before, reached = reached, reached + weight
        if before <= part * total <= reached:
            ends.append(value)
    return (min(ends) + max(ends)) / 2


def recount(pairs: list[tuple[float, Fraction]]) -> dict[str, float]:
    total = sum(weight for _, weight in pairs)
    ends = [sum((w for v, w in pairs if v == end), Fraction(0)) for end in (5.0, 0.5)]
    return {
        "mean": float(sum(Fraction(value) * weight for value, weight in pairs) / total),
        "p25": quantile(pairs, Fraction(1, 4)),
        "median": quantile(pairs, Fraction(1, 2)),
        "p75": quantile(pairs, Fraction(3, 4)),
        "net": float((ends[0] - ends[1]) / total),
    }


@few
@given(items=st.lists(st.tuples(answers, st.sampled_from([1, 0.5, 2.25])), max_size=6))
def test_bounds_are_the_extremes_over_every_possible_answer(
    items: list[tuple[Item, float]],
) -> None:
    survey = one_wave().question("q", "a b c", "rating", values=list(VALUES.values()))
    for number, (item, weight) in enumerate(items):
        survey.response("1", f"r{number}", weight=weight, q=item)
    rows = survey.build("indicators.scales").rows("SELECT * FROM indicators.scales")
    survey.con.close()
    in_base = [(possible(item), Fraction(weight)) for item, weight in items if possible(item)]
    if not in_base:
        assert [told(row, "_low") for row in rows] in ([], [[None] * 5])
        return
    weights = [weight for _, weight in in_base]
    cases = [
        recount(list(zip(values, weights, strict=True)))
        for values in product(*(values for values, _ in in_base))
    ]
    for name in STATISTICS:
        found = [case[name] for case in cases]
        assert rows[0][name + "_low"] == pytest.approx(min(found), abs=1e-12)
        assert rows[0][name + "_high"] == pytest.approx(max(found), abs=1e-12)
        unknown = any(item.state in ("unknown", "rejected") for item, _ in items)
        assert rows[0][name] == (None if unknown else pytest.approx(found[0], abs=1e-12))
